import CandorEngine

/// One run of the paper's sentiment experiment.
public struct SentimentVariant: ExperimentRun {
  /// Names the run, its folder and its columns.
  public let name: String
  /// What it is, for a table.
  public let title: String
  /// Whether rates are learned; otherwise both are 0.5.
  public let isConcrete: Bool
  /// Whether the state after the padding is read instead of that after the last word.
  public let readsPadding: Bool
  /// Whether three labels are trained on one logit, instead of two labels on two.
  public let hasThreeLabels: Bool

  /// Every run, in the order of the table: the paper's network read rightly, then with each of the script's two faults,
  /// then with both.
  public static let all: [SentimentVariant] = [
    (false, false, "", ""), (true, false, "-padding", ", the state after the padding"),
    (false, true, "-three", ", three labels on one logit"),
    (true, true, "-script", ", both: the paper's script"),
  ].flatMap { readsPadding, hasThreeLabels, suffix, remark in
    [false, true].map { isConcrete in
      SentimentVariant(
        name: (isConcrete ? "concrete" : "fixed-0.5") + suffix,
        title: (isConcrete ? "Concrete" : "fixed rate 0.5") + remark, isConcrete: isConcrete,
        readsPadding: readsPadding, hasThreeLabels: hasThreeLabels)
    }
  }
}

/// How the paper's sentiment experiment is run. The same for all its runs.
public struct SentimentExperimentSettings: EpochSettings {
  /// The preset that these settings began as.
  public var scale: ExperimentScale
  /// The number of epochs.
  public var epochs = 20
  /// The seed of weights, order and masks.
  public var seed: UInt64 = 42
  /// Sentences in a batch.
  public var batchSize = 64
  /// Adam's rate.
  public var learningRate = 1e-3
  /// The size of the embedding.
  public var embedding = 100
  /// The size of the LSTM.
  public var hidden = 256
  /// wr, which multiplies Σ‖W‖²/(1 − p).
  public var weightRegularizer = 1e-6
  /// dr, which multiplies −K · H(p).
  public var dropoutRegularizer = 2e-5
  /// At most so many sentences of each part.
  public var limit: Int?

  /// The settings of a preset: `paper` is the paper's; `short` has the same network and sentences, and the epochs in
  /// which a fixed rate comes to its best.
  public init(_ scale: ExperimentScale) {
    self.scale = scale
    switch scale {
    case .smoke: (epochs, embedding, hidden, limit) = (2, 6, 6, 60)
    case .short: epochs = 8
    case .paper: break
    }
  }

  /// - Throws: `ExperimentError.settings` for values that make no sense
  public func validate() throws {
    try ExperimentError.check(counts: [
      "epochs": epochs, "sentences in a batch": batchSize, "features of a word": embedding,
      "hidden units": hidden, "sentences": limit ?? 1,
    ])
    try ExperimentError.check(positive: [
      "learning rate": learningRate, "dropout regularizer": dropoutRegularizer,
    ])
    try ExperimentError.check(notNegative: ["weight regularizer": weightRegularizer])
  }

  /// The settings without those that do not concern a run.
  func concerning(_ variant: SentimentVariant?) -> SentimentExperimentSettings {
    guard variant?.isConcrete != true else { return self }
    var settings = self
    settings.weightRegularizer = 0
    settings.dropoutRegularizer = 0
    return settings
  }

  /// The training of every run.
  var training: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.epochs = epochs
    configuration.seed = seed
    configuration.optimizer = .adam()
    configuration.learningRates = LearningRates(base: learningRate)
    configuration.dropoutRateBounds = nil
    return configuration
  }
}
