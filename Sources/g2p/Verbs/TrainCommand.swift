import ArgumentParser
import Candor
import CandorEngine
import CandorText
import CandorUncertainty
import CommandSupport

/// `g2p train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on a lexicon, calibrate it, and write a bundle.",
    discussion: """
      Words are brought to lower case and to one spelling of apostrophes and dashes. Words of --dev \
      and of --exclude are left out of training; without --dev a part of the words is held out. The \
      held-out words choose the best epoch and calibrate the confidence.

      Ctrl-C ends a training after the step that runs; --resume goes on from there. --time-limit \
      ends it in time, calibrates, and writes the bundle.

      g2p train --lexicon cmudict.dict --output my-model
      g2p train --lexicon train.tsv --dev dev.tsv --exclude test.tsv --epochs 40 --output my-model
      g2p train --lexicon train.tsv --output my-model --resume
      """)

  @OptionGroup var lexicon: LexiconOptions

  @Option(
    help: ArgumentHelp(
      "Words for choices and calibration; by default a part of the lexicon.", valueName: "file"))
  var dev: String?

  @Option(
    help: ArgumentHelp(
      "Words that the model must not see, such as a test set: a word list or a lexicon.",
      valueName: "file"))
  var exclude: [String] = []

  @Flag(help: "Take stress digits off the phones.")
  var ignoreStress = false

  @OptionGroup var options: TrainOptions

  func run() throws {
    var settings =
      try options.config.map { try SettingsFile.read(GraphemeToPhonemeSettings.self, from: $0) }
      ?? GraphemeToPhonemeSettings()
    settings.epochs = options.epochs ?? settings.epochs
    settings.batchSize = options.batch ?? settings.batchSize
    let normalizer = options.normalizer
    let excluded = try exclude.reduce(into: Set<String>()) {
      $0.formUnion(try WordList.read($1, normalizer: normalizer))
    }
    let words = try lexicon.read(normalizer: normalizer, ignoringStress: ignoreStress) {
      !excluded.contains($0)
    }
    let validation = try dev.map {
      try LexiconOptions.read(
        [$0], normalizer: normalizer, ignoringStress: ignoreStress,
        skipBadLines: lexicon.skipBadLines
      ) { !excluded.contains($0) }
    }
    let training: GraphemeToPhonemeTraining
    do {
      training = try GraphemeToPhonemeTraining(
        lexicon: words, validation: validation, normalizer: normalizer, settings: settings,
        seed: options.seed)
    } catch let error as GraphemeToPhonemeTraining.UnusableLexicon {
      throw CommandFailure("\(lexicon.names): \(error)")
    } catch let error as InvalidSetting {
      throw CommandFailure("\(options.config ?? "settings"): \(error)")
    }
    Note.write(
      "\(training.examples.sources.count) pronunciations of \(training.training.count) words; "
        + "\(training.validation.count) words held out; "
        + "\(training.graphemes.vocabulary.ordinarySymbols.count) graphemes, "
        + "\(training.phonemes.ordinarySymbols.count) phones")
    if training.examples.skippedCount > 0 {
      Note.write("\(training.examples.skippedCount) pronunciations left out: symbols without use")
    }

    try ModelBundle.requireReplaceable(options.output)
    let (result, hours) = try options.run { try training.run($0, resumingFrom: $1) }
    try write(training, result, hours: hours)
  }

  private func write(
    _ training: GraphemeToPhonemeTraining, _ result: TrainingResult<EncoderDecoder<Float>>,
    hours: Double
  ) throws {
    let prediction = GraphemeToPhoneme.Options(
      seed: options.seed, threads: options.threads.count)
    let predictor: GraphemeToPhoneme
    do {
      predictor = try training.predictor(of: result.model, options: prediction)
    } catch is UncertaintyError {
      throw CommandFailure(
        "the model transcribes none of the held-out words, so its confidence cannot be calibrated; "
          + "train longer, on more words")
    }
    var evaluation = TranscriptionEvaluation(ignoringStress: false)
    var sampling = prediction
    sampling.samples = predictor.isStochastic ? prediction.samples : 0
    let transcriptions = try predictor.transcribe(training.validation.words, options: sampling)
    for (transcription, entry) in zip(transcriptions, training.validation) {
      evaluation.add(transcription, references: entry.pronunciations)
    }
    let figures = try evaluation.figures()
    try ModelBundle(
      predictor,
      provenance: BundleManifest.Provenance(
        command: described, seed: options.seed, corpora: try corpora(),
        trainingExamples: training.examples.sources.count,
        validationExamples: training.validation.count,
        epochs: result.reports.last?.epoch ?? result.bestEpoch, bestEpoch: result.bestEpoch,
        hours: hours, validation: figures.named)
    ).write(to: options.output)
    Note.write(
      "\(options.output): PER \(Decimal.percent(figures.phoneErrorRate, decimals: 2)), "
        + "WER \(Decimal.percent(figures.wordErrorRate, decimals: 2)) on the held-out words")
  }

  private func corpora() throws -> [BundleManifest.Provenance.Corpus] {
    let roles = [("training", lexicon.lexicon), ("validation", dev.map { [$0] } ?? [])]
    return try (roles + [("left out", exclude)]).flatMap { role, paths in
      try paths.map {
        try BundleManifest.Provenance.Corpus(path: $0, role: role)
      }
    }
  }

  private var described: String {
    var parts = ["g2p", "train"]
    for path in lexicon.lexicon { parts += ["--lexicon", TrainOptions.name(path)] }
    if let dev { parts += ["--dev", TrainOptions.name(dev)] }
    for path in exclude { parts += ["--exclude", TrainOptions.name(path)] }
    if lexicon.skipBadLines { parts.append("--skip-bad-lines") }
    if ignoreStress { parts.append("--ignore-stress") }
    return options.described(parts)
  }
}
