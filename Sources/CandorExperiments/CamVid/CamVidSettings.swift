import CandorEngine

/// How the road scenes are learned. The same for all runs.
public struct CamVidSettings: EpochSettings, BalancedPriorSettings {
  /// A network of Jégou et al. 2017, or a very small one to see that everything works.
  public enum Network: String, Sendable, Codable, CaseIterable {
    case tiny, densenet56, densenet67, densenet103

    /// Layers and channels.
    public var sizes: FCDenseNetSizes {
      switch self {
      case .tiny: .tiny
      case .densenet56: .densenet56
      case .densenet67: .densenet67
      case .densenet103: .densenet103
      }
    }
  }

  /// The preset that these settings began as.
  public var scale: ExperimentScale
  /// The seed of weights, order, crops and masks.
  public var seed: UInt64 = 1
  /// The network.
  public var network: Network
  /// Passes over the training images, of each of which a random part is taken.
  public var epochs: Int
  /// Crops in a batch.
  public var batchSize = 2
  /// Height and width of crops; no larger than the images.
  public var crop: Int
  /// The learning rate of RMSprop; each epoch has 0.995 times that of the one before.
  public var learningRate = 1e-4
  /// ρ: the share of the loss of a guess that the entropies of all rates together may outweigh (`Prior.balanced`).
  public var fraction = 0.005
  /// ℓ of our prior.
  public var lengthScale = 0.1
  /// Monte-Carlo samples of the weights on the test images.
  public var samples: Int
  /// At most so many images of each part.
  public var imageLimit: Int?

  /// The settings of a preset.
  public init(_ scale: ExperimentScale) {
    self.scale = scale
    switch scale {
    case .smoke:
      (network, epochs, crop, samples, imageLimit) = (.tiny, 2, 32, 2, 3)
    case .short: (network, epochs, crop, samples) = (.densenet56, 10, 96, 5)
    case .paper: (network, epochs, crop, samples) = (.densenet103, 100, 144, 20)
    }
  }

  /// - Throws: `ExperimentError.settings` for values that make no sense
  public func validate() throws {
    try ExperimentError.check(counts: [
      "epochs": epochs, "crops in a batch": batchSize, "samples": samples,
      "images": imageLimit ?? 1,
    ])
    let side = FCDenseNet<Float>.smallestSide(network.sizes)
    try ExperimentError.check(
      crop >= side && crop <= 4096,
      "crops of \(crop) pixels: \(network) needs at least \(side), and no image has over 4096")
    try ExperimentError.check(positive: ["learning rate": learningRate, "fraction": fraction])
    try ExperimentError.check(notNegative: ["length scale": lengthScale])
  }

  /// The settings without those that do not concern a run.
  func concerning(_ run: CamVidRun?) -> CamVidSettings {
    var settings = self
    if run?.kind != .concrete {
      settings.fraction = 0
      settings.lengthScale = 0
    }
    return settings
  }
}

/// One training: where the dropout rates come from.
public struct CamVidRun: ExperimentRun {
  /// Where the dropout rates come from.
  public enum Kind: Sendable, Equatable {
    /// Learned, both coefficients from a prior that the loss of a guess sets.
    case concrete
    /// Learned with the coefficients of the paper's code: wr 10⁻⁸, dr 1 for a loss averaged over pixels, rates at first
    /// 0.03 (there at random between 0.01 and 0.05).
    case paper
    /// Chosen beforehand.
    case fixed(rate: Double)
  }

  /// Where the dropout rates come from.
  public let kind: Kind

  /// Such as `fixed-0.2`.
  public var name: String {
    switch kind {
    case .concrete: "concrete"
    case .paper: "paper"
    case .fixed(let rate): rate == 0 ? "none" : "fixed-\(rate)"
    }
  }

  /// For a table.
  public var title: String {
    switch kind {
    case .concrete: "Concrete, ours"
    case .paper: "Concrete, the paper's coefficients"
    case .fixed(let rate): rate == 0 ? "no dropout" : "fixed rate \(rate)"
    }
  }

  /// Every run, in the order of the table.
  public static let all = [
    CamVidRun(kind: .concrete), CamVidRun(kind: .fixed(rate: 0.2)), CamVidRun(kind: .paper),
    CamVidRun(kind: .fixed(rate: 0)),
  ]
}
