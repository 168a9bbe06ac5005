/// The figures of one epoch, as they stand in the log.
public struct EpochReport: Sendable, Codable, Equatable {
  /// From 1.
  public var epoch: Int
  /// Whether all batches of the epoch were seen; false where a time limit ended the run.
  public var isComplete: Bool
  /// Steps since the beginning of the run.
  public var step: Int
  /// Seconds of the epoch spent on training steps.
  public var seconds: Double
  /// Seconds spent on validation.
  public var validationSeconds: Double
  /// Examples trained on per second of training.
  public var examplesPerSecond: Double
  /// The mean loss over the examples, without penalties.
  public var loss: Double
  /// The mean over the steps of the sum of all penalties.
  public var penalty: Double
  /// `loss + penalty`, as it was minimised, the mean over the examples.
  public var objective: Double
  /// The mean norm of the gradient before clipping.
  public var gradientNorm: Double
  /// The base rate of the last step.
  public var learningRate: Double
  /// Steps of the epoch that were not taken because the gradient was not finite.
  public var skippedSteps: Int
  /// p by the path of its logit.
  public var dropoutRates: [String: Double]
  /// What the task measured on held-out data.
  public var validation: [String: Double]
  /// Whether this is the best model so far.
  public var isBest: Bool
}

extension EpochReport: CustomStringConvertible {
  /// One line for people to read.
  public var description: String {
    let short = TrainingProgress.short
    var parts = ["epoch \(epoch)\(isComplete ? "" : " (cut off)")", "loss \(short(loss))"]
    if penalty != 0 { parts.append("penalty \(short(penalty))") }
    parts += validation.sorted { $0.key < $1.key }.map { name, value in
      // The loss on held-out data must not be taken for the one of training.
      (name == "loss" ? "validation loss " : "\(name) ") + short(value)
    }
    if let lowest = dropoutRates.values.min(), let highest = dropoutRates.values.max() {
      parts.append("p \(short(lowest))–\(short(highest))")
    }
    parts.append("rate \(short(learningRate))")
    parts.append("norm \(short(gradientNorm))")
    if skippedSteps > 0 { parts.append("\(skippedSteps) steps skipped") }
    parts.append("\(Int(examplesPerSecond.rounded(.toNearestOrEven))) examples/s")
    parts.append(TrainingProgress.clock(seconds + validationSeconds))
    return parts.joined(separator: "  ") + (isBest ? "  *" : "")
  }
}
