import CandorFiles

/// Trains a model on a task.
///
/// The objective of a step is always the loss plus every penalty that layers registered. Each step's masks are a
/// function of the run's seed and the number of the step, so that a run which was interrupted and continued gives
/// the same bits as one that was not.
public struct Trainer<Task: TrainingTask> {
  /// The model that is trained.
  public typealias Model = Task.Model
  /// The number type.
  public typealias Scalar = Task.Model.Scalar

  /// Data and loss.
  public let task: Task
  /// What is computed.
  public let configuration: TrainingConfiguration
  /// Files, threads, limits.
  public let options: TrainingOptions

  /// So many steps in a row without a finite gradient end a run.
  public static var skippedStepLimit: Int { 10 }

  /// - Parameters:
  ///   - task: data and loss
  ///   - configuration: what is computed
  ///   - options: files, threads, limits
  /// - Throws: `TrainingError.configuration`
  public init(
    _ task: Task, configuration: TrainingConfiguration, options: TrainingOptions = TrainingOptions()
  ) throws {
    if let problem = configuration.problem { throw TrainingError.configuration(problem) }
    self.task = task
    self.configuration = configuration
    self.options = options
  }

  /// Runs to the last epoch, or until something ends the run before.
  ///
  /// - Parameters:
  ///   - model: the initial model; for a run that continues, one that is built alike
  ///   - checkpoint: the file from which to continue; nil begins anew
  /// - Throws: `TrainingError`, `SafetensorsError`, `MissingGradient`, and what the task throws
  public func run(
    _ model: Model, resumingFrom checkpoint: String? = nil
  ) throws -> TrainingResult<Model> {
    var state = TrainingState<Model>(
      model: model, average: configuration.averagingDecay == nil ? nil : model, best: nil,
      optimizer: configuration.optimizer.make(Scalar.self))
    if let checkpoint {
      try state.restore(
        from: checkpoint, configuration: configuration, settings: task.settingsByName)
    }
    let data = fingerprint(of: task.batches(epoch: 0)) ^ task.fingerprint
    if let checkpoint, let saved = state.counters.data, saved != data {
      throw TrainingError.checkpoint(file: checkpoint, problem: "it was made with other data")
    }
    state.counters.data = data
    var run = try TrainingRun(trainer: self, state: state)
    return try run.run()
  }
}

/// A hash of an epoch's batches.
private func fingerprint(of batches: [[Int]]) -> UInt64 {
  batches.reduce(0) { RandomStream.hash($1.lazy.map(UInt64.init), after: $0) }
}

/// One run of a trainer.
private struct TrainingRun<Task: TrainingTask> {
  typealias Scalar = Task.Model.Scalar
  typealias Result = TrainingResult<Task.Model>

  let trainer: Trainer<Task>
  var state: TrainingState<Task.Model>
  var reports: [EpochReport] = []
  var progress: TrainingProgress
  let log: SystemFile?
  let clock = ContinuousClock()
  let started: ContinuousClock.Instant
  var saved: ContinuousClock.Instant
  var validationSeconds = 0.0

  var configuration: TrainingConfiguration { trainer.configuration }
  var options: TrainingOptions { trainer.options }

  init(trainer: Trainer<Task>, state: TrainingState<Task.Model>) throws {
    self.trainer = trainer
    self.state = state
    progress = TrainingProgress(isShown: trainer.options.showsProgress)
    started = clock.now
    saved = started
    if let path = trainer.options.logPath {
      do throws(SystemFile.Failure) {
        log = try SystemFile(appendingTo: path)
      } catch {
        throw TrainingError.log(file: path, problem: error.message)
      }
    } else {
      log = nil
    }
  }

