import ArgumentParser
import Candor
import CandorEngine
import CandorText
import CandorUncertainty
import CommandSupport

/// `sentiment train`
struct TrainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "train",
    abstract: "Train a model on labelled texts, calibrate it, and write a bundle.",
    discussion: """
      Any number of labels will do. Of a treebank every phrase is learned from; its labels are negative \
      and positive, neutral left out, or all five with --labels fine. Without --dev a part of the texts \
      is held out. The held-out texts choose the best epoch and calibrate the probabilities.

      Ctrl-C ends a training after the step that runs; --resume goes on from there. --time-limit \
      ends it in time, calibrates, and writes the bundle.

      sentiment train --input train.csv --output my-model
      sentiment train --input sst/train.txt --dev sst/dev.txt --seed 3 --output my-model
      sentiment train --input train.csv --output my-model --resume

      Several models, trained with different seeds, can be distilled into one:

      sentiment train --input train.csv --teacher seed-1 --teacher seed-2 --output my-model
      """)

  /// Which labels of a treebank.
  enum TreebankLabels: String, ExpressibleByArgument, CaseIterable {
    case binary
    case fine
  }

  @OptionGroup var corpus: CorpusOptions

  @Option(
    help: ArgumentHelp(
      "Texts for choices and calibration; by default a part of the input.", valueName: "file"))
  var dev: [String] = []

  @Option(
    help: "Of a treebank: binary (negative and positive, which is the default) or fine (all five).")
  var labels: TreebankLabels?

  @Option(
    help: ArgumentHelp(
      "Word vectors to begin with: text files of GloVe, word2vec or fastText.", valueName: "file"))
  var vectors: String?

  @Option(
    help: ArgumentHelp(
      """
      A trained model whose opinion of the texts is learned beside their labels. Several are averaged: \
      they become one.
      """, valueName: "bundle"))
  var teacher: [String] = []

  @OptionGroup var options: TrainOptions

  func run() throws {
    var settings =
      try options.config.map { try SettingsFile.read(SentimentSettings.self, from: $0) }
      ?? SentimentSettings()
    settings.epochs = options.epochs ?? settings.epochs
    settings.batchSize = options.batch ?? settings.batchSize
    settings.precision = options.precision ?? settings.precision
    try SentimentBundle.requireReplaceable(options.output)
    let teachers = try teacher.map {
      try SentimentBundle(contentsOf: SentimentBundle.path($0), precision: .full).predictor
    }
    let corpora = try corpus.read()
    if labels != nil, let other = corpora.first(where: { !$0.isTreebank }) {
      throw CommandFailure(
        "\(other.file) is no treebank: its labels are those that it has; --labels chooses those of "
          + "a treebank")
    }
    let training: SentimentTraining
    do {
      training = try SentimentTraining(
        corpora: corpora, validation: corpus.read(dev),
        labels: labels == .fine ? .fine : nil,
        text: TextReader(
          normalizer: options.normalizer, splitsContractions: options.locale.hasPrefix("en")),
        vectors: vectors.map { try WordVectors(path: $0) },
        teachers: teachers.isEmpty
          ? nil : SentimentTeachers(teachers, threads: options.threads.count),
        settings: settings, seed: options.seed)
    } catch let error as SentimentTraining.UnusableTexts {
      throw CommandFailure("\(corpus.names): \(error)")
    } catch let error as InvalidSetting {
      throw CommandFailure("\(options.config ?? "settings"): \(error)")
    }
    let phrases = training.exampleCount - training.sentenceCount
    Note.write(
      "\(training.sentenceCount) texts" + (phrases > 0 ? " and \(phrases) of their phrases" : "")
        + "; \(training.validation.count) texts held out; "
        + "\(training.reader.words.ordinarySymbols.count) words, "
        + "\(training.reader.pieces?.ordinarySymbols.count ?? 0) pieces; labels "
        + training.labels.names.joined(separator: ", "))
    if training.sharedTextCount > 0 {
      Note.write(
        "\(training.sharedTextCount) of the \(training.validation.count) held-out texts are among those it learns "
          + "from: figures and probabilities flatter it")
    }
    if training.validation.count < 50 {
      Note.write(
        "\(training.validation.count) held-out texts are few: probabilities are calibrated on them, and the "
          + "accuracy is theirs; 200 and more are better")
    }
    // The files as they were read: a long training sees them changed or gone in the end.
    let files = try files()
    let (result, hours) = try options.run(precision: training.settings.precision) {
      try training.run($0, resumingFrom: $1)
    }
    try write(training, result, of: files, hours: hours)
  }

  private func write(
    _ training: SentimentTraining, _ result: TrainingResult<SentimentNetwork<Float>>,
    of files: [BundleManifest.Provenance.Corpus], hours: Double
  ) throws {
    let prediction = SentimentClassifier.Options(
      seed: options.seed, threads: options.threads.count)
    let predictor: SentimentClassifier
    do {
      predictor = try training.predictor(of: result.model, options: prediction)
    } catch is UncertaintyError {
      throw CommandFailure(
        "the model reads none of the held-out texts, so its probabilities cannot be calibrated")
    }
    var evaluation = SentimentEvaluation(labels: training.labels)
    let results = try predictor.classify(training.validation.map(\.text), options: prediction)
    for (result, text) in zip(results, training.validation) {
      evaluation.add(result, label: text.label)
    }
    let figures = try evaluation.figures()
    try SentimentBundle(
      predictor,
      provenance: BundleManifest.Provenance(
        command: described, seed: options.seed, corpora: files,
        trainingExamples: training.exampleCount, validationExamples: training.validation.count,
        epochs: result.reports.last?.epoch ?? result.bestEpoch, bestEpoch: result.bestEpoch,
        hours: hours, validation: figures.named)
    ).write(to: options.output)
    predictor.calibration.noteLimit()
    Note.write(
      "\(options.output): \(Decimal.percent(figures.accuracy, decimals: 2)) of the held-out texts "
        + "are right")
  }

  private func files() throws -> [BundleManifest.Provenance.Corpus] {
    let roles = [
      ("training", corpus.input), ("validation", dev), ("vectors", vectors.map { [$0] } ?? []),
      ("teacher", try teacher.map { try SentimentBundle.path($0) + "/weights.safetensors" }),
    ]
    return try roles.flatMap { role, paths in
      try paths.map { try BundleManifest.Provenance.Corpus(path: $0, role: role) }
    }
  }

  private var described: String {
    var parts = ["sentiment", "train"]
    for path in corpus.input { parts += ["--input", TrainOptions.name(path)] }
    if let format = corpus.inputFormat { parts += ["--input-format", format.rawValue] }
    if let column = corpus.textColumn { parts += ["--text-column", column] }
    if let column = corpus.labelColumn { parts += ["--label-column", column] }
    for path in dev { parts += ["--dev", TrainOptions.name(path)] }
    if labels == .fine { parts += ["--labels", "fine"] }
    if let vectors { parts += ["--vectors", TrainOptions.name(vectors)] }
    for path in teacher { parts += ["--teacher", TrainOptions.name(path)] }
    return options.described(parts)
  }
}
