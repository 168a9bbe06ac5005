import CandorEngine

/// How a grapheme-to-phoneme network is built and trained. The defaults suit lexicons of 1,000 to 150,000 words; what
/// they leave open, `nil`, follows from the size of the lexicon, see `Fit`.
public struct GraphemeToPhonemeSettings: Sendable, Codable, Equatable {
  /// Features of a symbol's vector.
  public var embedding = 96
  /// Bidirectional LSTM layers of the encoder.
  public var encoderLayers = 2
  /// Hidden units of one direction of an encoder layer.
  public var encoderHidden = 160
  /// Hidden units of a decoder layer.
  public var decoderHidden = 224
  /// The order in which the network writes phones.
  public var writes = WritingDirection.leftToRight
  /// A dropout rate for every site, instead of learned ones.
  public var fixedRate: Double?
  /// Learned rates start here.
  public var initialRate = 0.1
  /// ℓ of the prior.
  public var lengthScale = 0.1
  /// β of the prior: see `Prior`.
  public var beta = 30.0
  /// Label smoothing.
  public var labelSmoothing = 0.0
  /// Pronunciations in a batch.
  public var batchSize = 64
  /// Passes through the lexicon.
  public var epochs: Int?
  /// The highest learning rate of Adam.
  public var learningRate = 1e-3
  /// Steps over which the learning rate rises to its highest.
  public var warmUpSteps = 300
  /// The learning rate falls to this share of its highest, along a cosine.
  public var finalRateShare = 0.02
  /// How much faster the logits of the dropout rates learn.
  public var dropoutLogitMultiplier = 10.0
  /// Gradients are scaled down to this norm.
  public var gradientNorm = 5.0
  /// How exactly a step multiplies matrices.
  public var precision = ProductPrecision.full
  /// Decay of the running average of the weights, which is what gets saved; 0 saves the last weights.
  public var averageDecay = 0.9995
  /// Epochs without a better word error rate before training stops.
  public var patience: Int?
  /// Share of the words held out when no validation lexicon is given.
  public var heldOutFraction: Double?
  /// Validation words in each epoch's check; calibration uses all.
  public var validationWords = 2000
  /// Whether a joint n-gram model helps the network.
  public var joint = true
  /// Its longest n-gram.
  public var jointOrder = 6
  /// An n-gram without which its training words would lose no more than so many nats goes.
  public var jointPruning = 0.5
  /// Whether words of the lexicon that are spelled alike help the network.
  public var analogies = true

  /// The defaults.
  public init() {}

