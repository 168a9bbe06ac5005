import ArgumentParser
import CandorExperiments

/// `reproduce mnist`
struct MNISTCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "mnist",
    abstract: "Digits by a perceptron: learned dropout rates, fixed ones, and none.",
    discussion: """
      \(ExperimentOptions.discussion)

      Runs: \(MNISTRun.all.map(\.name).joined(separator: ", "))
      """)

  @OptionGroup var shared: ExperimentOptions
  @Option(help: "Passes over all training images; a run with fewer images has as many steps.")
  var epochs: Int?
  @Option(help: "Images in a batch.")
  var batch: Int?
  @Option(help: "The greatest learning rate.")
  var learningRate: Double?
  @Option(help: "ℓ, the length scale of our prior: larger means smaller weights.")
  var lengthScale: Double?
  @Option(help: "β of our prior: 1 is the evidence lower bound.")
  var beta: Double?
  @Option(help: "Monte-Carlo samples of the weights.")
  var samples: Int?
  @Option(help: "At most so many images of each part.")
  var limit: Int?

  func validate() throws {
    try ExperimentOptions.checking {
      try settings.validate()
      _ = try MNISTExperiment.select(shared.only, from: MNISTRun.all)
    }
  }

  private var settings: MNISTSettings {
    var settings = MNISTSettings(shared.scale)
    settings.seed = shared.seed ?? settings.seed
    settings.epochs = epochs ?? settings.epochs
    settings.batchSize = batch ?? settings.batchSize
    settings.learningRate = learningRate ?? settings.learningRate
    settings.lengthScale = lengthScale ?? settings.lengthScale
    settings.beta = beta ?? settings.beta
    settings.samples = samples ?? settings.samples
    settings.imageLimit = limit ?? settings.imageLimit
    return settings
  }

  func run() throws {
    try shared.execute(runs: MNISTRun.all) {
      try MNISTExperiment(settings: settings, runs: $0, environment: $1)
    }
  }
}
