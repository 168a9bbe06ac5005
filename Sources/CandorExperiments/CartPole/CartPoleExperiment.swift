import Candor
import CandorEngine

/// What one agent measured.
public struct CartPoleResult: ExperimentResult {
  /// What all runs have in common.
  public var settings: CartPoleSettings
  /// Episode by episode.
  public var record: CartPoleRecord
  /// Episodes up to and with the first 100 in a row whose mean return is 195 or more; nil if that never was.
  public var episodesToSolve: Int?
  /// Seconds.
  public var seconds: Double
}

/// The paper's reinforcement learning: policy gradient with learned rates, a fixed one and none, and a policy that
/// learns in a model of the dynamics.
public struct CartPoleExperiment: Experiment {
  /// Names the command and the folder.
  public static let name = "cartpole"
  /// What is compared, for a heading.
  public static let title =
    "Cart and pole: policy gradient with and without dropout, and a learned model"
  /// Every run, in the order of the table.
  public static func runs(for settings: CartPoleSettings) -> [CartPoleRun] {
    CartPoleRun.all(seeds: settings.seeds)
  }

  /// What all runs have in common.
  public var settings: CartPoleSettings
  /// Which runs.
  public var runs: [CartPoleRun]
  /// Where it runs.
  public var environment: ExperimentEnvironment

  /// - Throws: `ExperimentError.settings`
  public init(
    settings: CartPoleSettings, runs: [CartPoleRun], environment: ExperimentEnvironment
  ) throws {
    try settings.validate()
    self.settings = settings
    self.runs = runs
    self.environment = environment
  }

  /// Agents make their own data.
  public func corpus(in folder: String) throws {}

  /// The settings without those that do not concern a run.
  public func settings(
    _ settings: CartPoleSettings, concerning run: CartPoleRun?
  ) -> CartPoleSettings { settings.concerning(run) }

  /// How soon the task was solved.
  public func summary(_ result: CartPoleResult) -> String {
    let last = result.record.returns.suffix(CartPole.solvedEpisodes)
    let mean = last.reduce(0, +) / Double(max(1, last.count))
    return (result.episodesToSolve.map { "solved after \($0) episodes" } ?? "not solved")
      + ", last 100 episodes \(Decimal.fixed(mean, decimals: 1))"
  }

  /// Lets one agent learn.
  public func train(
    _ run: CartPoleRun, on corpus: Void, in folder: RunFolder
  ) throws -> CartPoleResult? {
    let clock = ContinuousClock()
    let begin = clock.now
    let seed = settings.seed &+ UInt64(run.number)
    let record =
      run.variant == .model
      ? try ModelBasedAgent(settings: settings, seed: seed, workers: environment.workers)
        .run(shouldStop: environment.shouldStop)
      : try ModelFreeAgent(
        variant: run.variant, settings: settings, seed: seed, workers: environment.workers
      ).run(shouldStop: environment.shouldStop)
    return record.map {
      CartPoleResult(
        settings: settings, record: $0,
        episodesToSolve: CartPole.episodesToSolve($0.returns),
        seconds: begin.duration(to: clock.now) / .seconds(1))
    }
  }

  /// The table and the curves.
  public func report(
    on runs: [FinishedRun<CartPoleRun, CartPoleResult>]
  ) throws -> CartPoleReport {
    CartPoleReport(runs: runs.map { ($0.run, $0.result) })
  }
}