  /// Each setting that a configuration file leaves out keeps its default; one that does not exist is an error.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.refuseUnknownFields(CodingKeys.self)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try values.read(.embedding, into: &embedding)
    try values.read(.encoderLayers, into: &encoderLayers)
    try values.read(.encoderHidden, into: &encoderHidden)
    try values.read(.decoderHidden, into: &decoderHidden)
    try values.read(.writes, into: &writes)
    fixedRate = try values.decodeIfPresent(Double.self, forKey: .fixedRate)
    try values.read(.initialRate, into: &initialRate)
    try values.read(.lengthScale, into: &lengthScale)
    try values.read(.beta, into: &beta)
    try values.read(.labelSmoothing, into: &labelSmoothing)
    try values.read(.batchSize, into: &batchSize)
    epochs = try values.decodeIfPresent(Int.self, forKey: .epochs)
    try values.read(.learningRate, into: &learningRate)
    try values.read(.warmUpSteps, into: &warmUpSteps)
    try values.read(.finalRateShare, into: &finalRateShare)
    try values.read(.dropoutLogitMultiplier, into: &dropoutLogitMultiplier)
    try values.read(.gradientNorm, into: &gradientNorm)
    try values.read(.precision, into: &precision)
    try values.read(.averageDecay, into: &averageDecay)
    patience = try values.decodeIfPresent(Int.self, forKey: .patience)
    heldOutFraction = try values.decodeIfPresent(Double.self, forKey: .heldOutFraction)
    try values.read(.validationWords, into: &validationWords)
    try values.read(.joint, into: &joint)
    try values.read(.jointOrder, into: &jointOrder)
    try values.read(.jointPruning, into: &jointPruning)
    try values.read(.analogies, into: &analogies)
  }

  /// Refuses values with which no network can be built or trained.
  public func validate() throws(InvalidSetting) {
    func require(
      _ holds: Bool, _ name: String, _ value: some Any, _ range: String
    ) throws(InvalidSetting) {
      if !holds { throw InvalidSetting(description: "\(name) is \(value); it must be \(range)") }
    }
    for (name, value, limit) in [
      ("embedding", embedding, EncoderDecoderConfiguration.widest),
      ("encoderLayers", encoderLayers, EncoderDecoderConfiguration.deepest),
      ("encoderHidden", encoderHidden, EncoderDecoderConfiguration.widest),
      ("decoderHidden", decoderHidden, EncoderDecoderConfiguration.widest),
    ] {
      try require((1...limit).contains(value), name, value, "1 to \(limit)")
    }
    try require(
      fixedRate.map { (0..<1).contains($0) } ?? true, "fixedRate", fixedRate ?? 0, "0 to below 1")
    try require(
      (0.005...0.5).contains(initialRate), "initialRate", initialRate, "0.005 to 0.5")
    try require(lengthScale >= 0 && lengthScale.isFinite, "lengthScale", lengthScale, "0 or more")
    try require(beta >= 0 && beta.isFinite, "beta", beta, "0 or more")
    try require((0..<1).contains(labelSmoothing), "labelSmoothing", labelSmoothing, "0 to below 1")
    try require((1...100_000).contains(batchSize), "batchSize", batchSize, "1 to 100000")
    if let epochs {
      try require((1...100_000).contains(epochs), "epochs", epochs, "1 to 100000")
    }
    try require(
      learningRate > 0 && learningRate <= 1, "learningRate", learningRate, "above 0, at most 1")
    try require((0...10_000_000).contains(warmUpSteps), "warmUpSteps", warmUpSteps, "0 or more")
    try require((0...1).contains(finalRateShare), "finalRateShare", finalRateShare, "0 to 1")
    try require(
      (0...1e6).contains(dropoutLogitMultiplier), "dropoutLogitMultiplier",
      dropoutLogitMultiplier, "0 to 1000000")
    try require(gradientNorm > 0, "gradientNorm", gradientNorm, "above 0")
    try require((0..<1).contains(averageDecay), "averageDecay", averageDecay, "0 to below 1")
    if let patience { try require(patience > 0, "patience", patience, "1 or more") }
    if let heldOutFraction {
      try require(
        heldOutFraction > 0 && heldOutFraction < 1, "heldOutFraction", heldOutFraction,
        "between 0 and 1")
    }
    try require(validationWords > 0, "validationWords", validationWords, "1 or more")
    try require((1...12).contains(jointOrder), "jointOrder", jointOrder, "1 to 12")
    try require(
      jointPruning >= 0 && jointPruning.isFinite, "jointPruning", jointPruning, "0 or more")
  }

  /// The share of a lexicon's words that is held out: 200 words, or a tenth if that is fewer, or a fiftieth if that is
  /// more.
  public func heldOutFraction(of words: Int) -> Double {
    heldOutFraction ?? max(0.02, min(0.1, 200 / Double(max(1, words))))
  }

  /// What follows from the size of a lexicon where the settings leave it open.
  public struct Fit: Sendable, Equatable {
    /// Passes through the lexicon: 30, or for a small one as many as make 5,000 steps, up to 300.
    public let epochs: Int
    /// A quarter of the epochs.
    public let patience: Int
  }

  /// What the settings say, or what a lexicon of so many pronunciations asks for.
  public func fit(to pronunciations: Int) -> Fit {
    let steps = max(1, pronunciations / max(1, batchSize))
    let epochs = epochs ?? min(300, max(30, (5_000 + steps - 1) / steps))
    return Fit(epochs: epochs, patience: patience ?? max(1, epochs / 4))
  }

  /// The network for vocabularies of the given sizes and a lexicon of the given number of pronunciations.
  func network(
    sourceSymbols: Int, targetSymbols: Int, examples: Int
  ) -> EncoderDecoderConfiguration {
    let dropout: DropoutChoice =
      switch fixedRate {
      case .some(0): .none
      case .some(let rate): .fixed(rate: rate)
      case .none:
        .concrete(
          initialRate: initialRate,
          prior: Prior(lengthScale: lengthScale, dataCount: max(1, examples), beta: beta))
      }
    return EncoderDecoderConfiguration(
      sourceSymbols: sourceSymbols, targetSymbols: targetSymbols, embedding: embedding,
      encoderLayers: encoderLayers, encoderHidden: encoderHidden, decoderHidden: decoderHidden,
      inputDropout: dropout, recurrentDropout: dropout,
      writes: writes == .leftToRight ? nil : writes)
  }
}
