import ArgumentParser
import CandorExperiments

/// `reproduce sst`
struct SentimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sst",
    abstract: "The paper's sentiment network: a fixed dropout rate of 0.5 against learned ones.",
    discussion: """
      An embedding of 100, one LSTM of 256 and a linear layer on its last state; Adam, batches of 64, 20 epochs. The \
      paper's own script reads the state after the padding, and trains three labels on one logit: the runs whose names \
      end in -padding, -three and -script (both) do so too.

      \(ExperimentOptions.discussion)

      Runs: \(SentimentVariant.all.map(\.name).joined(separator: ", "))
      """)

  @OptionGroup var shared: ExperimentOptions
  @Option(help: "The number of epochs.")
  var epochs: Int?
  @Option(help: "Sentences in a batch.")
  var batch: Int?
  @Option(help: "The learning rate.")
  var learningRate: Double?
  @Option(help: "The size of the LSTM.")
  var hidden: Int?
  @Option(help: "At most so many sentences of each part.")
  var limit: Int?
  @Option(help: "wr: the coefficient of Σ‖W‖²/(1 − p).")
  var weightRegularizer: Double?
  @Option(help: "dr: the coefficient of −K · H(p).")
  var dropoutRegularizer: Double?

  func validate() throws {
    try ExperimentOptions.checking {
      try settings.validate()
      _ = try SentimentExperiment.select(shared.only, from: SentimentVariant.all)
    }
  }

  private var settings: SentimentExperimentSettings {
    var settings = SentimentExperimentSettings(shared.scale)
    settings.epochs = epochs ?? settings.epochs
    settings.seed = shared.seed ?? settings.seed
    settings.batchSize = batch ?? settings.batchSize
    settings.learningRate = learningRate ?? settings.learningRate
    settings.hidden = hidden ?? settings.hidden
    settings.weightRegularizer = weightRegularizer ?? settings.weightRegularizer
    settings.dropoutRegularizer = dropoutRegularizer ?? settings.dropoutRegularizer
    settings.limit = limit ?? settings.limit
    return settings
  }

  func run() throws {
    try shared.execute(runs: SentimentVariant.all) {
      try SentimentExperiment(settings: settings, runs: $0, environment: $1)
    }
  }
}
