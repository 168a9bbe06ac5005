import CandorEngine

/// How far a series of runs is.
struct SeriesProgress {
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant
  private var spent = 0.0
  private var spentCost = 0.0
  private var openCost: Double
  private var done = 0
  private let count: Int

  /// - Parameter costs: of each run, in any unit
  init(costs: [Double]) {
    count = costs.count
    openCost = costs.reduce(0, +)
    last = clock.now
  }

  /// A run was finished before.
  mutating func skip(_ cost: Double) {
    done += 1
    openCost -= cost
  }

  /// A run is finished now; gives such as `run 3 of 20, 12:30 left`.
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
