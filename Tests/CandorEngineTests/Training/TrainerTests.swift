import CandorEngine
import Foundation
import Synchronization
import TestSupport
import Testing

private func quiet(_ change: (inout TrainingOptions) -> Void = { _ in }) -> TrainingOptions {
  var options = TrainingOptions()
  options.note = { _ in }
  options.showsProgress = false
  change(&options)
  return options
}

private func configuration(
  _ change: (inout TrainingConfiguration) -> Void = { _ in }
) -> TrainingConfiguration {
  var configuration = TrainingConfiguration()
  configuration.epochs = 4
  configuration.learningRates.base = 0.01
  change(&configuration)
  return configuration
}

/// Everything but what a clock measures.
private func withoutTimes(_ report: EpochReport?) -> EpochReport? {
  guard var report else { return nil }
  report.seconds = 0
  report.validationSeconds = 0
  report.examplesPerSecond = 0
  return report
}

private func scalars<Scalar: EngineScalar>(_ model: some Module<Scalar>) -> [String: [Scalar]] {
  model.tensors().mapValues(\.scalars)
}

/// Says stop at the n-th question.
private final class Stopper: Sendable {
  private let left: Mutex<Int>
  init(after steps: Int) { left = Mutex(steps) }
  @Sendable func ask() -> Bool {
    left.withLock {
      $0 -= 1
      return $0 <= 0
    }
  }
}

@Suite struct TrainerTests {
  @Test func learns() throws {
    let result = try Trainer(
      SmallTask<Double>(),
      configuration: configuration {
        $0.epochs = 25
        $0.learningRates.base = 0.03
      }, options: quiet()
    ).run(SmallModel())
    #expect(result.outcome == .finished)
    #expect(result.step == 125)
    #expect(result.reports.count == 25)
    let losses = result.reports.compactMap { $0.validation["loss"] }
    #expect(losses.count == 25)
    #expect(losses[24] < 0.6 * losses[0])
    #expect(result.bestEpoch == 25)
  }

  @Test func stepsWithRoundedProducts() throws {
    func train(_ precision: ProductPrecision) throws -> TrainingResult<SmallModel<Float>> {
      try Trainer(
        SmallTask<Float>(), configuration: configuration { $0.precision = precision },
        options: quiet()
      ).run(SmallModel())
    }
    let (full, rounded) = try (train(.full), train(.bfloat16))
    for (a, b) in zip(full.reports, rounded.reports) {
      #expect(a.loss != b.loss)
      expectClose(a.loss, b.loss, absolute: 1e-3, relative: 0.02)
    }
  }

  @Test func objectiveIsLossPlusPenalty() throws {
    let result = try Trainer(
      SmallTask<Double>(), configuration: configuration(), options: quiet()
    ).run(SmallModel())
    for report in result.reports {
      #expect(report.penalty != 0)
      expectClose(report.objective, report.loss + report.penalty, absolute: 1e-9, relative: 1e-9)
      #expect(report.gradientNorm > 0)
      #expect(report.dropoutRates.keys.sorted() == ["first.dropout.logit"])
    }
  }

