import ArgumentParser
import Candor
import CandorFigures
import CommandSupport

/// `sentiment evaluate --input FILE`
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model on labelled texts that it has not learned from.",
    discussion: """
      Reports the accuracy, each label's precision, recall and F1, the confusions, how well the \
      probabilities are calibrated, and how well probability and uncertainty find the errors. Of a \
      treebank the whole sentences count; for a binary model those that are not neutral.

      sentiment evaluate --input test.txt
      sentiment evaluate --input test.csv --model my-model --format json --plots figures
      sentiment evaluate --input test.csv --model seed-1 --model seed-2 --model seed-3
      """)

  @OptionGroup var corpus: CorpusOptions

  @Option(help: "text or json.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp(
      """
      Also draw the reliability diagram and the accuracy by the share of texts that are answered, as \
      TSV, SVG and PNG.
      """, valueName: "folder"))
  var plots: String?

  @OptionGroup var samples: SamplesOption

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      """
      The model; by default the English one that comes with the package, or what \
      CANDOR_SENTIMENT_MODEL names. Several are measured together, as an ensemble.
      """, valueName: "bundle"))
  var model: [String] = []

  @OptionGroup var precision: PrecisionOption
  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    if plots == "" { throw ValidationError("--plots is empty") }
  }

  func run() throws {
    // Hours later would be too late to find that nothing can be written.
    if let plots { try Figure.prepare(plots) }
    let bundles = try (model.isEmpty ? [nil] : model.map(Optional.some)).map {
      try SentimentBundle(contentsOf: SentimentBundle.path($0), precision: precision.choice)
    }
    let predictor: SentimentEnsemble
    do {
      predictor = try SentimentEnsemble(bundles.map(\.predictor))
    } catch let error as SentimentEnsemble.UnequalLabels {
      throw CommandFailure("\(model.joined(separator: ", ")): \(error)")
    }
    let texts = try corpus.read().flatMap { try $0.texts(predictor.labels) }
    guard !texts.isEmpty else { throw CommandFailure("\(corpus.names): no texts") }
    let options = SentimentClassifier.Options(
      samples: samples.samples, seed: seed, threads: threads.count)
    var evaluation = SentimentEvaluation(labels: predictor.labels)
    let progress = Progress(total: texts.count)
    let clock = ContinuousClock()
    var spent = Duration.zero
    for start in stride(from: 0, to: texts.count, by: 1024) {
      let block = texts[start..<min(start + 1024, texts.count)]
      let begin = clock.now
      let results = try predictor.classify(block.map(\.text), options: options)
      spent += begin.duration(to: clock.now)
      for (result, text) in zip(results, block) { evaluation.add(result, label: text.label) }
      progress.show(start + block.count)
    }
    progress.clear()
    let speed = Double(texts.count) / max(spent / .seconds(1), 1e-9)
    let figures = try evaluation.figures()
    switch format {
    case .json:
      let fields =
        figures.json + [
          ("textsPerSecond", .number(speed, decimals: 1)),
          ("samples", .integer(try predictor.sampleCount(options))),
          ("seed", .unsigned(seed)),
        ]
      try StandardOutput.write(JSONText.object(fields).text + "\n")
    case .text:
      try StandardOutput.write(
        Columns.lines(figures.lines + [("texts per second", Decimal.fixed(speed, decimals: 0))]))
    }
    guard let plots else { return }
    try CalibrationFigures.all(
      reliability: try evaluation.reliability(), detection: try evaluation.detection(),
      byUncertainty: try evaluation.detectionByUncertainty()
    ).write(to: plots)
  }
}
