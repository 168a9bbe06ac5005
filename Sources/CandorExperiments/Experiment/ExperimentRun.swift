/// One run of an experiment.
public protocol ExperimentRun: Sendable, Equatable {
  /// Names the run and its folder; may have slashes.
  var name: String { get }
  /// About how long the run takes, compared with the others.
  var cost: Double { get }
}

extension ExperimentRun {
  /// All runs take equally long.
  public var cost: Double { 1 }
}

/// What a finished run measured, with the settings that it was made with.
public protocol ExperimentResult: Sendable, Codable {
  /// The settings of the experiment.
  associatedtype Settings: ExperimentSettings
  /// What the run was made with.
  var settings: Settings { get }
}

/// A finished run.
public struct FinishedRun<Run: ExperimentRun, Result: ExperimentResult>: Sendable {
  /// Which run.
  public let run: Run
  /// What it measured.
  public let result: Result
  /// Where it lies.
  let folder: RunFolder
}
