import Candor
import CandorEngine
import RealModule

/// What one run on road scenes measured.
public struct CamVidResult: ExperimentResult {
  /// Scores on the test images.
  public struct Scores: Sendable, Codable, Equatable {
    /// Mean over 11 classes of the intersection over union of all pixels, void left out.
    public var meanIoU: Double
    /// The paper's: per image, over 11 classes and void, then the mean of the images.
    public var meanIoUOfImages: Double
    /// By class; nil where a class is neither there nor predicted.
    public var classIoU: [Double?]
    /// The share of pixels, void left out, whose likeliest class is right.
    public var accuracy: Double
    /// In nats.
    public var nll: Double
    /// Expected calibration error of the likeliest class, 10 bins.
    public var ece: Double
    /// For each class, for each bin of its probability that is not empty: mean probability, frequency, pixels.
    public var calibration: [[[Double]]]

    init(_ scores: SegmentationScores) {
      meanIoU = scores.meanIoU
      meanIoUOfImages = scores.meanIoUOfImages
      classIoU = scores.classIoU
      accuracy = scores.accuracy
      nll = scores.meanNLL
      ece = scores.calibration.expectedError
      calibration = CamVidData.classes.indices.map { scores.calibration.bins(of: $0) }
    }
  }

  /// What all runs have in common.
  public var settings: CamVidSettings
  /// Trainable numbers of the network.
  public var parameters: Int
  /// Images trained on.
  public var images: Int
  /// By Monte-Carlo samples of the weights, or by the only network where nothing is dropped.
  public var test: Scores
  /// By the mean network.
  public var testOfMean: Scores
  /// Mean mutual information between class and weights, in nats.
  public var epistemic: Double
  /// The rate before each convolution that has one, in the order in which an image passes them.
  public var rates: [Double]
  /// The names of those places.
  public var sites: [String]
  /// From which the penalty follows, where there is one.
  public var prior: Prior?
}

/// The paper's segmentation of road scenes: FC-DenseNet with spatial Concrete Dropout against a fixed rate.
public struct CamVidExperiment: Experiment {
  /// Names the command and the folder.
  public static let name = "camvid"
  /// What is compared, for a heading.
  public static let title =
    "Road scenes by FC-DenseNet: learned rates of whole channels, fixed ones, and none"
  /// Every run, in the order of the table.
  public static func runs(for settings: CamVidSettings) -> [CamVidRun] {
    CamVidRun.all
  }

  /// What all runs have in common.
  public var settings: CamVidSettings
  /// Which runs.
  public var runs: [CamVidRun]
  /// Where it runs.
  public var environment: ExperimentEnvironment

  /// - Throws: `ExperimentError.settings`
  public init(
    settings: CamVidSettings, runs: [CamVidRun], environment: ExperimentEnvironment
  ) throws {
    try settings.validate()
    self.settings = settings
    self.runs = runs
    self.environment = environment
  }

  /// The images.
  public func corpus(in folder: String) throws -> CamVidData {
    let data = try CamVidData(folder: folder + "/camvid", limit: settings.imageLimit)
    environment.note(
      "\(data.training.count) training, \(data.validation.count) validation, "
        + "\(data.test.count) test images of \(data.training.width) × \(data.training.height)")
    return data
  }

  /// The settings without those that do not concern a run.
  public func settings(
    _ settings: CamVidSettings, concerning run: CamVidRun?
  ) -> CamVidSettings {
    settings.concerning(run)
  }

  /// Scores and rates.
  public func summary(_ result: CamVidResult) -> String {
    "test IoU \(Decimal.fixed(100 * result.test.meanIoU, decimals: 2)) %, accuracy "
      + "\(Decimal.fixed(100 * result.test.accuracy, decimals: 2)) %, rates "
      + "\(Decimal.fixed(result.rates.min() ?? 0, decimals: 3)) to \(Decimal.fixed(result.rates.max() ?? 0, decimals: 3))"
  }

