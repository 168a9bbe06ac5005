import Candor
import CandorEngine

/// What one run of the digit experiment measured.
public struct MNISTResult: ExperimentResult {
  /// What all runs have in common.
  public var settings: MNISTSettings
  /// Images trained on.
  public var images: Int
  /// On the test images, by Monte-Carlo samples of the weights, or by the only network where nothing is dropped.
  var test: MNISTScores
  /// On the test images, by the mean network.
  var testOfMean: MNISTScores
  /// On the validation images, by Monte-Carlo samples.
  var validation: MNISTScores
  /// Mean mutual information between digit and weights on the test images, in nats.
  public var epistemic: Double
  /// The rate before each layer.
  public var rates: [Double]
  /// From which the penalty follows, where there is one.
  public var prior: Prior?
}

/// The paper's digit experiment: a perceptron of three hidden layers, learned rates against fixed ones, and the rates
/// that are learned from more and fewer images.
public struct MNISTExperiment: Experiment {
  /// Names the command and the folder.
  public static let name = "mnist"
  /// What is compared, for a heading.
  public static let title =
    "Digits by a perceptron: learned dropout rates, fixed ones, and none"
  /// Every run, in the order of the table.
  public static func runs(for settings: MNISTSettings) -> [MNISTRun] {
    MNISTRun.all
  }

  /// What all runs have in common.
  public var settings: MNISTSettings
  /// Which runs.
  public var runs: [MNISTRun]
  /// Where it runs.
  public var environment: ExperimentEnvironment

  /// - Throws: `ExperimentError.settings`
  public init(
    settings: MNISTSettings, runs: [MNISTRun], environment: ExperimentEnvironment
  ) throws {
    try settings.validate()
    self.settings = settings
    self.runs = runs
    self.environment = environment
  }

  /// The images.
  public func corpus(in folder: String) throws -> MNISTData {
    let data = try MNISTData(folder: folder + "/mnist", limit: settings.imageLimit)
    environment.note(
      "\(data.training.count) training, \(data.validation.count) validation, "
        + "\(data.test.count) test images")
    return data
  }

  /// The settings without those that do not concern a run.
  public func settings(_ settings: MNISTSettings, concerning run: MNISTRun?) -> MNISTSettings {
    settings.concerning(run)
  }

  /// Scores and rates.
  public func summary(_ result: MNISTResult) -> String {
    "test \(Decimal.fixed(100 * result.test.accuracy, decimals: 2)) %, rates "
      + result.rates.map { Decimal.fixed($0, decimals: 3) }.joined(separator: " ")
  }

  /// Trains and measures one run.
  public func train(
    _ run: MNISTRun, on corpus: MNISTData, in folder: RunFolder
  ) throws -> MNISTResult? {
    let count = max(1, Int(Double(corpus.training.count) * run.fraction))
    let prior = prior(run, count: count)
    if let prior { environment.note("\(run.name): \(prior)") }
    let model = MultilayerPerceptron<Float>(
      sizes: [MNISTData.pixelCount] + Array(repeating: settings.hidden, count: 3)
        + [MNISTData.classCount],
      dropout: dropout(run, prior: prior), seed: settings.seed)
    let task = MNISTTask(
      corpus, count: count, batchSize: settings.batchSize, seed: settings.seed)
    let trained = try Trainer(
      task, configuration: training(run), options: environment.options(for: run.name, in: folder)
    ).run(model, resumingFrom: folder.checkpoint)
    guard trained.outcome == .finished else { return nil }
    return try measure(trained.model, prior: prior, on: corpus, images: count)
  }

  private func prior(_ run: MNISTRun, count: Int) -> Prior? {
    switch run.kind {
    case .concrete:
      Prior(lengthScale: settings.lengthScale, dataCount: count, beta: settings.beta)
    case .paper:
      Prior(
        weightRegularizer: 1e-4 / Double(count), dropoutRegularizer: 2 / Double(count),
        dataCount: count)
    case .fixed: nil
    }
  }

  private func dropout(_ run: MNISTRun, prior: Prior?) -> [DropoutChoice] {
    (0..<4).map { layer in
      switch run.kind {
      case .concrete, .paper: .concrete(initialRate: 0.1, prior: prior)
      case .fixed(let rate): rate == 0 || layer == 0 ? .none : .fixed(rate: rate)
      }
    }
  }

  private func training(_ run: MNISTRun) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    // Equally many steps for fewer images.
    configuration.epochs = Int((Double(settings.epochs) / run.fraction).rounded())
    configuration.seed = settings.seed
    if run.kind == .paper {
      configuration.optimizer = .sgd(momentum: 0.5)
      configuration.learningRates = LearningRates(base: 0.01)
      configuration.dropoutRateBounds = nil
    } else {
      configuration.learningRates = LearningRates(
        base: settings.learningRate, dropoutLogitMultiplier: 10)
      configuration.schedule = .cosine(warmUp: 0, floor: 0)
    }
    return configuration
  }

  private func measure(
    _ model: MultilayerPerceptron<Float>, prior: Prior?, on corpus: MNISTData, images: Int
  ) throws -> MNISTResult {
    let isStochastic = model.dropoutRates.contains { $0 > 0 }
    func sampled(_ part: MNISTData.Part) throws -> (MNISTScores, Double) {
      let samples = try MNISTTask.samples(
        of: model, on: part, count: isStochastic ? settings.samples : 1, seed: settings.seed,
        workers: environment.workers)
      let information = samples.mutualInformation()
      return (
        MNISTScores(probabilities: samples.mean(), labels: part.labels),
        information.reduce(0, +) / Double(max(1, information.count))
      )
    }
    let (test, epistemic) = try sampled(corpus.test)
    let mean = MNISTTask.probabilities(
      of: model, on: corpus.test, workers: environment.workers
    ) { Context(mode: .deterministic, workers: $0) }
    return MNISTResult(
      settings: settings, images: images, test: test,
      testOfMean: MNISTScores(probabilities: mean, labels: corpus.test.labels),
      validation: try sampled(corpus.validation).0, epistemic: epistemic,
      rates: model.dropoutRates, prior: prior)
  }

  /// The table and the figures.
  public func report(on runs: [FinishedRun<MNISTRun, MNISTResult>]) throws -> MNISTReport {
    MNISTReport(
      rows: try runs.map {
        MNISTReport.Row(run: $0.run, result: $0.result, epochs: try $0.folder.epochs())
      })
  }
}
