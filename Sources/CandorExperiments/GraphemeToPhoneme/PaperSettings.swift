import CandorEngine

/// How large the paper's grapheme-to-phoneme experiment is run. The same for all its runs.
public struct PaperSettings: EpochSettings, BalancedPriorSettings {
  /// The preset that these settings began as.
  public var scale: ExperimentScale
  /// The number of epochs.
  public var epochs: Int
  /// The seed of weights, order and masks.
  public var seed: UInt64 = 42
  /// Words in a batch.
  public var batchSize: Int
  /// How far lengths are blurred before words are sorted into batches by them; nil: batches in random order. Random
  /// ones have half as much padding again, but in batches of like length the batch normalisations take out of the mean
  /// encoding what it says about the length: after one epoch the validation loss was 0.75 nats higher.
  public var jitter: Double?
  /// The optimizer.
  public var optimizer: OptimizerChoice
  /// Its rate.
  public var learningRate: Double
  /// How the rate changes.
  public var schedule: LearningRateSchedule
  /// The limit for the norm of the whole gradient.
  public var gradientNormLimit: Double?
  /// The size of the embedding and of every LSTM.
  public var features = 100
  /// Whether a mask is drawn anew for each time step, as in the paper's script, or tied over time.
  public var sharing: ConcreteMask<Float>.Sharing
  /// The share of the newest batch in the running averages of the batch normalisations.
  public var batchNormMomentum: Double
  /// S, the samples of the weights whose mean transcribes in the end, beside the mean network.
  public var samples = 20
  /// At most so many words of each part.
  public var wordLimit: Int?
  /// ρ of `Prior.balanced`, chosen on validation words: 0.005 was better than 0.02 after 20 epochs. Concerns our run only.
  public var fraction = 0.005
  /// ℓ of our prior. Concerns our run only.
  public var lengthScale = 0.1
  /// Our logits learn so many times faster than weights; those of the paper's kinds like weights. Concerns our run only.
  public var dropoutLogitMultiplier = 10.0

  /// The settings of a preset; `paper` is the paper's own training: RMSprop 10⁻³, batches of 500 in random order, 100
  /// epochs.
  public init(_ scale: ExperimentScale) {
    self.scale = scale
    switch scale {
    case .smoke, .short:
      epochs = scale == .smoke ? 2 : 8
      batchSize = scale == .smoke ? 16 : 64
      jitter = nil
      optimizer = .adam()
      learningRate = 4e-3
      schedule = .cosine(warmUp: scale == .smoke ? 2 : 200, floor: 0.01)
      gradientNormLimit = 5
      sharing = .element
      batchNormMomentum = 0.01
      if scale == .smoke {
        features = 16
        wordLimit = 320
        samples = 2
        batchNormMomentum = 0.1
      }
    case .paper:
      epochs = 100
      batchSize = 500
      jitter = nil
      optimizer = .rmsprop(decay: 0.99, epsilon: 1e-8)
      learningRate = 1e-3
      schedule = .constant
      gradientNormLimit = nil
      sharing = .element
      batchNormMomentum = 0.1
    }
  }

  /// The settings without those that do not concern a run: what must agree for the run to be this one.
  func concerning(_ variant: PaperVariant?) -> PaperSettings {
    guard variant?.kind != .balanced else { return self }
    var settings = self
    if variant?.kind == .fixed(rate: 0) { settings.samples = 0 }
    settings.fraction = 0
    settings.lengthScale = 0
    settings.dropoutLogitMultiplier = 0
    return settings
  }

  /// - Throws: `ExperimentError.settings` for values that make no sense
  public func validate() throws {
    try ExperimentError.check(epochs >= 1, "\(epochs) epochs: at least one is needed")
    try ExperimentError.check(
      batchSize >= 2, "batches of \(batchSize): batch normalisation needs two words")
    try ExperimentError.check(samples >= 1, "\(samples) samples: at least one is needed")
    try ExperimentError.check(features >= 1, "\(features) features: at least one is needed")
    try ExperimentError.check(
      wordLimit ?? 2 >= 2, "\(wordLimit ?? 0) words: at least two are needed")
    try ExperimentError.check(positive: ["learning rate": learningRate, "fraction": fraction])
    try ExperimentError.check(notNegative: [
      "length scale": lengthScale, "multiplier": dropoutLogitMultiplier, "jitter": jitter ?? 0,
    ])
  }

  /// The training of one run.
  func training(_ variant: PaperVariant) -> TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.epochs = epochs
    configuration.seed = seed
    configuration.optimizer = optimizer
    configuration.schedule = schedule
    configuration.gradientNormLimit = gradientNormLimit
    let isOurs = variant.kind == .balanced
    configuration.learningRates = LearningRates(
      base: learningRate, dropoutLogitMultiplier: isOurs ? dropoutLogitMultiplier : 1)
    configuration.dropoutLogitWarmUp = isOurs ? 0.5 : 0
    configuration.dropoutRateBounds = isOurs ? DropoutRateBounds() : nil
    return configuration
  }
}
