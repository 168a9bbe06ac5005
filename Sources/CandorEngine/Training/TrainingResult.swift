/// How a training ended and what it made.
public struct TrainingResult<Model: Module>: Sendable {
  /// How it ended.
  public enum Outcome: String, Sendable {
    /// After its last epoch.
    case finished
    /// Nothing better came for as many epochs as patience allowed.
    case stoppedEarly
    /// The time limit was reached.
    case timeLimit
    /// It was asked to stop; it can continue from the checkpoint.
    case interrupted
  }

  /// How it ended.
  public let outcome: Outcome
  /// The best model by the chosen metric, else the last; the average of the weights if one was kept.
  public let model: Model
  /// The weights of the last step, as they were trained.
  public let lastWeights: Model
  /// The value of the chosen metric of `model`.
  public let bestMetric: Double?
  /// The epoch of `model`, from 1.
  public let bestEpoch: Int
  /// Steps since the beginning, earlier runs included.
  public let step: Int
  /// The epochs of this run.
  public let reports: [EpochReport]
}
