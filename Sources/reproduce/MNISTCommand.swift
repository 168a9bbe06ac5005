import ArgumentParser
import CandorExperiments

/// `reproduce mnist`
struct MNISTCommand: ExperimentCommand {
  typealias Subject = MNISTExperiment

  static let discussion = [
    "Epochs are passes over all training images; a run with fewer images has as many steps.",
    "Runs: \(MNISTRun.all.map(\.name).joined(separator: ", "))",
  ]

  @OptionGroup var shared: ExperimentOptions
  @OptionGroup var choice: RunChoice
  @OptionGroup var training: EpochOptions
  @OptionGroup var prior: PriorOptions
  @Option(help: "Monte-Carlo samples of the weights.")
  var samples: Int?

  func adjust(_ settings: inout MNISTSettings) {
    training.adjust(&settings, limit: \.imageLimit)
    prior.adjust(&settings)
    settings.samples = samples ?? settings.samples
  }
}
