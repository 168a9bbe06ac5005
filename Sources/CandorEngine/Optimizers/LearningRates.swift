/// Learning rates by what a parameter is for.
public struct LearningRates: Sendable, Codable, Equatable {
  /// The rate of weights and biases.
  public var base: Double
  /// Dropout logits learn at `base` times this. Their gradients are small and few; a factor of 10 is usual.
  public var dropoutLogitMultiplier: Double

  /// - Parameters:
  ///   - base: the rate of weights and biases
  ///   - dropoutLogitMultiplier: the factor for the logits of dropout rates
  public init(base: Double, dropoutLogitMultiplier: Double = 1) {
    self.base = base
    self.dropoutLogitMultiplier = dropoutLogitMultiplier
  }

  /// The rate of a parameter with this role; zero for statistics, which are not trained.
  public func rate(for role: ParameterRole) -> Double {
    switch role {
    case .weight, .table, .bias: base
    case .dropoutLogit: base * dropoutLogitMultiplier
    case .statistic: 0
    }
  }

  /// All rates times a factor, which a schedule gives.
  public func scaled(by factor: Double) -> LearningRates {
    LearningRates(base: base * factor, dropoutLogitMultiplier: dropoutLogitMultiplier)
  }
}
