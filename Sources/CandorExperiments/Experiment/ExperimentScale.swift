/// How large an experiment is run.
public enum ExperimentScale: String, Sendable, Codable, CaseIterable {
  /// Seconds: to see that everything works.
  case smoke
  /// The real networks and data with a training that gets far in little time.
  case short
  /// The paper's own size.
  case paper
}
