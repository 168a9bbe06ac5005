import ArgumentParser
import CandorExperiments

/// `reproduce uci`
struct UCICommand: ExperimentCommand {
  typealias Subject = UCIExperiment

  // A run takes minutes, and keeps no state before its end.
  static let continuation =
    "; one that was interrupted begins anew with --resume, and those that are finished stay"

  static let discussion = [
    """
    Runs are called DATA/VARIANT/SPLIT, such as boston/ours/07; variants are \
    \(UCIVariant.allCases.map(\.rawValue).joined(separator: ", ")).
    """
  ]

  @OptionGroup var shared: ExperimentOptions
  @OptionGroup var choice: RunChoice
  @Option(help: "How many of the 20 standard splits.")
  var splits: Int?
  @Flag(help: "Hold out a tenth of the training rows and measure on it instead of the test rows.")
  var heldOut = false
  @Option(help: "Units of each hidden layer.")
  var hidden: Int?
  @Option(help: "Hidden layers.")
  var layers: Int?
  @Option(help: "Monte-Carlo samples of the weights.")
  var samples: Int?
  @Option(help: "Steps of our training.")
  var steps: Int?
  @Option(help: "Rows in a batch of our training.")
  var batch: Int?
  @Option(help: "The learning rate of our training.")
  var learningRate: Double?
  @OptionGroup var prior: PriorOptions
  @Option(help: "Epochs of the paper's training, of three passes each.")
  var paperEpochs: Int?

  func adjust(_ settings: inout UCISettings) {
    settings.splits = splits ?? settings.splits
    settings.isHeldOut = heldOut
    settings.hidden = hidden ?? settings.hidden
    settings.hiddenLayers = layers ?? settings.hiddenLayers
    settings.samples = samples ?? settings.samples
    settings.steps = steps ?? settings.steps
    settings.batchSize = batch ?? settings.batchSize
    settings.learningRate = learningRate ?? settings.learningRate
    prior.adjust(&settings)
    settings.paperEpochs = paperEpochs ?? settings.paperEpochs
  }
}
