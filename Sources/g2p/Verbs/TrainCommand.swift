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
      Words are brought to lower case and to one spelling of apostrophes and dashes, and Hangul to \
      its letters. What is found in the lexicon is told before the training begins. Words of --dev \
      and of --exclude are left out of training; without --dev a part of the words is held out. The \
      held-out words choose the best epoch and calibrate the confidence.

      Ctrl-C ends a training after the step that runs; --resume goes on from there. --time-limit \
      ends it in time, calibrates, and writes the bundle.

      g2p train --lexicon cmudict.dict --output my-model
      g2p train --lexicon train.tsv --dev dev.tsv --exclude test.tsv --epochs 40 --output my-model
      g2p train --lexicon train.tsv --output my-model --resume
      g2p train --lexicon cmudict.dict --swap --output my-speller

      Beside the network a joint n-gram model of letters and phones and analogies between words \
      that are spelled alike are learned in seconds; together they err less than any of them. \
      {"joint": false} and {"analogies": false} in --config leave them out. --from adds them to a \
      network that was trained before:

      g2p train --lexicon train.tsv --from my-model --output my-hybrid

      More networks can rescore what both propose, best first one that writes the last phone first. \
      Each takes as long to train and to ask as the first:

      g2p train --lexicon train.tsv --right-to-left --output my-rescorer
      g2p train --lexicon train.tsv --from my-model --rescorer my-rescorer --output my-hybrid

      What tells right from wrong is learned from the held-out words, which are few. Hybrids of the \
      same kind that held out more of the words, such as two of one half each, err more often, and \
      what they got right and wrong teaches more. From 10,000 words on letters tell it too, and \
      from 30,000 on a network learns what is left. And lists of words without pronunciations, such \
      as those of a spelling checker, tell names from words:

      g2p train --lexicon odd.tsv --dev even.tsv --from odd --word-list words.txt --keep-outcomes \
      --output odd-doubter
      g2p train --lexicon even.tsv --dev odd.tsv --from even --word-list words.txt --keep-outcomes \
      --output even-doubter
      g2p train --lexicon train.tsv --from my-model --word-list words.txt \
      --confidence odd-doubter --confidence even-doubter --output my-hybrid
      """)

  @OptionGroup var lexicon: LexiconOptions

  @Option(
    help: ArgumentHelp(
      """
      Words for choices and calibration; by default a part of the lexicon, which held-out.words beside \
      the checkpoint lists.
      """, valueName: "file"))
  var dev: String?

  @Option(
    help: ArgumentHelp(
      "Words that the model must not see, such as a test set: a word list or a lexicon.",
      valueName: "file"))
  var exclude: [String] = []

  @Flag(help: "Take stress digits off the phones.")
  var ignoreStress = false

  @Flag(
    help: """
      Learn the other way: from phones to letters. The model then reads lines of phones, parted by \
      spaces, and writes words.
      """)
  var swap = false

  @Option(
    help: """
      nfc or nfd: the normal form in which words are read, composed or letter by letter; by default \
      nfd for Hangul, whose syllables are too many to be learned one by one, and nfc else.
      """)
  var normalForm: NormalForm?

  @Flag(help: "Write the last phone first: a network for --rescorer.")
  var rightToLeft = false

  /// A normal form for words.
  enum NormalForm: String, ExpressibleByArgument, CaseIterable {
    case nfc
    case nfd

    var form: Normalizer.Form { self == .nfc ? .nfc : .nfd }
  }

  @Option(
    help: ArgumentHelp(
      """
      Take the network of this bundle instead of training one: learn the joint model and analogies, \
      and calibrate. Lexicons, --dev, --exclude and, without --dev, --seed must be those of its \
      training.
      """, valueName: "bundle"))
  var from: String?

  @Option(
    help: ArgumentHelp(
      """
      Let the network of this bundle rescore what the others propose, under the same conditions; \
      may be repeated.
      """, valueName: "bundle"))
  var rescorer: [String] = []

  @Option(
    help: ArgumentHelp(
      """
      Learn what tells right from wrong from the words that this bundle of several models held out \
      (--keep-outcomes) and that are neither held out nor excluded here, and fit only its scale to \
      the words held out here; may be repeated.
      """, valueName: "bundle"))
  var confidence: [String] = []

  @Flag(
    help: """
      Keep in the bundle which held-out words came out right, and what was known of them: tables \
      that --confidence takes.
      """)
  var keepOutcomes = false

  @Option(
    help: ArgumentHelp(
      """
      Words that are known without their pronunciations, one a line: whether a word is among them \
      helps to tell right from wrong. Up to \(KnownWords.mostLists) lists, which are told apart by \
      their order.
      """, valueName: "file"))
  var wordList: [String] = []

  @OptionGroup var options: TrainOptions

  func validate() throws {
    if !rescorer.isEmpty, rightToLeft {
      throw ValidationError(
        "--right-to-left is for the training of a network that --rescorer takes")
    }
    if rescorer.count > Hybrid.mostRescorers {
      throw ValidationError("--rescorer at most \(Hybrid.mostRescorers) times")
    }
    if swap, !wordList.isEmpty {
      throw ValidationError("--word-list holds words, and with --swap the model reads phones")
    }
    if wordList.count > KnownWords.mostLists {
      throw ValidationError("--word-list at most \(KnownWords.mostLists) times")
    }
    if swap, !exclude.isEmpty, !confidence.isEmpty {
      throw ValidationError(
        "--exclude names words, and with --swap those of --confidence are told by their phones: leave "
          + "such words out where those bundles are made")
    }
    guard from != nil else { return }
    if options.resume || options.timeLimit != nil || options.checkpoint != nil
      || options.epochs != nil || options.batch != nil || options.precision != nil
    {
      throw ValidationError(
        "--from trains no network; --resume, --time-limit, --checkpoint, --epochs, --batch and "
          + "--precision have no use")
    }
  }

  func run() throws {
    var settings =
      try options.config.map { try SettingsFile.read(GraphemeToPhonemeSettings.self, from: $0) }
      ?? GraphemeToPhonemeSettings()
    if rightToLeft { settings.writes = .rightToLeft }
    settings.epochs = options.epochs ?? settings.epochs
    settings.batchSize = options.batch ?? settings.batchSize
    settings.precision = options.precision ?? settings.precision
    var data = try read(normalForm?.form ?? .nfc)
    var survey = LexiconSurvey(data.words)
    if normalForm == nil, survey.isMostlyHangul {
      Note.write("Hangul is read letter by letter (--normal-form nfd)")
      data = try read(.nfd)
      survey = LexiconSurvey(data.words)
    }
    let (normalizer, words, validation, _) = data
    if !words.isEmpty {
      survey.lines(repeated: words.repeatedCount).forEach { Note.write("lexicon: \($0)") }
    }
    let training: GraphemeToPhonemeTraining
    do {
      training = try GraphemeToPhonemeTraining(
        lexicon: swap ? words.swapped() : words,
        validation: swap ? validation?.swapped() : validation, normalizer: normalizer,
        unit: swap ? .field : .scalar, settings: settings, seed: options.seed)
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
      Note.write(
        "\(training.examples.skippedCount) pronunciations left out: more graphemes or phones than a "
          + "model reads")
    }
    if training.validation.count < 50 {
      Note.write(
        "\(training.validation.count) held-out words are few: confidence is calibrated on them, and the error "
          + "rates are theirs; 200 and more are better")
    }
    let strange = LexiconExamples(
      training.validation, graphemes: training.graphemes, phonemes: training.phonemes)
    if strange.skippedCount > 0 {
      Note.write(
        "\(strange.skippedCount) held-out pronunciations have symbols that no other word has: they "
          + "cannot be got right")
    }

    // The files as they were read: a long training sees them changed or gone in the end.
    let corpora = try corpora()
    try ModelBundle.requireReplaceable(options.output)
    let helpers = Helpers(
      rescorers: try rescorer.map { try finished($0, training) },
      knownWords: try knownWords(training),
      doubters: try confidence.map {
        try doubter($0, training, corpora, unseen: data.excluded.union(training.validation.words))
      })
    let outcomes = try outcomes(helpers.doubters)
    if keepOutcomes, !training.settings.joint, !training.settings.analogies, rescorer.isEmpty {
      throw CommandFailure(
        "--keep-outcomes: a network alone keeps none; what it is sure of is told by five numbers")
    }
    if let from {
      let first = try finished(from, training)
      Note.write("calibrating on \(training.validation.count) words")
      return try write(
        training, first.network, helpers, outcomes, of: corpora, epochs: first.provenance.epochs,
        bestEpoch: first.provenance.bestEpoch, hours: first.provenance.hours,
        after: first.provenance.command)
    }
    Note.write(
      "at most \(training.fit.epochs) epochs, \(training.fit.patience) without a better word error "
        + "rate")
    let (result, hours) = try options.run(
      precision: training.settings.precision,
      heldOut: validation == nil ? training.validation.words : []
    ) {
      try training.run($0, resumingFrom: $1)
    }
    try write(
      training, result.model, helpers, outcomes, of: corpora,
      epochs: result.reports.last?.epoch ?? result.bestEpoch, bestEpoch: result.bestEpoch,
      hours: hours)
  }

  /// The network of a bundle that was trained on the same words, and how it was made.
  private struct Finished {
    let network: EncoderDecoder<Float>
    let provenance: BundleManifest.Provenance
  }

  /// What is taken from other bundles.
  private struct Helpers {
    let rescorers: [Finished]
    let knownWords: KnownWords?
    let doubters: [Doubter]

    var provenances: [BundleManifest.Provenance] {
      rescorers.map(\.provenance) + doubters.map(\.provenance)
    }
  }

  /// A bundle from whose outcomes the confidence is learned.
  private struct Doubter {
    let provenance: BundleManifest.Provenance
    let outcomes: WordOutcomes
  }

  private func knownWords(_ training: GraphemeToPhonemeTraining) throws -> KnownWords? {
    guard !wordList.isEmpty else { return nil }
    guard training.settings.joint || training.settings.analogies || !rescorer.isEmpty else {
      throw CommandFailure("--word-list: a network alone has no use for it")
    }
    let known = KnownWords(
      lists: try wordList.map {
        (TrainOptions.name($0), try WordList.read($0, normalizer: training.graphemes.normalizer))
      }, reader: training.graphemes)
    for (path, count) in zip(wordList, known.counts) where count == 0 {
      throw CommandFailure("\(path): no word that the model can read")
    }
    return known
  }

  /// - Parameter unseen: words of which nothing is to be learned
  private func doubter(
    _ path: String, _ training: GraphemeToPhonemeTraining,
    _ corpora: [BundleManifest.Provenance.Corpus], unseen: Set<String>
  ) throws -> Doubter {
    let settings = training.settings
    let folder = try ModelBundle.path(path)
    let bundle = try ModelBundle(contentsOf: folder)
    guard let hybrid = bundle.predictor.hybrid else {
      throw CommandFailure("\(path): a network alone, whose confidence is another one")
    }
    // Features of models that are missing in one of them would mean something else in the other.
    guard (hybrid.joint != nil) == settings.joint, (hybrid.analogies != nil) == settings.analogies,
      hybrid.rescorers.count == rescorer.count,
      (bundle.predictor.graphemes.unit == .field) == swap,
      hybrid.knownWords?.names ?? [] == wordList.map(TrainOptions.name)
    else {
      throw CommandFailure(
        "\(path): not of the same models (joint model, analogies, number of --rescorer, files of "
          + "--word-list in their order, --swap) as here, so its confidence is another one")
    }
    guard bundle.predictor.phonemes.hasStress == training.phonemes.hasStress else {
      throw CommandFailure(
        "\(path): stress in the phones of one and not of the other, where other words come out right"
      )
    }
    let known = corpora.filter { $0.role == Self.knownWordsRole }
    guard Set(known).isSubset(of: bundle.manifest.provenance.corpora) else {
      throw CommandFailure("\(path): its --word-list files had other content than these")
    }
    guard let outcomes = try bundle.outcomes(in: folder) else {
      throw CommandFailure(
        "\(path): has not kept which words came out right; make it with --keep-outcomes")
    }
    // As it read them: a mark that its own words do not have is left out.
    let reader = bundle.predictor.graphemes
    return Doubter(
      provenance: bundle.manifest.provenance,
      outcomes: outcomes.removing(Set(unseen.map { reader.text(of: reader($0).symbols) })))
  }

  /// What the confidence is learned from; `nil` if there are no doubters.
  private func outcomes(_ doubters: [Doubter]) throws -> WordOutcomes? {
    guard !doubters.isEmpty else { return nil }
    let outcomes = doubters.reduce(into: WordOutcomes()) { $0 += $1.outcomes }
    guard !outcomes.deterministic.isEmpty else {
      throw CommandFailure(
        "--confidence: the words of those bundles are all held out or excluded here; what tells "
          + "right from wrong is to be learned from others")
    }
    return outcomes
  }

  private func finished(
    _ path: String, _ training: GraphemeToPhonemeTraining
  ) throws -> Finished {
    let bundle = try ModelBundle(contentsOf: ModelBundle.path(path))
    do {
      return Finished(
        network: try training.network(of: bundle), provenance: bundle.manifest.provenance)
    } catch {
      throw CommandFailure("\(path): \(error)")
    }
  }

  private func read(
    _ form: Normalizer.Form
  ) throws -> (
    normalizer: Normalizer, words: PronunciationDictionary, validation: PronunciationDictionary?,
    excluded: Set<String>
  ) {
    let normalizer = Normalizer(
      form: form, caseMapping: options.normalizer.caseMapping, asciiPunctuation: true)
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
    return (normalizer, words, validation, excluded)
  }

  private func write(
    _ training: GraphemeToPhonemeTraining, _ network: EncoderDecoder<Float>,
    _ helpers: Helpers, _ others: WordOutcomes?, of corpora: [BundleManifest.Provenance.Corpus],
    epochs: Int,
    bestEpoch: Int, hours: Double, after command: String? = nil
  ) throws {
    let prediction = GraphemeToPhoneme.Options(
      seed: options.seed, threads: options.threads.count)
    let (predictor, outcomes): (GraphemeToPhoneme, WordOutcomes?)
    do {
      (predictor, outcomes) = try training.fitted(
        network, rescorers: helpers.rescorers.map(\.network), knownWords: helpers.knownWords,
        learningFrom: others, options: prediction)
    } catch UncertaintyError.empty {
      throw CommandFailure(
        "the model transcribes none of the held-out words, so its confidence cannot be calibrated; "
          + "train longer, on more words")
    }
    var evaluation = TranscriptionEvaluation(ignoringStress: false)
    let transcriptions = try predictor.transcribe(training.validation.words, options: prediction)
    for (transcription, entry) in zip(transcriptions, training.validation) {
      evaluation.add(transcription, references: entry.pronunciations)
    }
    let figures = try evaluation.figures()
    try ModelBundle(
      predictor, outcomes: keepOutcomes ? outcomes : nil,
      provenance: BundleManifest.Provenance(
        command: ([command].compactMap { $0 } + helpers.provenances.map(\.command) + [described])
          .joined(separator: "; "),
        seed: options.seed,
        corpora: corpora.appendingNew(helpers.provenances.flatMap(\.corpora)),
        trainingExamples: training.examples.sources.count,
        validationExamples: training.validation.count,
        epochs: epochs, bestEpoch: bestEpoch,
        hours: helpers.provenances.reduce(hours) { $0 + $1.hours }, validation: figures.named)
    ).write(to: options.output)
    Note.write(
      "\(options.output): PER \(Decimal.percent(figures.phoneErrorRate, decimals: 2)), "
        + "WER \(Decimal.percent(figures.wordErrorRate, decimals: 2)) on the held-out words")
  }

  private static let knownWordsRole = "known words"

  private func corpora() throws -> [BundleManifest.Provenance.Corpus] {
    let roles = [("training", lexicon.lexicon), ("validation", dev.map { [$0] } ?? [])]
    return try (roles + [("left out", exclude), (Self.knownWordsRole, wordList)]).flatMap {
      role, paths in
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
    if swap { parts.append("--swap") }
    if rightToLeft { parts.append("--right-to-left") }
    if let from { parts += ["--from", TrainOptions.name(from)] }
    for rescorer in rescorer { parts += ["--rescorer", TrainOptions.name(rescorer)] }
    for bundle in confidence { parts += ["--confidence", TrainOptions.name(bundle)] }
    if keepOutcomes { parts.append("--keep-outcomes") }
    for list in wordList { parts += ["--word-list", TrainOptions.name(list)] }
    if let normalForm { parts += ["--normal-form", normalForm.rawValue] }
    return options.described(parts)
  }
}

extension [BundleManifest.Provenance.Corpus] {
  /// With those of others that are none of these.
  fileprivate func appendingNew(_ others: Self) -> Self {
    var seen = Set(self)
    return self + others.filter { seen.insert($0).inserted }
  }
}
