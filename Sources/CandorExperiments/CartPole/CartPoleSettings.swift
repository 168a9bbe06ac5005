import CandorEngine

/// How the cart-and-pole experiment is run. The same for all its runs.
public struct CartPoleSettings: PriorSettings {
  /// The preset that these settings began as.
  public var scale: ExperimentScale
  /// The seed of the first of `seeds` runs; the next ones follow.
  public var seed: UInt64 = 1
  /// How often each variant is run.
  public var seeds: Int
  /// Episodes of a model-free run.
  public var episodes: Int
  /// The learning rate of the policy (Adam).
  public var learningRate = 0.01
  /// Model-free returns are compared with those of so many episodes, see `StepBaseline`; 0: as the paper does.
  public var baselineEpisodes = 20
  /// ℓ of the priors.
  public var lengthScale = 0.1
  /// β of the policy's prior; 1 is the evidence lower bound.
  public var beta = 1.0

  /// Episodes of a model-based run.
  public var modelEpisodes: Int
  /// β of the dynamics' prior. The cart moves without noise: with 1 the trained precision grows until every rate is at
  /// its bound, after some 800 transitions, and samples agree long before they are right.
  public var dynamicsBeta = 100.0
  /// Steps on the dynamics after each episode.
  public var dynamicsSteps = 400
  /// Updates of the policy in the model after each episode.
  public var modelUpdates = 20
  /// Imagined episodes of each update.
  public var imagined = 20

  /// The settings of a preset.
  public init(_ scale: ExperimentScale) {
    self.scale = scale
    switch scale {
    case .smoke:
      (seeds, episodes, modelEpisodes) = (2, 6, 2)
      (dynamicsSteps, modelUpdates, imagined) = (20, 2, 4)
    case .short: (seeds, episodes, modelEpisodes) = (3, 600, 130)
    case .paper: (seeds, episodes, modelEpisodes) = (10, 1000, 150)
    }
  }

  /// - Throws: `ExperimentError.settings` for values that make no sense
  public func validate() throws {
    try ExperimentError.check(counts: [
      "seeds": seeds, "episodes": episodes, "episodes with a model": modelEpisodes,
      "steps": dynamicsSteps, "updates": modelUpdates, "imagined episodes": imagined,
    ])
    try ExperimentError.check(positive: [
      "learning rate": learningRate, "beta": beta, "beta of the dynamics": dynamicsBeta,
    ])
    try ExperimentError.check(notNegative: ["length scale": lengthScale])
    try ExperimentError.check(
      baselineEpisodes == 0 || baselineEpisodes > 1,
      "a baseline of \(baselineEpisodes) episodes: it must be 0, or at least 2")
  }

  /// The settings without those that do not concern a run.
  func concerning(_ run: CartPoleRun?) -> CartPoleSettings {
    var settings = self
    settings.seeds = 0
    if run?.variant != .model {
      settings.modelEpisodes = 0
      settings.dynamicsSteps = 0
      settings.dynamicsBeta = 0
      settings.modelUpdates = 0
      settings.imagined = 0
    }
    if run == nil || run?.variant == .model {
      settings.episodes = 0
      settings.baselineEpisodes = 0
      settings.beta = 0
    }
    return settings
  }
}

/// How the agent learns.
public enum CartPoleVariant: String, Sendable, Codable, CaseIterable {
  /// Policy gradient, a learned rate.
  case concrete
  /// Policy gradient, the rate ½.
  case fixed
  /// Policy gradient, nothing dropped.
  case none
  /// A policy that learns in a model of the dynamics, which has learned rates.
  case model

  /// For a table.
  public var title: String {
    switch self {
    case .concrete: "policy gradient, Concrete"
    case .fixed: "policy gradient, fixed rate 0.5"
    case .none: "policy gradient, no dropout"
    case .model: "model-based, Concrete dynamics"
    }
  }
}

/// One agent.
public struct CartPoleRun: ExperimentRun {
  /// How it learns.
  public let variant: CartPoleVariant
  /// The number of its seed, from 0.
  public let number: Int

  /// Such as `concrete/07`.
  public var name: String { "\(variant.rawValue)/\(number < 10 ? "0" : "")\(number)" }
  /// Learning in a model takes longer.
  public var cost: Double { variant == .model ? 4 : 1 }

  /// Every run, in the order of the table.
  public static func all(seeds: Int) -> [CartPoleRun] {
    CartPoleVariant.allCases.flatMap { variant in
      (0..<seeds).map { CartPoleRun(variant: variant, number: $0) }
    }
  }
}
