import Candor
import CandorEngine
import RealModule

/// What one run of the regression experiment measured.
public struct UCIResult: ExperimentResult {
  /// What all runs have in common.
  public var settings: UCISettings
  /// Root mean square error, in the unit of the target.
  public var rmse: Double
  /// Mean logarithm of the predictive density of a row, in nats.
  public var logLikelihood: Double
  /// The dropout rate before each layer.
  public var rates: [Double]
  /// The precision τ, in the unit of the target.
  public var precision: Double
  /// From which the penalty follows.
  public var prior: Prior
  /// Seconds of training and measuring.
  public var seconds: Double
}

/// The paper's regression experiment on three data sets of the UCI repository.
public struct UCIExperiment: Experiment {
  /// Names the command and the folder.
  public static let name = "uci"
  /// What is compared, for a heading.
  public static let title =
    "Regression on three UCI data sets: the paper's network and ours"
  /// Every run, in the order of the table.
  public static func runs(for settings: UCISettings) -> [UCIRun] {
    UCIRun.all(splits: settings.splits)
  }

  /// What all runs have in common.
  public var settings: UCISettings
  /// Which runs.
  public var runs: [UCIRun]
  /// Where it runs.
  public var environment: ExperimentEnvironment

  /// - Throws: `ExperimentError.settings`
  public init(
    settings: UCISettings, runs: [UCIRun], environment: ExperimentEnvironment
  ) throws {
    try settings.validate()
    self.settings = settings
    self.runs = runs
    self.environment = environment
  }

  /// The data sets that runs need.
  public func corpus(in folder: String) throws -> [UCIDataset: UCIData] {
    var data: [UCIDataset: UCIData] = [:]
    for dataset in Set(runs.map(\.dataset)) {
      data[dataset] = try UCIData(
        folder: "\(folder)/uci/\(dataset.folder)", splits: settings.splits)
    }
    return data
  }

  /// The settings without those that do not concern a run.
  public func settings(_ settings: UCISettings, concerning run: UCIRun?) -> UCISettings {
    settings.concerning(run?.variant)
  }

  /// Scores and rates.
  public func summary(_ result: UCIResult) -> String {
    "RMSE \(Decimal.fixed(result.rmse, decimals: 4)), log-likelihood \(Decimal.fixed(result.logLikelihood, decimals: 4)), rates "
      + result.rates.map { Decimal.fixed($0, decimals: 3) }.joined(separator: " ")
  }

  /// Trains and measures one run.
  public func train(
    _ run: UCIRun, on corpus: [UCIDataset: UCIData], in folder: RunFolder
  ) throws -> UCIResult? {
    guard let data = corpus[run.dataset] else {
      throw ExperimentError.data("\(run.dataset.rawValue) was not read")
    }
    let clock = ContinuousClock()
    let begin = clock.now
    let parts = parts(of: data, run)
    let trained =
      try run.variant == .ours ? ours(run, parts.training) : theirs(run, parts.training)
    guard let (model, prior) = trained else { return nil }
    let scores = RegressionScores(
      of: model, on: parts.test, deviation: parts.deviation, samples: settings.samples,
      seed: settings.seed, workers: environment.workers)
    let s = Double(model.likelihood.logPrecision?.value.item ?? .nan)
    return UCIResult(
      settings: settings, rmse: scores.rmse, logLikelihood: scores.logLikelihood,
      rates: model.perceptron.dropoutRates,
      precision: Double.exp(s) / (parts.deviation * parts.deviation), prior: prior,
      seconds: begin.duration(to: clock.now) / .seconds(1))
  }

