import ArgumentParser
import Candor
import CandorEngine
import CandorText
import CandorUncertainty

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

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "bundle"))
  var output: String

  @Option(help: ArgumentHelp("Passes through the lexicon.", valueName: "n"))
  var epochs: Int?

  @Option(help: ArgumentHelp("Pronunciations in a batch.", valueName: "n"))
  var batch: Int?

  @Option(help: ArgumentHelp("Seed of weights, order, masks and held-out words.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Settings as JSON, such as {\"encoderHidden\": 256, \"beta\": 50}; options win over it.",
      valueName: "file"))
  var config: String?

  @Flag(help: "Take stress digits off the phones.")
  var ignoreStress = false

  @Option(help: ArgumentHelp("The language whose lower case applies.", valueName: "locale"))
  var locale = "en"

  @Option(
    help: ArgumentHelp(
      "Where the state of the training and its log are kept; by default BUNDLE.training.",
      valueName: "folder"))
  var checkpoint: String?

  @Flag(help: "Go on from the checkpoint.")
  var resume = false

  @Option(
    help: ArgumentHelp("End the training after this time: 90s, 45m, 1.5h.", valueName: "time"))
  var timeLimit: TimeLimit?

  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    if let epochs { try require(epochs, in: 1...100_000, "--epochs") }
    if let batch { try require(batch, in: 1...100_000, "--batch") }
    guard !output.isEmpty else { throw ValidationError("--output is empty") }
  }

  func run() throws {
    var settings = try config.map(SettingsFile.read) ?? GraphemeToPhonemeSettings()
    settings.epochs = epochs ?? settings.epochs
    settings.batchSize = batch ?? settings.batchSize
    let normalizer = Normalizer(
      caseMapping: .lowercase(locale: locale), asciiPunctuation: true)
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
        seed: seed)
    } catch let error as GraphemeToPhonemeTraining.UnusableLexicon {
      throw CommandFailure("\(lexicon.names): \(error)")
    } catch let error as GraphemeToPhonemeSettings.Invalid {
      throw CommandFailure("\(config ?? "settings"): \(error)")
    }
    Note.write(
      "\(training.examples.sources.count) pronunciations of \(training.training.count) words; "
        + "\(training.validation.count) words held out; "
        + "\(training.graphemes.vocabulary.ordinarySymbols.count) graphemes, "
        + "\(training.phonemes.ordinarySymbols.count) phones")
    if training.examples.skippedCount > 0 {
      Note.write("\(training.examples.skippedCount) pronunciations left out: symbols without use")
    }

    try ModelBundle.requireWritable(output)
    let run = try TrainingFolder(checkpoint ?? TrainingFolder.beside(output), resume: resume)
    var options = TrainingOptions()
    options.workers = Workers(threads: threads.count)
    options.checkpointPath = run.checkpoint
    options.logPath = run.log
    options.timeLimit = timeLimit?.seconds
    options.shouldStop = { Interruption.wasRequested }
    Interruption.catchSignals()
    let result = try training.run(options, resumingFrom: resume ? run.checkpoint : nil)
    if result.outcome == .interrupted {
      Note.write(
        "stopped at step \(result.step); the state is in \(run.checkpoint); "
          + "to go on, give the same command with --resume")
      throw ExitCode(130)
    }
    Note.write("\(Self.ending(result.outcome)); calibrating on \(training.validation.count) words")
    try write(training, result, hours: run.hours)
  }

  private static func ending(
    _ outcome: TrainingResult<EncoderDecoder<Float>>.Outcome
  ) -> String {
    switch outcome {
    case .finished: "trained"
    case .stoppedEarly: "stopped: no better epoch came"
    case .timeLimit: "stopped: the time is up"
    case .interrupted: "interrupted"
    }
  }

  private func write(
    _ training: GraphemeToPhonemeTraining, _ result: TrainingResult<EncoderDecoder<Float>>,
    hours: Double
  ) throws {
    let options = GraphemeToPhoneme.Options(seed: seed, threads: threads.count)
    let predictor: GraphemeToPhoneme
    do {
      predictor = try training.predictor(of: result.model, options: options)
    } catch is UncertaintyError {
      throw CommandFailure(
        "the model transcribes none of the held-out words, so its confidence cannot be calibrated; "
          + "train longer, on more words")
    }
    var evaluation = TranscriptionEvaluation(ignoringStress: false)
    var sampling = options
    sampling.samples = predictor.isStochastic ? options.samples : 0
    let transcriptions = try predictor.transcribe(training.validation.words, options: sampling)
    for (transcription, entry) in zip(transcriptions, training.validation) {
      evaluation.add(transcription, references: entry.pronunciations)
    }
    let figures = try evaluation.figures()
    try ModelBundle(
      predictor,
      provenance: BundleManifest.Provenance(
        command: described, seed: seed, corpora: try corpora(),
        trainingExamples: training.examples.sources.count,
        validationWords: training.validation.count,
        epochs: result.reports.last?.epoch ?? result.bestEpoch, bestEpoch: result.bestEpoch,
        hours: hours, validation: figures.named)
    ).write(to: output)
    Note.write(
      "\(output): PER \(Decimal.percent(figures.phoneErrorRate, decimals: 2)), "
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

  /// The command with files by their names alone: what matters of them is their checksums.
  private var described: String {
    var parts = ["g2p", "train"]
    for path in lexicon.lexicon { parts += ["--lexicon", Self.name(path)] }
    if lexicon.skipBadLines { parts.append("--skip-bad-lines") }
    if let dev { parts += ["--dev", Self.name(dev)] }
    for path in exclude { parts += ["--exclude", Self.name(path)] }
    parts += ["--output", Self.name(output)]
    if let epochs { parts += ["--epochs", "\(epochs)"] }
    if let batch { parts += ["--batch", "\(batch)"] }
    parts += ["--seed", "\(seed)"]
    if let config { parts += ["--config", Self.name(config)] }
    if ignoreStress { parts.append("--ignore-stress") }
    if locale != "en" { parts += ["--locale", locale] }
    if let timeLimit { parts += ["--time-limit", "\(timeLimit.seconds)s"] }
    return parts.joined(separator: " ")
  }

  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
