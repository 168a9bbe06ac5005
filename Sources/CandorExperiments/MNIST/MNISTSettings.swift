import CandorEngine

/// How the digit experiment is run. The same for all its runs.
public struct MNISTSettings: EpochSettings, PriorSettings {
  /// The preset that these settings began as.
  public var scale: ExperimentScale
  /// The seed of weights, order and masks.
  public var seed: UInt64 = 1
  /// Units of each of the three hidden layers.
  public var hidden = 512
  /// Passes over 50,000 images; a run with fewer has as many steps.
  public var epochs: Int
  /// Images in a batch.
  public var batchSize = 128
  /// The greatest learning rate (Adam); half a cosine leads to 0.
  public var learningRate = 1e-3
  /// ℓ of our prior.
  public var lengthScale = 0.1
  /// β of our prior; 1 is the evidence lower bound. Of 1, 3, 5, 10 and 30 the validation images are likeliest at 3.
  public var beta = 3.0
  /// Monte-Carlo samples of the weights.
  public var samples: Int
  /// At most so many images of each part.
  public var imageLimit: Int?

  /// The settings of a preset.
  public init(_ scale: ExperimentScale) {
    self.scale = scale
    switch scale {
    case .smoke:
      (epochs, samples, imageLimit, hidden, batchSize) = (2, 4, 300, 32, 32)
    case .short: (epochs, samples) = (15, 20)
    case .paper: (epochs, samples) = (100, 50)
    }
  }

  /// - Throws: `ExperimentError.settings` for values that make no sense
  public func validate() throws {
    try ExperimentError.check(counts: [
      "hidden units": hidden, "epochs": epochs, "images in a batch": batchSize,
      "samples": samples, "images": imageLimit ?? 1,
    ])
    try ExperimentError.check(positive: ["learning rate": learningRate, "beta": beta])
    try ExperimentError.check(notNegative: ["length scale": lengthScale])
  }

  /// The settings without those that do not concern a run.
  func concerning(_ run: MNISTRun?) -> MNISTSettings {
    var settings = self
    if run?.kind != .concrete {
      settings.lengthScale = 0
      settings.beta = 0
    }
    return settings
  }
}

/// One training: where the dropout rates come from and how many images there are.
public struct MNISTRun: ExperimentRun {
  /// Where the dropout rates come from.
  public enum Kind: Sendable, Equatable {
    /// Learned, both coefficients from a prior.
    case concrete
    /// Learned as in the paper's script: wr 10⁻⁴/N, dr 2/N, SGD of rate 0.01 with momentum ½. (The script's network ends in a
    /// softmax and its loss takes another; this one has the loss's alone.)
    case paper
    /// Chosen beforehand: none before the first layer, one rate before the others.
    case fixed(rate: Double)
  }

  /// Where the dropout rates come from.
  public let kind: Kind
  /// The share of the training images.
  public let fraction: Double

  /// Such as `concrete-0.2`.
  public var name: String {
    switch kind {
    case .concrete: "concrete-\(fraction)"
    case .paper: "paper"
    case .fixed(let rate): rate == 0 ? "none" : "fixed-\(rate)"
    }
  }

  /// For a table.
  public var title: String {
    switch kind {
    case .concrete:
      fraction == 1 ? "Concrete, ours" : "Concrete, ours, \(Int(fraction * 100)) % of the images"
    case .paper: "Concrete, the paper's coefficients and SGD"
    case .fixed(let rate): rate == 0 ? "no dropout" : "fixed rate \(rate)"
    }
  }

  /// Every run, in the order of the table.
  public static let all =
    [1, 0.8, 0.6, 0.4, 0.2].map { MNISTRun(kind: .concrete, fraction: $0) }
    + [0, 0.2, 0.5].map { MNISTRun(kind: .fixed(rate: $0), fraction: 1) }
    + [MNISTRun(kind: .paper, fraction: 1)]
}
