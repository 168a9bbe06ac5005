import ArgumentParser
import CandorEngine
import CandorExperiments

/// `reproduce g2p`
struct GraphemeToPhonemeCommand: ExperimentCommand {
  typealias Subject = PaperExperiment

  static let discussion = [
    "Scale paper: RMSprop, batches of 500, 100 epochs.",
    "Runs: \(PaperVariant.all.map(\.name).joined(separator: ", "))",
  ]

  @OptionGroup var shared: ExperimentOptions
  @OptionGroup var choice: RunChoice
  @OptionGroup var training: EpochOptions
  @Option(help: "Masks: element (new at each time step) or acrossTime (tied).")
  var sharing: ConcreteMask<Float>.Sharing?
  @OptionGroup var prior: BalancedPriorOptions
  @Option(help: "Our rates' logits learn so many times faster than weights.")
  var logitMultiplier: Double?
  @Option(help: "Monte-Carlo samples of the weights, for the scores in the end.")
  var samples: Int?
  @Option(help: "How far lengths are blurred before batches are cut; negative: random batches.")
  var jitter: Double?

  func adjust(_ settings: inout PaperSettings) {
    training.adjust(&settings, limit: \.wordLimit)
    settings.sharing = sharing ?? settings.sharing
    prior.adjust(&settings)
    settings.dropoutLogitMultiplier = logitMultiplier ?? settings.dropoutLogitMultiplier
    settings.samples = samples ?? settings.samples
    if let jitter { settings.jitter = jitter < 0 ? nil : jitter }
  }
}

extension ConcreteMask<Float>.Sharing: ExpressibleByArgument {}
