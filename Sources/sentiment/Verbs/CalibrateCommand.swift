import ArgumentParser
import Candor
import CandorUncertainty
import CommandSupport

/// `sentiment calibrate --input FILE --output BUNDLE`
struct CalibrateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibrate",
    abstract: "Fit a model's probabilities to labelled texts, and write a bundle.",
    discussion: """
      The network stays as it is: only how sure it says to be changes. The texts must be such as it \
      has not learned from, and not those on which it is measured.

      sentiment calibrate --input dev.csv --model my-model --output my-model
      """)

  /// Fewer texts than that tell little of a temperature.
  private static let few = 200

  @OptionGroup var corpus: CorpusOptions

  @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "bundle"))
  var output: String

  @OptionGroup var samples: SamplesOption

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var model: ModelOption
  @OptionGroup var precision: PrecisionOption
  @OptionGroup var threads: ThreadsOption

  func run() throws {
    let bundle = try model.load(precision.choice)
    try SentimentBundle.requireReplaceable(output)
    let texts = try corpus.read().flatMap { try $0.texts(bundle.predictor.labels) }
    if Set(texts.map(\.label)).count < 2, !texts.isEmpty {
      throw CommandFailure(
        "\(corpus.names): every text has one label, so nothing tells how often the model errs")
    }
    let options = SentimentClassifier.Options(
      samples: samples.samples, seed: seed, threads: threads.count)
    let calibrated: SentimentClassifier
    do {
      calibrated = try bundle.predictor.calibrated(on: texts, options: options)
    } catch is UncertaintyError {
      throw CommandFailure("\(corpus.names): no text that the model can read")
    }
    var provenance = bundle.manifest.provenance
    // They were measured with the old temperatures.
    provenance.validation = [:]
    for path in corpus.input {
      provenance.corpora.append(try .init(path: path, role: "calibration"))
    }
    try SentimentBundle(calibrated, provenance: provenance).write(to: output)
    func temperatures(_ c: SentimentCalibration) -> String {
      "\(Decimal.fixed(c.sampledTemperature, decimals: 4)) with samples, "
        + "\(Decimal.fixed(c.deterministicTemperature, decimals: 4)) without"
    }
    if texts.count < Self.few {
      Note.write(
        "\(texts.count) texts are few: the temperature may fit them and no others; \(Self.few) and more are better"
      )
    }
    calibrated.calibration.noteLimit()
    Note.write(
      "\(output): temperature \(temperatures(calibrated.calibration)); before "
        + temperatures(bundle.predictor.calibration))
  }
}

extension SentimentCalibration {
  /// Says so where the texts had no best temperature.
  func noteLimit() {
    guard isAtLimit else { return }
    Note.write(
      "the temperature is at its limit: the model is right, or wrong, on all of these texts, or its probabilities tell "
        + "nothing of them; that is too little to calibrate it on")
  }
}
