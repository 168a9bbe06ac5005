import CandorEngine
import CandorExperiments
import Foundation
import TestSupport
import Testing

@Suite struct CartPoleTests {
  /// By hand: from rest, upright, pushed to the right with 10 N.
  ///
  ///     h = 10 / 1.1 = 9.0909091        θ̈ = −h / (0.5 (4/3 − 0.1/1.1)) = −14.6341463
  ///     ẍ = h − 0.05 θ̈ / 1.1 = 9.7560976
  @Test func aPushFromRest() {
    let state = CartPole.step(.init(0, 0, 0, 0), action: 1)
    #expect(state[0] == 0 && state[2] == 0)
    expectClose(
      [state[1], state[3]], [0.195121951, -0.292682927], absolute: 1e-9, relative: 1e-9)
    let left = CartPole.step(.init(0, 0, 0, 0), action: 0)
    expectClose([left[1], left[3]], [-0.195121951, 0.292682927], absolute: 1e-9, relative: 1e-9)
  }

  /// By hand, with sin 0.1 = 0.0998334166 and cos 0.1 = 0.9950041653:
  ///
  ///     h = (−10 + 0.05 · 0.09 · 0.0998334166) / 1.1 = −9.0905006814
  ///     θ̈ = (9.8 · 0.0998334166 + 9.0905006814 · 0.9950041653) / (0.5 (4/3 − 0.1 · 0.9900332889/1.1))
  ///        = 10.0234535 / 0.6216652 = 16.1236
  @Test func aPushToTheLeftOfAMovingPole() {
    let state = CartPole.step(.init(0.5, 1, 0.1, -0.3), action: 0)
    let h = (-10 + 0.05 * 0.09 * 0.0998334166) / 1.1
    let cosine = 0.9950041653
    let angular =
      (9.8 * 0.0998334166 - h * cosine) / (0.5 * (4.0 / 3 - 0.1 * cosine * cosine / 1.1))
    let linear = h - 0.05 * angular * cosine / 1.1
    expectClose(
      [state[0], state[1], state[2], state[3]],
      [0.52, 1 + 0.02 * linear, 0.094, -0.3 + 0.02 * angular], absolute: 1e-9,
      relative: 1e-9)
    expectClose(angular, 16.1236, absolute: 1e-4, relative: 1e-6)
  }

  @Test func anEpisodeEndsAtTheLimits() {
    #expect(!CartPole.isOver(.init(2.4, 9, 0.2094, 9)))
    #expect(CartPole.isOver(.init(2.41, 0, 0, 0)))
    #expect(CartPole.isOver(.init(-2.41, 0, 0, 0)))
    #expect(CartPole.isOver(.init(0, 0, 0.2095, 0)))
    #expect(CartPole.isOver(.init(0, 0, -0.2095, 0)))
    #expect(CartPole.isOver(.init(.nan, 0, 0, 0)))
  }

  @Test func firstStatesAreSmallAndFollowFromTheSeed() {
    var (a, b, c) = (CartPole(seed: 1), CartPole(seed: 1), CartPole(seed: 2))
    let states = (0..<50).map { _ in a.reset() }
    #expect(states == (0..<50).map { _ in b.reset() })
    #expect(states[0] != c.reset())
    #expect(states.allSatisfy { state in (0..<4).allSatisfy { abs(state[$0]) <= 0.05 } })
  }

  @Test func solvedMeansAHundredEpisodesOf195() {
    let good = Array(repeating: 195.0, count: 100)
    #expect(CartPole.episodesToSolve(good) == 100)
    #expect(CartPole.episodesToSolve(Array(good.dropLast())) == nil)
    #expect(CartPole.episodesToSolve([0, 0] + good) == 102)
    #expect(
      CartPole.episodesToSolve([90] + Array(repeating: 196.0, count: 99) + [200, 10]) == 101)
    #expect(CartPole.episodesToSolve(Array(repeating: 194, count: 300)) == nil)
  }

  @Test func quartilesLieBetweenValues() {
    let found = CartPoleReport.quartiles([1, 2, 3, 4, 5])
    #expect(found.lower == 2 && found.median == 3 && found.upper == 4)
    #expect(CartPoleReport.quartiles([1, 2]).median == 1.5)
    #expect(CartPoleReport.quartiles([1, .infinity]).median == .infinity)
    #expect(CartPoleReport.quartiles([1, 2, .infinity]).median == 2)
  }
}

@Suite struct StepBaselineTests {
  private func episode(_ steps: Int) -> Experience {
    var experience = Experience()
    experience.append(
      Array(repeating: .zero, count: steps), Array(repeating: 0, count: steps), discount: 1)
    return experience
  }

