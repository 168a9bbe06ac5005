/// An experiment of the paper: runs with common settings, and a report of what they measured.
///
/// Each run has a folder of its own below `runs`, so that runs can be executed one by one, in several processes, and
/// continued; `report` gathers those that are finished.
public protocol Experiment: Sendable {
  /// What all runs have in common.
  associatedtype Settings: ExperimentSettings
  /// One run.
  associatedtype Run: ExperimentRun
  /// What a run measured.
  associatedtype Result: ExperimentResult where Result.Settings == Settings
  /// What the runs learn from.
  associatedtype Corpus
  /// Tables and figures.
  associatedtype Report: ExperimentReport

  /// Names the command and the folder.
  static var name: String { get }
  /// What is compared, for a heading.
  static var title: String { get }
  /// Every run, in the order of the table.
  static func runs(for settings: Settings) -> [Run]

  /// - Throws: `ExperimentError.settings` for settings that make no sense
  init(settings: Settings, runs: [Run], environment: ExperimentEnvironment) throws

  /// What all runs have in common.
  var settings: Settings { get }
  /// Which runs.
  var runs: [Run] { get set }
  /// Where it runs.
  var environment: ExperimentEnvironment { get set }

  /// Reads what the runs learn from, below the folder of corpora.
  func corpus(in folder: String) throws -> Corpus
  /// Trains and measures one run; nil if it was interrupted.
  func train(_ run: Run, on corpus: Corpus, in folder: RunFolder) throws -> Result?
  /// The settings without those that do not concern a run (nil: without those that do not concern every run): what
  /// must agree for a result to belong here.
  func settings(_ settings: Settings, concerning run: Run?) -> Settings
  /// One line about a finished run.
  func summary(_ result: Result) -> String
  /// Makes tables and figures of finished runs, of which there is at least one.
  func report(on runs: [FinishedRun<Run, Result>]) throws -> Report
}

extension Experiment {
  /// The experiment with all its runs.
  ///
  /// - Throws: `ExperimentError.settings` for settings that make no sense
  public init(settings: Settings, environment: ExperimentEnvironment) throws {
    // Before the runs are listed: there may be absurdly many.
    try settings.validate()
    try self.init(settings: settings, runs: Self.runs(for: settings), environment: environment)
  }

  /// All settings concern every run.
  public func settings(_ settings: Settings, concerning run: Run?) -> Settings { settings }

  /// The runs of the given names, or of a name's first parts (`boston` for `boston/ours/0`); all for none.
  ///
  /// - Throws: `ExperimentError.settings` for an unknown name
  public static func select(_ names: [String], from runs: [Run]) throws -> [Run] {
    func matches(_ run: Run, _ name: String) -> Bool {
      run.name == name || run.name.hasPrefix(name + "/")
    }
    if let unknown = names.first(where: { name in !runs.contains { matches($0, name) } }) {
      throw ExperimentError.settings(
        "there is no run \"\(unknown)\"; there are \(runs.map(\.name).joined(separator: ", "))")
    }
    return names.isEmpty ? runs : runs.filter { run in names.contains { matches(run, $0) } }
  }
}
