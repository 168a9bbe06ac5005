import ArgumentParser
import CandorExperiments

/// The options of a training that passes over its examples again and again.
struct EpochOptions: ParsableArguments {
  @Option(help: "Passes over the training examples.")
  var epochs: Int?
  @Option(help: "Examples in a batch: words, sentences, images or crops.")
  var batch: Int?
  @Option(help: "The learning rate; where it falls, the greatest.")
  var learningRate: Double?
  @Option(help: "At most so many examples of each part.")
  var limit: Int?

  func adjust<Settings: EpochSettings>(
    _ settings: inout Settings, limit path: WritableKeyPath<Settings, Int?>
  ) {
    settings.epochs = epochs ?? settings.epochs
    settings.batchSize = batch ?? settings.batchSize
    settings.learningRate = learningRate ?? settings.learningRate
    settings[keyPath: path] = limit ?? settings[keyPath: path]
  }
}

/// The options of a prior of a given β.
struct PriorOptions: ParsableArguments {
  @Option(help: "ℓ, the length scale of our prior: larger means smaller weights.")
  var lengthScale: Double?
  @Option(help: "β of our prior: 1 is the evidence lower bound.")
  var beta: Double?

  func adjust(_ settings: inout some PriorSettings) {
    settings.lengthScale = lengthScale ?? settings.lengthScale
    settings.beta = beta ?? settings.beta
  }
}

/// The options of a prior whose β follows from a loss.
struct BalancedPriorOptions: ParsableArguments {
  @Option(help: "ρ: the share of the first loss that the entropy of our rates may outweigh.")
  var fraction: Double?
  @Option(help: "ℓ, the length scale of our prior: larger means smaller weights.")
  var lengthScale: Double?

  func adjust(_ settings: inout some BalancedPriorSettings) {
    settings.fraction = fraction ?? settings.fraction
    settings.lengthScale = lengthScale ?? settings.lengthScale
  }
}
