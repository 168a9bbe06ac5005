/// How an experiment is run. The same for all its runs.
public protocol ExperimentSettings: Sendable, Codable, Equatable {
  /// The settings of a preset.
  init(_ scale: ExperimentScale)
  /// The preset that these settings began as.
  var scale: ExperimentScale { get }
  /// The seed of everything that is random.
  var seed: UInt64 { get set }
  /// - Throws: `ExperimentError.settings` for values that make no sense
  func validate() throws
}

extension ExperimentSettings {
  /// The settings of a preset, with another seed unless that is nil.
  public init(_ scale: ExperimentScale, seed: UInt64?) {
    self.init(scale)
    if let seed { self.seed = seed }
  }
}

/// Settings of a training that passes over its examples again and again.
public protocol EpochSettings: ExperimentSettings {
  /// Passes over the training examples.
  var epochs: Int { get set }
  /// Examples in a batch.
  var batchSize: Int { get set }
  /// The learning rate; the greatest one where it changes.
  var learningRate: Double { get set }
}

/// Settings with a prior of a given β.
public protocol PriorSettings: ExperimentSettings {
  /// ℓ of our prior.
  var lengthScale: Double { get set }
  /// β of our prior; 1 is the evidence lower bound.
  var beta: Double { get set }
}

/// Settings with a prior whose β follows from a loss (`Prior.balanced`).
public protocol BalancedPriorSettings: ExperimentSettings {
  /// ρ: the share of the loss that the entropies of all rates together may outweigh.
  var fraction: Double { get set }
  /// ℓ of our prior.
  var lengthScale: Double { get set }
}