  /// By hand: returns 2 1 after 4 3 2 1, and 6 5 4 3 2 1 after both.
  @Test func stepsAreComparedWithOtherEpisodes() {
    var baseline = StepBaseline(episodes: 2)
    #expect(baseline.advantages(of: episode(4)) == [0, 0, 0, 0])
    let short = baseline.advantages(of: episode(2))
    let scale = Self.deviation([4, 3, 2, 1, 2, 1])
    expectClose(short.map(Double.init), [-1 / scale, -1 / scale], absolute: 1e-6, relative: 1e-6)
    // The first episode is forgotten by now.
    let long = baseline.advantages(of: episode(6))
    let wide = Self.deviation([2, 1, 6, 5, 4, 3, 2, 1])
    expectClose(
      long.map(Double.init), [2, 2, 2, 1.5, 1, 0.5].map { $0 / wide }, absolute: 1e-6,
      relative: 1e-6)
  }

  @Test func perfectEpisodesTeachNothing() {
    var baseline = StepBaseline(episodes: 5)
    for _ in 0..<8 { #expect(baseline.advantages(of: episode(200)).allSatisfy { $0 == 0 }) }
    // … while against themselves alone late steps look like mistakes.
    var own = StepBaseline(episodes: 0)
    #expect(own.advantages(of: episode(200))[199] < -1)
  }

  private static func deviation(_ values: [Double]) -> Double {
    let mean = values.reduce(0, +) / Double(values.count)
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    return (squares / Double(values.count)).squareRoot()
  }
}

@Suite struct CartPoleExperimentTests {
  private func experiment(_ scratch: Scratch, _ names: [String] = []) throws -> CartPoleExperiment {
    let settings = CartPoleSettings(.smoke)
    return try CartPoleExperiment(
      settings: settings,
      runs: CartPoleExperiment.select(names, from: CartPoleRun.all(seeds: settings.seeds)),
      environment: ExperimentEnvironment(output: scratch.folder + "/output"))
  }

  @Test func smokeScaleRunsEverythingAndReports() throws {
    let scratch = try Scratch()
    let experiment = try experiment(scratch)
    #expect(try experiment.train(corpora: scratch.folder))
    let report = try experiment.report()
    #expect(report.groups.map(\.variant) == CartPoleVariant.allCases)
    for group in report.groups {
      for result in group.results {
        let record = result.record
        #expect(record.returns.allSatisfy { (1...200).contains($0) })
        #expect(record.rates.count == record.returns.count)
        if group.variant == .model {
          // The model learned from exactly the steps that were taken.
          let sums = record.returns.reduce(into: [Int]()) { $0.append(($0.last ?? 0) + Int($1)) }
          #expect(record.transitions == sums)
          #expect(record.disagreement.allSatisfy { $0 > 0 && $0.isFinite })
        }
      }
      let rates = group.results.map { $0.record.rates.last ?? [] }
      switch group.variant {
      case .fixed: #expect(rates == [[0.5], [0.5]])
      case .none: #expect(rates == [[0], [0]])
      case .concrete: #expect(rates.joined().allSatisfy { $0 > 0 && $0 < 1 })
      case .model: #expect(rates.allSatisfy { $0.count == 3 })
      }
    }
    #expect(try scratch.text("output/returns.tsv").split(separator: "\n").count == 7)
    #expect(try scratch.text("output/uncertainty-of-dynamics.tsv").hasPrefix("transitions\t"))
  }

  /// Chance lasts some 22 steps. The agent stays good once it is.
  @Test func anAgentLearnsAndStaysGood() throws {
    let scratch = try Scratch()
    var experiment = try experiment(scratch, ["none/00"])
    experiment.settings.episodes = 260
    #expect(try experiment.train(corpora: scratch.folder))
    let returns = try experiment.report().groups[0].results[0].record.returns
    let late = returns.suffix(60)
    #expect(late.reduce(0, +) / Double(late.count) > 150)
  }

  /// The prior of the dynamics has a weight of its own: a heavier one keeps higher rates.
  @Test func theirPriorHoldsTheRatesOfTheDynamicsUp() throws {
    let rates = try [1.0, 1000].map { beta in
      let scratch = try Scratch()
      var experiment = try experiment(scratch, ["model/00"])
      experiment.settings.dynamicsBeta = beta
      experiment.settings.dynamicsSteps = 200
      #expect(try experiment.train(corpora: scratch.folder))
      let record = try experiment.report().groups[0].results[0].record
      return try #require(record.rates.last).reduce(0, +)
    }
    #expect(rates[1] > 1.5 * rates[0], "\(rates)")
  }

  @Test func aSeriesContinuesToTheSameNumbers() throws {
    let scratch = try Scratch()
    let whole = try experiment(scratch, ["concrete"])
    let reports = try cutAndWhole(whole, corpora: scratch.folder, after: 9)
    let records = [reports.whole, reports.cut].map { $0.groups[0].results.map(\.record) }
    #expect(records[0] == records[1])
  }
}
