/// Why an experiment cannot run.
public enum ExperimentError: Error, Equatable, Sendable, CustomStringConvertible {
  /// Data that do not serve.
  case data(String)
  /// Settings that make no sense, or do not fit what lies in the folder.
  case settings(String)

  /// What is wrong.
  public var description: String {
    switch self {
    case .data(let problem), .settings(let problem): problem
    }
  }

  /// Throws `settings` for a count that is below 1 or so large that nothing could hold it.
  static func check(counts: KeyValuePairs<String, Int>) throws {
    for (name, count) in counts {
      try check(count >= 1, "\(count) \(name): at least one is needed")
      try check(count <= 10_000_000, "\(count) \(name): too many")
    }
  }

  /// Throws `settings` for a number that is not above 0, or not finite.
  static func check(positive: KeyValuePairs<String, Double>) throws {
    for (name, value) in positive {
      try check(value > 0 && value.isFinite, "\(name) \(value): not above 0")
    }
  }

  /// Throws `settings` for a number that is below 0, or not finite.
  static func check(notNegative: KeyValuePairs<String, Double>) throws {
    for (name, value) in notNegative {
      try check(value >= 0 && value.isFinite, "\(name) \(value): below 0")
    }
  }

  /// Throws `settings` unless a condition holds.
  static func check(_ condition: Bool, _ problem: @autoclosure () -> String) throws {
    if !condition { throw ExperimentError.settings(problem()) }
  }
}