  mutating func run() throws -> Result {
    defer { progress.clear() }
    while state.counters.epoch < configuration.epochs {
      if isPatienceExhausted { return result(.stoppedEarly) }
      let batches = trainer.task.batches(epoch: state.counters.epoch)
      guard !batches.isEmpty, batches.allSatisfy({ !$0.isEmpty }) else {
        throw TrainingError.noData
      }
      guard state.counters.position <= batches.count else {
        throw TrainingError.configuration(
          "the checkpoint is at batch \(state.counters.position) of \(batches.count): other data")
      }
      while state.counters.position < batches.count {
        let begin = clock.now
        try step(on: batches[state.counters.position], total: batches.count * configuration.epochs)
        state.counters.sums.seconds += seconds(since: begin)
        state.counters.position += 1
        showProgress(batches: batches.count)
        if options.shouldStop() {
          try save()
          return result(.interrupted)
        }
        if isOutOfTime, state.counters.position < batches.count {
          // What is measured in the middle of an epoch concerns this result alone, not the run that goes on.
          try save()
          try endEpoch(isComplete: false)
          return result(.timeLimit)
        }
        if seconds(since: saved) > options.checkpointInterval { try save() }
      }
      try endEpoch(isComplete: true)
      state.counters.epoch += 1
      state.counters.position = 0
      state.counters.sums = .init()
      try save()
      if state.counters.epoch < configuration.epochs {
        if options.shouldStop() { return result(.interrupted) }
        if isOutOfTime { return result(.timeLimit) }
      }
    }
    return result(.finished)
  }

  // MARK: A step

  private mutating func step(on indices: [Int], total: Int) throws {
    let counters = state.counters
    let context = Context<Scalar>(
      mode: .training,
      seed: RandomStream.seed(
        configuration.seed, RandomStream.key("training step"), UInt64(counters.step)),
      precision: configuration.precision, workers: options.workers)
    let loss = try trainer.task.loss(of: state.model, on: indices, in: context)
    let objective = context.objective(loss)
    var gradients = try context.gradients(of: objective, for: state.model)
    let norm = gradients.clip(
      toNorm: configuration.gradientNormLimit ?? .infinity, over: state.model,
      workers: options.workers)
    let value = Double(objective.value.item)

    state.counters.step += 1
    state.counters.sums.seenExamples += indices.count
    guard norm.isFinite, value.isFinite else {
      state.counters.sums.skippedSteps += 1
      state.counters.skippedInARow += 1
      if state.counters.skippedInARow >= Trainer<Task>.skippedStepLimit {
        throw TrainingError.diverged(
          step: state.counters.step, skippedSteps: state.counters.skippedInARow)
      }
      return
    }
    state.counters.skippedInARow = 0
    let rates = rates(step: counters.step, of: total)
    state.optimizer.update(
      &state.model, with: gradients, rates: rates, workers: options.workers)
    context.applyStatistics(to: &state.model)
    configuration.dropoutRateBounds?.apply(to: &state.model)
    if let decay = configuration.averagingDecay {
      state.average?.average(with: state.model, decay: decay, step: counters.averages)
      state.counters.averages += 1
    }

    let examples = Double(indices.count)
    let penalty = context.penalties.reduce(0) { $0 + Double($1.value.value.item) }
    state.counters.sums.examples += indices.count
    state.counters.sums.steps += 1
    state.counters.sums.loss += Double(loss.value.item) * examples
    state.counters.sums.penalty += penalty
    state.counters.sums.objective += value * examples
    state.counters.sums.gradientNorm += norm
  }

  private func rates(step: Int, of total: Int) -> LearningRates {
    var rates = configuration.learningRates.scaled(
      by: configuration.schedule.factor(step: step, of: total))
    let warmUp = configuration.dropoutLogitWarmUp * Double(total) / Double(configuration.epochs)
    if Double(step) < warmUp { rates.dropoutLogitMultiplier *= Double(step) / warmUp }
    return rates
  }

  // MARK: An epoch

