import ArgumentParser
import CandorEngine
import CandorExperiments

/// `reproduce g2p`
struct GraphemeToPhonemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "g2p",
    abstract: "The paper's grapheme-to-phoneme network: fixed dropout rates against learned ones.",
    discussion: """
      \(ExperimentOptions.discussion) Scale paper: RMSprop, batches of 500, 100 epochs.

      Runs: \(PaperVariant.all.map(\.name).joined(separator: ", "))
      """)

  @OptionGroup var shared: ExperimentOptions
  @Option(help: "The number of epochs; the scale's by default.")
  var epochs: Int?
  @Option(help: "Words in a batch.")
  var batch: Int?
  @Option(help: "The learning rate.")
  var learningRate: Double?
  @Option(help: "At most so many words of each part.")
  var limit: Int?
  @Option(help: "Masks: element (new at each time step) or acrossTime (tied).")
  var sharing: ConcreteMask<Float>.Sharing?
  @Option(help: "ρ: the share of the first loss that the entropy of our rates may outweigh.")
  var fraction: Double?
  @Option(help: "ℓ, the length scale of our prior: larger means smaller weights.")
  var lengthScale: Double?
  @Option(help: "Our rates' logits learn so many times faster than weights.")
  var logitMultiplier: Double?
  @Option(help: "How far lengths are blurred before batches are cut; negative: random batches.")
  var jitter: Double?

  func validate() throws {
    try ExperimentOptions.checking {
      try settings.validate()
      _ = try PaperExperiment.select(shared.only, from: PaperVariant.all)
    }
  }

  private var settings: PaperSettings {
    var settings = PaperSettings(shared.scale)
    settings.epochs = epochs ?? settings.epochs
    settings.seed = shared.seed ?? settings.seed
    settings.batchSize = batch ?? settings.batchSize
    settings.learningRate = learningRate ?? settings.learningRate
    settings.wordLimit = limit ?? settings.wordLimit
    settings.sharing = sharing ?? settings.sharing
    settings.fraction = fraction ?? settings.fraction
    settings.lengthScale = lengthScale ?? settings.lengthScale
    settings.dropoutLogitMultiplier = logitMultiplier ?? settings.dropoutLogitMultiplier
    if let jitter { settings.jitter = jitter < 0 ? nil : jitter }
    return settings
  }

  func run() throws {
    try shared.execute(runs: PaperVariant.all) {
      try PaperExperiment(settings: settings, runs: $0, environment: $1)
    }
  }
}
