import ArgumentParser
import CandorExperiments

/// `reproduce camvid`
struct CamVidCommand: ExperimentCommand {
  typealias Subject = CamVidExperiment

  static let discussion = [
    "An example with its uncertainty lies with each run, as example.png.",
    "Runs: \(CamVidRun.all.map(\.name).joined(separator: ", "))",
  ]

  @OptionGroup var shared: ExperimentOptions
  @OptionGroup var choice: RunChoice
  @Option(help: "tiny, densenet56, densenet67 or densenet103.")
  var network: CamVidSettings.Network?
  @Option(help: "Height and width of crops.")
  var crop: Int?
  @OptionGroup var training: EpochOptions
  @OptionGroup var prior: BalancedPriorOptions
  @Option(help: "Monte-Carlo samples of the weights.")
  var samples: Int?

  func adjust(_ settings: inout CamVidSettings) {
    settings.network = network ?? settings.network
    settings.crop = crop ?? settings.crop
    training.adjust(&settings, limit: \.imageLimit)
    prior.adjust(&settings)
    settings.samples = samples ?? settings.samples
  }
}

extension CamVidSettings.Network: ExpressibleByArgument {}
