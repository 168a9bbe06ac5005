/// Why a training could not start or go on.
public enum TrainingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// A setting that cannot be used.
  case configuration(String)
  /// The gradient was not finite in so many steps in a row.
  case diverged(step: Int, skippedSteps: Int)
  /// The task measures nothing by the name by which the best model is chosen.
  case missingMetric(String, available: [String])
  /// The task has no batch.
  case noData
  /// A checkpoint that this run cannot continue from.
  case checkpoint(file: String, problem: String)
  /// The log cannot be written.
  case log(file: String, problem: String)

  /// The error in words.
  public var description: String {
    switch self {
    case .configuration(let problem): "training: \(problem)"
    case .diverged(let step, let skipped):
      "training diverged at step \(step): no finite gradient in \(skipped) steps in a row; "
        + "a lower learning rate or a limit for the gradient norm may help"
    case .missingMetric(let name, let available):
      "validation has no metric \(quoted(name)); it has "
        + (available.isEmpty ? "none" : available.sorted().joined(separator: ", "))
    case .noData: "there are no examples to train on"
    case .checkpoint(let file, let problem): "\(file): cannot continue from it: \(problem)"
    case .log(let file, let problem): "\(file): cannot write the log: \(problem)"
    }
  }
}
