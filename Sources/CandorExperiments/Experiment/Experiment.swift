import CandorEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

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
  associatedtype Settings: Sendable, Codable, Equatable
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

/// An experiment of the paper: runs with common settings, and a report of what they measured.
///
/// Each run has a folder of its own below `runs`, so that runs can be executed one by one, in several processes, and
/// continued; `report` gathers those that are finished.
public protocol Experiment: Sendable {
  /// What all runs have in common.
  associatedtype Settings: Sendable, Codable, Equatable
  /// One run.
  associatedtype Run: ExperimentRun
  /// What a run measured.
  associatedtype Result: ExperimentResult where Result.Settings == Settings
  /// What the runs learn from.
  associatedtype Corpus
  /// Tables and figures.
  associatedtype Report: ExperimentReport

  /// What all runs have in common.
  var settings: Settings { get }
  /// Which runs.
  var runs: [Run] { get }
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
  /// All settings concern every run.
  public func settings(_ settings: Settings, concerning run: Run?) -> Settings { settings }

  private func folder(_ run: Run) -> RunFolder {
    RunFolder(path: "\(environment.output)/runs/\(run.name)")
  }

  /// Trains what is not trained yet.
  ///
  /// - Parameter corpora: the folder of corpora
  /// - Returns: whether all runs are finished; false when the series was interrupted
  public func train(corpora: String) throws -> Bool {
    let corpus = try corpus(in: corpora)
    var series = SeriesProgress(costs: runs.map(\.cost))
    for run in runs {
      let folder = folder(run)
      if environment.resumes, let result = try folder.result(as: Result.self) {
        guard
          settings(result.settings, concerning: run) == settings(settings, concerning: run)
        else {
          throw ExperimentError.settings(
            "\(folder.path) was made with other settings than these; choose another --output")
        }
        environment.note("\(run.name): finished already")
        series.skip(run.cost)
        continue
      }
      try folder.prepare(resuming: environment.resumes)
      guard let result = try train(run, on: corpus, in: folder) else { return false }
      try folder.finish(with: result)
      environment.note("\(run.name): \(summary(result))  (\(series.finish(run.cost)))")
    }
    return true
  }

  /// Gathers the finished runs into `report.json`, tables and figures.
  ///
  /// - Throws: `ExperimentError` when no run is finished, or runs have different settings; an error of the file system.
  ///   Where gnuplot is missing the numbers are written all the same, and a note says so.
  @discardableResult
  public func report() throws -> Report {
    var finished: [FinishedRun<Run, Result>] = []
    for run in runs {
      let folder = folder(run)
      guard let result = try folder.result(as: Result.self) else { continue }
      if let first = finished.first,
        settings(first.result.settings, concerning: nil)
          != settings(result.settings, concerning: nil)
      {
        throw ExperimentError.settings(
          "\(folder.path) was made with other settings than \(first.run.name)")
      }
      finished.append(FinishedRun(run: run, result: result, folder: folder))
    }
    guard !finished.isEmpty else {
      throw ExperimentError.data("\(environment.output) holds no finished run")
    }
    let report = try report(on: finished)
    try report.write(to: environment.output, note: environment.note)
    return report
  }

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

/// How far a series of runs is.
private struct SeriesProgress {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var spent = 0.0
  private var spentCost = 0.0
  private var openCost: Double
  private var done = 0
  private let count: Int

  init(costs: [Double]) {
    count = costs.count
    openCost = costs.reduce(0, +)
    last = clock.now
  }

  mutating func skip(_ cost: Double) {
    done += 1
    openCost -= cost
  }

  /// Such as `run 3 of 20, 12:30 left`.
  mutating func finish(_ cost: Double) -> String {
    let now = clock.now
    spent += last.duration(to: now) / .seconds(1)
    last = now
    spentCost += cost
    skip(cost)
    let left = spent / max(spentCost, 1e-9) * max(0, openCost)
    return "run \(done) of \(count), \(TrainingProgress.clock(left)) left"
  }
}
