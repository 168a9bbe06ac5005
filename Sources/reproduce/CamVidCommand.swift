import ArgumentParser
import CandorExperiments

/// `reproduce camvid`
struct CamVidCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "camvid",
    abstract: "Road scenes by FC-DenseNet: learned rates of whole channels, fixed ones, and none.",
    discussion: """
      \(ExperimentOptions.discussion) An example with its uncertainty lies with each run, as example.png.

      Runs: \(CamVidRun.all.map(\.name).joined(separator: ", "))
      """)

  @OptionGroup var shared: ExperimentOptions
  @Option(help: "tiny, densenet56, densenet67 or densenet103.")
  var network: CamVidSettings.Network?
  @Option(help: "Passes over the training images.")
  var epochs: Int?
  @Option(help: "Crops in a batch.")
  var batch: Int?
  @Option(help: "Height and width of crops.")
  var crop: Int?
  @Option(help: "The learning rate of the first epoch.")
  var learningRate: Double?
  @Option(help: "ρ: the share of the loss that the entropy of the rates may outweigh.")
  var fraction: Double?
  @Option(help: "ℓ, the length scale of our prior: larger means smaller weights.")
  var lengthScale: Double?
  @Option(help: "Monte-Carlo samples of the weights.")
  var samples: Int?
  @Option(help: "At most so many images of each part.")
  var limit: Int?

  func validate() throws {
    try ExperimentOptions.checking {
      try settings.validate()
      _ = try CamVidExperiment.select(shared.only, from: CamVidRun.all)
    }
  }

  private var settings: CamVidSettings {
    var settings = CamVidSettings(shared.scale)
    settings.seed = shared.seed ?? settings.seed
    settings.network = network ?? settings.network
    settings.epochs = epochs ?? settings.epochs
    settings.batchSize = batch ?? settings.batchSize
    settings.crop = crop ?? settings.crop
    settings.learningRate = learningRate ?? settings.learningRate
    settings.fraction = fraction ?? settings.fraction
    settings.lengthScale = lengthScale ?? settings.lengthScale
    settings.samples = samples ?? settings.samples
    settings.imageLimit = limit ?? settings.imageLimit
    return settings
  }

  func run() throws {
    try shared.execute(runs: CamVidRun.all) {
      try CamVidExperiment(settings: settings, runs: $0, environment: $1)
    }
  }
}

extension CamVidSettings.Network: ExpressibleByArgument {}