  /// Trains and measures one run.
  public func train(
    _ run: CamVidRun, on corpus: CamVidData, in folder: RunFolder
  ) throws -> CamVidResult? {
    let (model, prior) = network(run, images: corpus.training.count)
    environment.note("\(run.name): \(model.parameterCount) parameters")
    if let prior { environment.note("\(run.name): \(prior)") }
    let task = CamVidTask(
      corpus, crop: settings.crop, batchSize: settings.batchSize, seed: settings.seed)
    var configuration = TrainingConfiguration()
    configuration.epochs = settings.epochs
    configuration.seed = settings.seed
    configuration.optimizer = .rmsprop(decay: 0.99, epsilon: 1e-8)
    configuration.learningRates = LearningRates(
      base: settings.learningRate, dropoutLogitMultiplier: run.kind == .paper ? 1 : 10)
    configuration.schedule = .stepDecay(factor: 0.995, every: task.batches(epoch: 0).count)
    if run.kind == .paper { configuration.dropoutRateBounds = nil }
    let trained = try Trainer(
      task, configuration: configuration, options: environment.options(for: run.name, in: folder)
    ).run(model, resumingFrom: folder.checkpoint)
    guard trained.outcome == .finished else { return nil }
    return try measure(trained.model, prior: prior, on: corpus, in: folder)
  }

  /// The network of a run before training, and the prior of its rates where they are learned from one.
  func network(_ run: CamVidRun, images: Int) -> (model: FCDenseNet<Float>, prior: Prior?) {
    func model(_ dropout: DropoutChoice) -> FCDenseNet<Float> {
      FCDenseNet(
        settings.network.sizes, classes: CamVidData.classes.count, dropout: dropout,
        seed: settings.seed)
    }
    switch run.kind {
    case .concrete:
      // A guess costs ln C whatever the images.
      let prior = Prior.balanced(
        loss: Double.log(Double(CamVidData.classes.count)), fraction: settings.fraction,
        inputCounts: model(.none).inputCounts, dataCount: images,
        lengthScale: settings.lengthScale)
      return (model(.concrete(initialRate: 0.1, prior: prior)), prior)
    case .paper:
      let prior = Prior(weightRegularizer: 1e-8, dropoutRegularizer: 1, dataCount: images)
      return (model(.concrete(initialRate: 0.03, prior: prior)), prior)
    case .fixed(let rate):
      return (model(rate == 0 ? .none : .fixed(rate: rate)), nil)
    }
  }

  private func measure(
    _ model: FCDenseNet<Float>, prior: Prior?, on corpus: CamVidData, in folder: RunFolder
  ) throws -> CamVidResult {
    let rates = model.rates
    let samples = rates.contains { $0.rate > 0 } ? settings.samples : 1
    var (epistemic, pixels) = (0.0, 0)
    var example: SampledPixels?
    let test = CamVidTask.scores(of: model, on: corpus.test) { image in
      let sampled = CamVidTask.sampled(
        model, on: corpus.test, image: image, samples: samples, seed: settings.seed,
        workers: environment.workers)
      if image == 0 { example = sampled }
      let information = sampled.mutualInformation
      epistemic += information.reduce(0, +)
      pixels += information.count
      return sampled.mean
    }
    if let example {
      try SegmentationPicture.of(example, image: 0, in: corpus.test)
        .write(to: folder.path + "/example.png")
    }
    let mean = CamVidTask.scores(of: model, on: corpus.test) { image in
      CamVidTask.probabilities(
        of: model, on: corpus.test, image: image,
        in: Context(mode: .deterministic, workers: environment.workers))
    }
    return CamVidResult(
      settings: settings, parameters: model.parameterCount, images: corpus.training.count,
      test: .init(test), testOfMean: .init(mean), epistemic: epistemic / Double(max(1, pixels)),
      rates: rates.map(\.rate), sites: rates.map(\.site), prior: prior)
  }

  /// The table and the figures.
  public func report(
    on runs: [FinishedRun<CamVidRun, CamVidResult>]
  ) throws -> CamVidReport {
    CamVidReport(
      rows: try runs.map {
        CamVidReport.Row(run: $0.run, result: $0.result, epochs: try $0.folder.epochs())
      })
  }
}
