/// Where a training leaves its traces and when it ends before its last epoch. None of it changes the numbers.
public struct TrainingOptions: Sendable {
  /// The threads.
  public var workers = Workers.single
  /// The file from which the run can continue; nil writes none.
  public var checkpointPath: String?
  /// Seconds between checkpoints; there is one at the end of each epoch anyway.
  public var checkpointInterval = 300.0
  /// A file that gets one line of JSON for each epoch; nil writes none. Lines are added at its end.
  public var logPath: String?
  /// Seconds after which the run ends by itself, validation included; nil has no limit.
  public var timeLimit: Double?
  /// Is asked after every step; true writes a checkpoint and ends the run.
  public var shouldStop: @Sendable () -> Bool = { false }
  /// Gets the figures of each epoch.
  public var onEpoch: @Sendable (EpochReport) -> Void = { _ in }
  /// Gets one line of text for each epoch, for people to read; standard error by default.
  public var note: @Sendable (String) -> Void = TrainingProgress.writeLine
  /// Whether a line on standard error shows how far the epoch is; by default if that is a terminal.
  public var showsProgress = TrainingProgress.isTerminal

  /// The defaults: nothing is written but lines on standard error.
  public init() {}
}