  private mutating func endEpoch(isComplete: Bool) throws {
    progress.clear()
    let candidate = state.average ?? state.model
    let begin = clock.now
    let validation = try trainer.task.validate(candidate, workers: options.workers)
    validationSeconds = seconds(since: begin)
    var isBest = false
    if let selection = configuration.selection {
      guard let metric = validation[selection.metric] else {
        throw TrainingError.missingMetric(selection.metric, available: Array(validation.keys))
      }
      let tieBreaker = selection.tieBreaker.flatMap { validation[$0] }
      isBest =
        selection.isBetter(metric, than: state.counters.bestMetric)
        || (metric == state.counters.bestMetric
          && selection.isBetter(tieBreaker ?? .nan, than: state.counters.bestTieBreaker))
      if isBest {
        state.best = candidate
        state.counters.bestTieBreaker = tieBreaker
        state.counters.bestMetric = metric
        state.counters.bestEpoch = state.counters.epoch + 1
        state.counters.stale = 0
      } else if isComplete {
        state.counters.stale += 1
      }
    } else {
      state.counters.bestEpoch = state.counters.epoch + 1
    }
    let report = report(validation: validation, isComplete: isComplete, isBest: isBest)
    reports.append(report)
    if let log, let path = options.logPath {
      let line = try json(report) + "\n"
      do throws(SystemFile.Failure) {
        try log.write(Array(line.utf8))
      } catch {
        throw TrainingError.log(file: path, problem: error.message)
      }
    }
    options.onEpoch(report)
    options.note(report.description)
  }

  private func report(
    validation: [String: Double], isComplete: Bool, isBest: Bool
  ) -> EpochReport {
    let sums = state.counters.sums
    let examples = Double(max(1, sums.examples))
    let steps = Double(max(1, sums.steps))
    let total = trainer.task.batches(epoch: state.counters.epoch).count * configuration.epochs
    return EpochReport(
      epoch: state.counters.epoch + 1, isComplete: isComplete, step: state.counters.step,
      seconds: sums.seconds, validationSeconds: validationSeconds,
      examplesPerSecond: Double(sums.seenExamples) / max(sums.seconds, 1e-9),
      loss: sums.loss / examples, penalty: sums.penalty / steps,
      objective: sums.objective / examples, gradientNorm: sums.gradientNorm / steps,
      learningRate: rates(step: max(0, state.counters.step - 1), of: total).base,
      skippedSteps: sums.skippedSteps, dropoutRates: state.model.dropoutRates,
      validation: validation, isBest: isBest)
  }

  // MARK: Ends

  private var isPatienceExhausted: Bool {
    guard let patience = configuration.selection?.patience else { return false }
    return state.counters.stale >= patience
  }

  /// Whether no time is left for another step and the validation after it.
  private var isOutOfTime: Bool {
    guard let limit = options.timeLimit else { return false }
    return seconds(since: started) + validationSeconds > limit
  }

  private mutating func save() throws {
    saved = clock.now
    guard let path = options.checkpointPath else { return }
    try state.save(to: path, configuration: configuration, settings: trainer.task.settingsByName)
  }

  private func result(_ outcome: Result.Outcome) -> Result {
    Result(
      outcome: outcome, model: state.best ?? state.average ?? state.model,
      lastWeights: state.model, bestMetric: state.counters.bestMetric,
      bestEpoch: state.counters.bestEpoch, step: state.counters.step, reports: reports)
  }

  private func seconds(since instant: ContinuousClock.Instant) -> Double {
    instant.duration(to: clock.now) / .seconds(1)
  }

  private mutating func showProgress(batches: Int) {
    let sums = state.counters.sums
    let position = state.counters.position
    let share = Double(position) / Double(batches)
    let whole = sums.seconds / max(share, 1e-9) + validationSeconds
    let left =
      sums.seconds / max(share, 1e-9) - sums.seconds + validationSeconds
      + whole * Double(configuration.epochs - state.counters.epoch - 1)
    let rate = Double(sums.seenExamples) / max(sums.seconds, 1e-9)
    let loss = TrainingProgress.short(sums.loss / Double(max(1, sums.examples)))
    let epoch = "\(state.counters.epoch + 1)/\(configuration.epochs)"
    progress.show(
      "epoch \(epoch)  \(position)/\(batches)  loss \(loss)  \(Int(min(rate, 1e12))) examples/s  "
        + "\(TrainingProgress.clock(left)) left")
  }
}
