/// Which model of a run is the best one, and when to stop looking for a better one.
public struct ModelSelection: Sendable, Codable, Equatable {
  /// Which values are better.
  public enum Goal: String, Sendable, Codable {
    /// Errors and losses.
    case lower
    /// Accuracies.
    case higher
  }

  /// The name of a validation metric.
  public var metric: String
  /// Which values are better.
  public var goal: Goal
  /// The name of a metric, with the same goal, that decides between equal values of the first; nil: the earlier epoch
  /// stays.
  public var tieBreaker: String?
  /// Training stops when so many epochs in a row brought nothing better; nil never stops early.
  public var patience: Int?

  /// - Parameters:
  ///   - metric: the name of a validation metric
  ///   - goal: which values are better
  ///   - tieBreaker: the name of the metric that decides between equal values
  ///   - patience: epochs without improvement before training stops; nil never stops
  public init(
    metric: String, goal: Goal = .lower, tieBreaker: String? = nil, patience: Int? = nil
  ) {
    self.metric = metric
    self.goal = goal
    self.tieBreaker = tieBreaker
    self.patience = patience
  }

  /// Whether a value is better than the best so far. NaN never is.
  func isBetter(_ value: Double, than best: Double?) -> Bool {
    guard !value.isNaN else { return false }
    guard let best else { return true }
    return goal == .lower ? value < best : value > best
  }
}
