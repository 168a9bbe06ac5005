import ArgumentParser
import CandorExperiments

/// `reproduce uci`
struct UCICommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uci",
    abstract: "Regression on three UCI data sets: the paper's network and ours.",
    discussion: """
      \(ExperimentOptions.discussion)

      Runs are called DATA/VARIANT/SPLIT, such as boston/ours/07; variants are \
      \(UCIVariant.allCases.map(\.rawValue).joined(separator: ", ")).
      """)

  @OptionGroup var shared: ExperimentOptions
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
  @Option(help: "ℓ, the length scale of our prior: larger means smaller weights.")
  var lengthScale: Double?
  @Option(help: "β of our prior: 1 is the evidence lower bound.")
  var beta: Double?
  @Option(help: "Epochs of the paper's training, of three passes each.")
  var paperEpochs: Int?

  func validate() throws {
    try ExperimentOptions.checking {
      try settings.validate()
      _ = try UCIExperiment.select(shared.only, from: UCIRun.all(splits: settings.splits))
    }
  }

  private var settings: UCISettings {
    var settings = UCISettings(shared.scale)
    settings.seed = shared.seed ?? settings.seed
    settings.splits = splits ?? settings.splits
    settings.isHeldOut = heldOut
    settings.hidden = hidden ?? settings.hidden
    settings.hiddenLayers = layers ?? settings.hiddenLayers
    settings.samples = samples ?? settings.samples
    settings.steps = steps ?? settings.steps
    settings.batchSize = batch ?? settings.batchSize
    settings.learningRate = learningRate ?? settings.learningRate
    settings.lengthScale = lengthScale ?? settings.lengthScale
    settings.beta = beta ?? settings.beta
    settings.paperEpochs = paperEpochs ?? settings.paperEpochs
    return settings
  }

  func run() throws {
    try shared.execute(runs: UCIRun.all(splits: settings.splits)) {
      try UCIExperiment(settings: settings, runs: $0, environment: $1)
    }
  }
}