  /// Training and test rows of a run, standardised by the training rows unless the script is followed.
  private func parts(
    of data: UCIData, _ run: UCIRun
  ) -> (training: RegressionExamples, test: RegressionExamples, deviation: Double) {
    let split = data.splits[run.split]
    var (training, test) = (split.training, split.test)
    if settings.isHeldOut {
      var generator = SeededGenerator(
        seed: UInt64(run.split), purpose: "held-out rows of \(run.dataset.rawValue)")
      training.shuffle(using: &generator)
      test = Array(training.prefix(max(1, training.count / 10)))
      training.removeFirst(test.count)
    }
    let width = data.features[0].count
    let isRaw = run.variant == .script
    let inputs =
      isRaw ? Standardization(identity: width) : Standardization(training.map { data.features[$0] })
    let targets =
      isRaw ? Standardization(identity: 1) : Standardization(training.map { [data.targets[$0]] })
    func examples(_ rows: [Int]) -> RegressionExamples {
      var examples = RegressionExamples(inputCount: width, targetCount: 1)
      for row in rows {
        examples.append(inputs.apply(data.features[row]), targets.apply([data.targets[row]]))
      }
      return examples
    }
    return (examples(training), examples(test), targets.deviations[0])
  }

  private func seed(_ run: UCIRun) -> UInt64 {
    RandomStream.seed(settings.seed, RandomStream.key(run.dataset.rawValue), UInt64(run.split))
  }

  private func network(
    inputs: Int, rates: [Double], prior: Prior, gamma: GammaPrior?, seed: UInt64
  ) -> RegressionNetwork {
    RegressionNetwork(
      inputs: inputs, hidden: Array(repeating: settings.hidden, count: settings.hiddenLayers),
      dropout: rates.map { .concrete(initialRate: $0, prior: prior) },
      noise: .trained(prior: gamma), seed: seed)
  }

  private func ours(
    _ run: UCIRun, _ training: RegressionExamples
  ) throws -> (RegressionNetwork, Prior)? {
    let prior = Prior(
      lengthScale: settings.lengthScale, dataCount: training.count, beta: settings.beta)
    let model = network(
      inputs: training.inputCount,
      rates: Array(repeating: 0.1, count: settings.hiddenLayers + 1), prior: prior, gamma: nil,
      seed: seed(run))
    let task = RegressionTask(training, batchSize: settings.batchSize, seed: seed(run))
    var configuration = TrainingConfiguration()
    configuration.epochs = max(1, settings.steps / task.batches(epoch: 0).count)
    configuration.seed = seed(run)
    configuration.learningRates = LearningRates(
      base: settings.learningRate, dropoutLogitMultiplier: 1)
    configuration.schedule = .cosine(warmUp: min(100, settings.steps / 10), floor: 0)
    configuration.gradientNormLimit = 10
    var options = TrainingOptions()
    options.workers = environment.workers
    options.shouldStop = environment.shouldStop
    options.note = { _ in }
    let trained = try Trainer(task, configuration: configuration, options: options).run(model)
    return trained.outcome == .finished ? (trained.model, prior) : nil
  }

  private func theirs(
    _ run: UCIRun, _ training: RegressionExamples
  ) throws -> (RegressionNetwork, Prior)? {
    let prior = Prior(
      weightRegularizer: 1e-2, dropoutRegularizer: 1e2, dataCount: training.count)
    // In the text the logarithm of the prior is part of the objective that is divided by N; in the script it is not
    // divided, and added to what is minimised.
    let isScript = run.variant == .script
    let gamma = GammaPrior(
      shape: 0.1, rate: 0.01, coefficient: isScript ? -1 : 1 / Double(training.count))
    var generator = SeededGenerator(seed: seed(run), purpose: "initial dropout rates")
    let rates = (0...settings.hiddenLayers).map { _ in
      PaperVariant.initialRate(using: &generator)
    }
    var model = network(
      inputs: training.inputCount, rates: rates, prior: prior, gamma: gamma, seed: seed(run))
    model.rectifiesOutput = isScript
    let scheme = AlternatingTraining(
      epochs: settings.paperEpochs, seed: seed(run), broadcastsTargets: isScript)
    let isFinished = try scheme.run(
      &model, on: training, workers: environment.workers, shouldStop: environment.shouldStop)
    return isFinished ? (model, prior) : nil
  }

  /// The table and the rates.
  public func report(on runs: [FinishedRun<UCIRun, UCIResult>]) throws -> UCIReport {
    UCIReport(runs: runs.map { ($0.run, $0.result) })
  }
}
