import ArgumentParser
import CandorExperiments

/// `reproduce sst`
struct SentimentCommand: ExperimentCommand {
  typealias Subject = SentimentExperiment

  static let discussion = [
    """
    An embedding of 100, one LSTM of 256 and a linear layer on its last state; Adam, batches of 64, 20 epochs (--scale paper; short has 8). The \
    paper's own script reads the state after the padding, and trains three labels on one logit: the runs whose names end \
    in -padding, -three and -script (both) do so too.
    """,
    "Runs: \(SentimentVariant.all.map(\.name).joined(separator: ", "))",
  ]

  @OptionGroup var shared: ExperimentOptions
  @OptionGroup var choice: RunChoice
  @OptionGroup var training: EpochOptions
  @Option(help: "The size of the LSTM.")
  var hidden: Int?
  @Option(help: "wr: the coefficient of Σ‖W‖²/(1 − p).")
  var weightRegularizer: Double?
  @Option(help: "dr: the coefficient of −K · H(p).")
  var dropoutRegularizer: Double?

  func adjust(_ settings: inout SentimentExperimentSettings) {
    training.adjust(&settings, limit: \.limit)
    settings.hidden = hidden ?? settings.hidden
    settings.weightRegularizer = weightRegularizer ?? settings.weightRegularizer
    settings.dropoutRegularizer = dropoutRegularizer ?? settings.dropoutRegularizer
  }
}
