import CandorEngine

/// Where an experiment runs and whom it tells. None of it changes the numbers.
public struct ExperimentEnvironment: Sendable {
  /// The folder of the runs and of the report.
  public var output: String
  /// The threads.
  public var workers = Workers.single
  /// Whether runs that are there are continued, and finished ones left as they are.
  public var resumes = false
  /// Gets lines to read meanwhile.
  public var note: @Sendable (String) -> Void = { _ in }
  /// Is asked again and again; true ends the series.
  public var shouldStop: @Sendable () -> Bool = { false }

  /// - Parameter output: the folder of the runs and of the report
  public init(output: String) {
    self.output = output
  }
}