  @Test func statisticsAreTakenOver() throws {
    let model = SmallModel<Double>()
    let result = try Trainer(
      SmallTask<Double>(), configuration: configuration(), options: quiet()
    ).run(model)
    #expect(
      result.model.norm.runningMean.value.scalars != model.norm.runningMean.value.scalars)
  }

  @Test func continuedRunEqualsUninterruptedRun() throws {
    for choice in [OptimizerChoice.sgd(momentum: 0.9), .rmsprop(), .adam(), .adamW()] {
      let configuration = configuration {
        $0.optimizer = choice
        $0.averagingDecay = 0.9
        $0.schedule = .cosine(warmUp: 3, floor: 0.1)
        $0.dropoutLogitWarmUp = 1
        $0.gradientNormLimit = 0.5
        if choice == .adam() { $0.precision = .bfloat16 }
        $0.selection = ModelSelection(metric: "loss", patience: 3)
      }
      let task = SmallTask<Float>()
      let whole = try Trainer(task, configuration: configuration, options: quiet())
        .run(SmallModel())
      #expect(whole.step == 20)
      // Cut in the middle of an epoch, at the end of one, and twice.
      for cuts in [[7], [10], [3, 9]] {
        try withTemporaryFolder { folder in
          let path = folder + "/checkpoint"
          var checkpoint: String?
          for cut in cuts {
            let part = try Trainer(
              task, configuration: configuration,
              options: quiet {
                $0.checkpointPath = path
                $0.shouldStop = Stopper(after: cut).ask
              }
            ).run(SmallModel(), resumingFrom: checkpoint)
            #expect(part.outcome == .interrupted)
            checkpoint = path
          }
          let last = try Trainer(task, configuration: configuration, options: quiet())
            .run(SmallModel(seed: 99), resumingFrom: path)
          #expect(last.outcome == .finished)
          #expect(last.step == 20)
          #expect(scalars(last.model) == scalars(whole.model))
          #expect(scalars(last.lastWeights) == scalars(whole.lastWeights))
          #expect(last.bestMetric == whole.bestMetric)
          #expect(last.bestEpoch == whole.bestEpoch)
          #expect(withoutTimes(last.reports.last) == withoutTimes(whole.reports.last))
          #expect(try names(in: folder) == ["checkpoint"])
        }
      }
    }
  }

  @Test func threadsDoNotMatter() throws {
    let results = try [1, 3].map { threads in
      try Trainer(
        SmallTask<Float>(), configuration: configuration(),
        options: quiet { $0.workers = Workers(threads: threads) }
      ).run(SmallModel())
    }
    #expect(scalars(results[0].model) == scalars(results[1].model))
  }

  @Test func checkpointsOfOthersAreRefused() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/checkpoint"
      let task = SmallTask<Float>()
      func trainer(_ change: (inout TrainingConfiguration) -> Void = { _ in }) throws
        -> Trainer<SmallTask<Float>>
      {
        try Trainer(
          task, configuration: configuration(change),
          options: quiet {
            $0.checkpointPath = path
            $0.shouldStop = Stopper(after: 2).ask
          })
      }
      _ = try trainer().run(SmallModel())
      #expect(throws: TrainingError.self) {
        try trainer { $0.seed = 2 }.run(SmallModel(), resumingFrom: path)
      }
      #expect(throws: TrainingError.self) {
        try trainer { $0.optimizer = .sgd() }.run(SmallModel(), resumingFrom: path)
      }
      #expect(throws: TrainingError.self) {
        try trainer { $0.precision = .bfloat16 }.run(SmallModel(), resumingFrom: path)
      }
      #expect(throws: SafetensorsError.self) {
        try trainer().run(SmallModel(), resumingFrom: folder + "/absent")
      }
      // Other data, even of the same size of batches.
      #expect(throws: TrainingError.self) {
        try Trainer(
          SmallTask<Float>(count: 41), configuration: configuration(), options: quiet()
        ).run(SmallModel(), resumingFrom: path)
      }
      // More epochs are welcome.
      _ = try trainer { $0.epochs = 9 }.run(SmallModel(), resumingFrom: path)

      try SafetensorsFile.write(SmallModel<Float>().tensors(), to: path)
      #expect(throws: TrainingError.self) {
        try trainer().run(SmallModel(), resumingFrom: path)
      }
      // Any cut of a checkpoint is refused.
      _ = try trainer().run(SmallModel())
      let whole = try bytes(of: path)
      for length in stride(from: 0, to: whole.count, by: 97) {
        try write(Array(whole[..<length]), to: path)
        #expect(throws: SafetensorsError.self) {
          try trainer().run(SmallModel(), resumingFrom: path)
        }
      }
    }
  }

  @Test func unwritableFilesEndTheRunWithAnError() throws {
    #expect(throws: SafetensorsError.self) {
      try Trainer(
        SmallTask<Float>(), configuration: configuration(),
        options: quiet { $0.checkpointPath = "/absent/checkpoint" }
      ).run(SmallModel())
    }
    #expect(throws: TrainingError.self) {
      try Trainer(
        SmallTask<Float>(), configuration: configuration(),
        options: quiet { $0.logPath = "/absent/log" }
      ).run(SmallModel())
    }
  }

  @Test func stopsEarlyAndKeepsTheBest() throws {
    for goal in [ModelSelection.Goal.lower, .higher] {
      let values = [5.0, 3, 4, .nan, 3, 9]
      var task = SmallTask<Float>()
      let sequence = MetricSequence(values.map { goal == .lower ? $0 : -$0 })
      task.metrics = { _ in ["score": sequence.next()] }
      let result = try Trainer(
        task,
        configuration: configuration {
          $0.epochs = 20
          $0.selection = ModelSelection(metric: "score", goal: goal, patience: 3)
        }, options: quiet()
      ).run(SmallModel())
      #expect(result.outcome == .stoppedEarly)
      #expect(result.reports.map(\.isBest) == [true, true, false, false, false])
      #expect(result.bestEpoch == 2)
      #expect(result.bestMetric == (goal == .lower ? 3 : -3))
      #expect(scalars(result.model) != scalars(result.lastWeights))
    }
  }

  @Test func missingMetricIsNamed() throws {
    #expect(throws: TrainingError.missingMetric("per", available: ["loss"])) {
      try Trainer(
        SmallTask<Float>(),
        configuration: configuration { $0.selection = ModelSelection(metric: "per") },
        options: quiet()
      ).run(SmallModel())
    }
  }

  @Test func nonFiniteStepsAreSkippedUntilTheyAreTooMany() throws {
    var task = SmallTask<Float>()
    task.poisoned = 7
    let result = try Trainer(task, configuration: configuration(), options: quiet())
      .run(SmallModel())
    #expect(result.reports.map(\.skippedSteps) == [1, 1, 1, 1])
    #expect(result.reports.allSatisfy { $0.loss.isFinite })
    #expect(scalars(result.model).values.allSatisfy { $0.allSatisfy(\.isFinite) })
    task.batchSize = 40
    #expect(throws: TrainingError.diverged(step: 10, skippedSteps: 10)) {
      try Trainer(
        task, configuration: configuration { $0.epochs = 50 }, options: quiet()
      ).run(SmallModel())
    }
  }

  @Test func unconnectedParametersAreNamed() throws {
    struct Unconnected: TrainingTask {
      func batches(epoch: Int) -> [[Int]] { [[0]] }
      func loss(
        of model: SmallModel<Float>, on indices: [Int], in context: Context<Float>
      ) throws -> Variable<Float> { context.sum(context.variable(model.second.bias)) }
      func validate(_ model: SmallModel<Float>, workers: Workers) throws -> [String: Double] {
        [:]
      }
    }
    #expect(throws: MissingGradient.self) {
      try Trainer(Unconnected(), configuration: configuration(), options: quiet())
        .run(SmallModel())
    }
  }

  @Test func dropoutLogitsHaveTheirOwnRateAndBounds() throws {
    func rate(_ change: (inout TrainingConfiguration) -> Void) throws -> Double {
      let result = try Trainer(
        SmallTask<Double>(), configuration: configuration(change), options: quiet()
      ).run(SmallModel())
      return result.model.dropoutRates["first.dropout.logit"] ?? .nan
    }
    let still = try rate { $0.learningRates.dropoutLogitMultiplier = 0 }
    expectClose(still, 0.2, absolute: 1e-12)
    let free = try rate {
      $0.learningRates.dropoutLogitMultiplier = 100
      $0.dropoutRateBounds = nil
    }
    #expect(free < 0.18 || free > 0.22)
    let bound = try rate {
      $0.learningRates.dropoutLogitMultiplier = 100
      $0.dropoutRateBounds = DropoutRateBounds(lowest: 0.18, highest: 0.22)
    }
    #expect(bound > 0.18 - 1e-9 && bound < 0.22 + 1e-9)
    // With a warm-up as long as ten runs the rate has hardly begun to move.
    let warming = try rate {
      $0.optimizer = .sgd()
      $0.dropoutLogitWarmUp = 4000
    }
    expectClose(warming, 0.2, absolute: 1e-3)
    #expect(warming != 0.2)
  }

  @Test func averageFollowsTheWeights() throws {
    let result = try Trainer(
      SmallTask<Double>(), configuration: configuration { $0.averagingDecay = 0.5 },
      options: quiet()
    ).run(SmallModel())
    #expect(scalars(result.model) != scalars(result.lastWeights))
    let first = SmallModel<Double>().second.weight.value.scalars
    let (average, last) = (
      result.model.second.weight.value.scalars, result.lastWeights.second.weight.value.scalars
    )
    for index in first.indices where abs(last[index] - first[index]) > 0.05 {
      let share = (average[index] - first[index]) / (last[index] - first[index])
      #expect(share > 0.5 && share < 1.5)
    }
    // One step: d = min(0.5, 1/10).
    let one = try Trainer(
      SmallTask<Double>(),
      configuration: configuration {
        $0.averagingDecay = 0.5
        $0.epochs = 1
      }, options: quiet { $0.shouldStop = { true } }
    ).run(SmallModel())
    #expect(one.step == 1)
    expectClose(
      one.model.second.weight.value.scalars,
      zip(first, one.lastWeights.second.weight.value.scalars).map { 0.1 * $0 + 0.9 * $1 },
      absolute: 1e-12)
  }

  @Test func logHasOneLineOfJSONForEachEpoch() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/log.jsonl"
      let seen = Mutex<[EpochReport]>([])
      let lines = Mutex<[String]>([])
      _ = try Trainer(
        SmallTask<Float>(), configuration: configuration(),
        options: quiet {
          $0.logPath = path
          $0.onEpoch = { report in seen.withLock { $0.append(report) } }
          $0.note = { line in lines.withLock { $0.append(line) } }
        }
      ).run(SmallModel())
      let text = String(decoding: try bytes(of: path), as: UTF8.self)
      let logged = try text.split(separator: "\n").map {
        try JSONDecoder().decode(EpochReport.self, from: Data($0.utf8))
      }
      #expect(logged.count == 4)
      #expect(logged == seen.withLock { $0 })
      #expect(logged.map(\.step) == [5, 10, 15, 20])
      #expect(lines.withLock { $0.count } == 4)
      #expect(lines.withLock { $0[0].hasPrefix("epoch 1  loss ") })
      // Each figure has a name of its own.
      #expect(lines.withLock { $0[0].contains("  validation loss ") })
    }
  }

  @Test func timeLimitEndsTheRunWithAValidation() throws {
    let result = try Trainer(
      SmallTask<Float>(), configuration: configuration { $0.epochs = 1000 },
      options: quiet { $0.timeLimit = 0 }
    ).run(SmallModel())
    #expect(result.outcome == .timeLimit)
    #expect(result.step == 1)
    #expect(result.reports.map(\.isComplete) == [false])
  }

  @Test func aRunThatATimeLimitEndedGoesOnToTheSameBits() throws {
    let configuration = configuration {
      $0.averagingDecay = 0.9
      $0.selection = ModelSelection(metric: "loss", goal: .higher, patience: 3)
    }
    let task = SmallTask<Float>()
    let whole = try Trainer(task, configuration: configuration, options: quiet()).run(SmallModel())
    try withTemporaryFolder { folder in
      let path = folder + "/checkpoint"
      // The loss is highest after the first step: what was measured there must not be the best of the run that goes on.
      let part = try Trainer(
        task, configuration: configuration,
        options: quiet {
          $0.checkpointPath = path
          $0.timeLimit = 0
        }
      ).run(SmallModel())
      #expect(part.outcome == .timeLimit && part.step == 1)
      let last = try Trainer(task, configuration: configuration, options: quiet())
        .run(SmallModel(seed: 99), resumingFrom: path)
      #expect(scalars(last.model) == scalars(whole.model))
      #expect(last.bestMetric == whole.bestMetric && last.bestEpoch == whole.bestEpoch)
    }
  }

  @Test func equalMetricsAreDecidedByAnother() throws {
    func best(_ tieBreaker: String?) throws -> Int {
      var task = SmallTask<Float>()
      task.metrics = { ["one": 1, "loss": $0] }
      return try Trainer(
        task,
        configuration: configuration {
          $0.selection = ModelSelection(metric: "one", tieBreaker: tieBreaker)
        }, options: quiet()
      ).run(SmallModel()).bestEpoch
    }
    #expect(try best(nil) == 1)
    #expect(try best("loss") == 4)
  }

  @Test func impossibleSettingsAreRefused() {
    let changes: [(inout TrainingConfiguration) -> Void] = [
      { $0.epochs = 0 }, { $0.learningRates.base = -1 }, { $0.learningRates.base = .nan },
      { $0.gradientNormLimit = 0 }, { $0.averagingDecay = 1 },
      { $0.optimizer = .adam(beta1: 1) }, { $0.schedule = .stepDecay(factor: 0.5, every: 0) },
      { $0.dropoutRateBounds = DropoutRateBounds(lowest: 0.5, highest: 0.2) },
      { $0.selection = ModelSelection(metric: "x", patience: 0) },
    ]
    for change in changes {
      #expect(throws: TrainingError.self) {
        try Trainer(SmallTask<Float>(), configuration: configuration(change))
      }
    }
  }

  @Test func configurationIsReadFromPartsOfIt() throws {
    func read(_ text: String) throws -> TrainingConfiguration {
      try JSONDecoder().decode(TrainingConfiguration.self, from: Data(text.utf8))
    }
    #expect(try read("{}") == TrainingConfiguration())
    let changed = try read(
      """
      {"epochs": 7, "dropoutRateBounds": null, "precision": "bfloat16",
       "schedule": {"cosine": {"warmUp": 3, "floor": 0}}}
      """)
    #expect(changed.epochs == 7)
    #expect(changed.dropoutRateBounds == nil && changed.precision == .bfloat16)
    #expect(changed.schedule == .cosine(warmUp: 3, floor: 0))
    let encoded = try JSONEncoder().encode(changed)
    #expect(try JSONDecoder().decode(TrainingConfiguration.self, from: encoded) == changed)
    #expect(throws: DecodingError.self) { try read(#"{"epoch": 7}"#) }
    #expect(throws: DecodingError.self) { try read(#"{"epochs": "7"}"#) }
  }
}

/// Gives one value after the other.
private final class MetricSequence: Sendable {
  private let values: [Double]
  private let position = Mutex(0)
  init(_ values: [Double]) { self.values = values }
  func next() -> Double {
    position.withLock { position in
      position += 1
      return values[min(position, values.count) - 1]
    }
  }
}
