import CandorEngine

/// How the paper's regression experiment is run. The same for all its runs.
public struct UCISettings: PriorSettings {
  /// The preset that these settings began as.
  public var scale: ExperimentScale
  /// The seed of weights, order and masks.
  public var seed: UInt64 = 1
  /// Units of each hidden layer.
  public var hidden = 50
  /// Hidden layers.
  public var hiddenLayers = 2
  /// Monte-Carlo samples of the weights.
  public var samples: Int
  /// How many of the 20 standard splits.
  public var splits: Int
  /// Scores are measured on a tenth of each split's training rows, which are then not trained on; the test rows are
  /// not looked at. For choices.
  public var isHeldOut = false

  /// Steps of ours, so that large and small data sets are trained equally long.
  public var steps: Int
  /// Rows in a batch of ours.
  public var batchSize = 32
  /// The greatest learning rate of ours.
  public var learningRate = 0.01
  /// ℓ of our prior.
  public var lengthScale = 0.5
  /// β of our prior; 1 is the evidence lower bound. Both are the same for all data sets. Chosen on held-out training rows
  /// of six splits of two of them: with β = 2 rates went to 0.05 and the log-likelihood was 0.06 (wine) and 0.3 (boston)
  /// lower, with ℓ = 1 the errors were no smaller, and 10,000 steps were better than 3,000.
  public var beta = 5.0
  /// Epochs of the paper's alternating scheme, of three passes each.
  public var paperEpochs: Int

  /// The settings of a preset.
  public init(_ scale: ExperimentScale) {
    self.scale = scale
    switch scale {
    case .smoke: (samples, splits, steps, paperEpochs) = (8, 1, 40, 2)
    case .short: (samples, splits, steps, paperEpochs) = (100, 5, 3_000, 10)
    case .paper: (samples, splits, steps, paperEpochs) = (500, 20, 10_000, 30)
    }
  }

  /// - Throws: `ExperimentError.settings` for values that make no sense
  public func validate() throws {
    try ExperimentError.check(counts: [
      "hidden units": hidden, "hidden layers": hiddenLayers, "samples": samples,
      "splits": splits, "steps": steps, "rows in a batch": batchSize, "epochs": paperEpochs,
    ])
    try ExperimentError.check(
      splits <= UCIData.splitCount, "\(splits) splits: there are \(UCIData.splitCount)")
    try ExperimentError.check(positive: ["learning rate": learningRate, "beta": beta])
    try ExperimentError.check(notNegative: ["length scale": lengthScale])
  }

  /// The settings without those that do not concern a run.
  func concerning(_ variant: UCIVariant?) -> UCISettings {
    var settings = self
    if variant != .ours {
      settings.steps = 0
      settings.batchSize = 0
      settings.learningRate = 0
      settings.lengthScale = 0
      settings.beta = 0
    }
    if variant == .ours || variant == nil { settings.paperEpochs = 0 }
    settings.splits = 0
    return settings
  }
}

/// Whose network and training.
public enum UCIVariant: String, Sendable, Codable, CaseIterable {
  /// Standardised data; both coefficients from a prior.
  case ours
  /// The paper's text: wr 10⁻², dr 10², the prior of the precision subtracted, passes in turn.
  case text
  /// The paper's notebook: data as they are, a rectifier behind the mean, every target compared with every mean of the
  /// batch, the prior of the precision with the other sign.
  case script

  /// For a table.
  public var title: String {
    switch self {
    case .ours: "ours"
    case .text: "the paper's text"
    case .script: "the paper's script"
    }
  }
}

/// One training: a data set, a variant, a split.
public struct UCIRun: ExperimentRun {
  /// The data.
  public let dataset: UCIDataset
  /// The network and its training.
  public let variant: UCIVariant
  /// The number of the split, from 0.
  public let split: Int

  /// Such as `boston/ours/07`.
  public var name: String {
    "\(dataset.rawValue)/\(variant.rawValue)/\(split < 10 ? "0" : "")\(split)"
  }

  /// Ours has equally many steps everywhere; the others see every row so many times.
  public var cost: Double {
    variant == .ours ? 1 : dataset == .kin8nm ? 0.2 : 0.05
  }

  /// Every run, in the order of the table.
  public static func all(splits: Int) -> [UCIRun] {
    UCIVariant.allCases.flatMap { variant in
      UCIDataset.allCases.flatMap { dataset in
        (0..<splits).map { UCIRun(dataset: dataset, variant: variant, split: $0) }
      }
    }
  }
}
