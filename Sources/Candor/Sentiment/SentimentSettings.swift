import CandorEngine

/// How a text classifier is built and trained. The defaults suit the Stanford Sentiment Treebank, and corpora of some
/// thousand to some hundred thousand short texts.
public struct SentimentSettings: Sendable, Codable, Equatable {
  /// Features of a word's vector.
  public var embedding = 100
  /// Bidirectional LSTM layers.
  public var layers = 1
  /// Hidden units of one direction of a layer.
  public var hidden = 100
  /// Rarer words are unknown.
  public var minimumCount = 1
  /// At most so many words, the most frequent.
  public var maximumWords = 30_000
  /// Pieces of words that occur in fewer different words are left out.
  public var minimumPieceCount = 5
  /// At most so many pieces, the most frequent; 0 reads whole words only.
  public var maximumPieces = 8000
  /// Texts of more tokens are cut.
  public var maximumLength = 400
  /// A dropout rate for every site, instead of learned ones.
  public var fixedRate: Double?
  /// Learned rates start here.
  public var initialRate = 0.3
  /// ℓ of the prior.
  public var lengthScale = 0.1
  /// What the entropy of one input's dropout rate is worth, in nats a text: dr = β/N of `Prior`. So β grows with the
  /// number of texts, and rates do not depend on it.
  public var dropoutRegularizer = 0.0019
  /// How often a word is read as an unknown one with its pieces.
  public var wordDropout = 0.1
  /// How often a word is read as one of which nothing is known.
  public var blankDropout = 0.05
  /// How much the five labels of a treebank count beside the labels that are wanted.
  public var fineWeight = 0.5
  /// Label smoothing.
  public var labelSmoothing = 0.0
  /// With teachers: how much their opinion counts; the label counts the rest.
  public var teacherWeight = 0.7
  /// How often a whole sentence of a treebank is seen in an epoch, its phrases being seen once.
  public var sentenceRepeats = 2
  /// The share of a treebank's phrases without a wanted label (the neutral ones) that an epoch sees.
  public var neutralShare = 0.3
  /// Texts in a batch.
  public var batchSize = 100
  /// Passes through the texts.
  public var epochs = 6
  /// The highest learning rate of Adam.
  public var learningRate = 2e-3
  /// Steps over which the learning rate rises to its highest.
  public var warmUpSteps = 200
  /// The learning rate falls to this share of its highest, along a cosine.
  public var finalRateShare = 0.02
  /// How much faster the logits of the dropout rates learn.
  public var dropoutLogitMultiplier = 10.0
  /// Gradients are scaled down to this norm.
  public var gradientNorm = 5.0
  /// How exactly a step multiplies matrices.
  public var precision = ProductPrecision.full
  /// Decay of the running average of the weights, which is what gets saved; 0 saves the last weights.
  public var averageDecay = 0.999
  /// Epochs without a better accuracy before training stops.
  public var patience = 5
  /// Share of the texts held out when no validation texts are given.
  public var heldOutFraction = 0.1

  /// The defaults.
  public init() {}

  /// Each setting that a configuration file leaves out keeps its default; one that does not exist is an error.
  public init(from decoder: any Decoder) throws {
    self.init()
    try decoder.refuseUnknownFields(CodingKeys.self)
    let values = try decoder.container(keyedBy: CodingKeys.self)
    try values.read(.embedding, into: &embedding)
    try values.read(.layers, into: &layers)
    try values.read(.hidden, into: &hidden)
    try values.read(.minimumCount, into: &minimumCount)
    try values.read(.maximumWords, into: &maximumWords)
    try values.read(.minimumPieceCount, into: &minimumPieceCount)
    try values.read(.maximumPieces, into: &maximumPieces)
    try values.read(.maximumLength, into: &maximumLength)
    fixedRate = try values.decodeIfPresent(Double.self, forKey: .fixedRate)
    try values.read(.initialRate, into: &initialRate)
    try values.read(.lengthScale, into: &lengthScale)
    try values.read(.dropoutRegularizer, into: &dropoutRegularizer)
    try values.read(.wordDropout, into: &wordDropout)
    try values.read(.blankDropout, into: &blankDropout)
    try values.read(.fineWeight, into: &fineWeight)
    try values.read(.labelSmoothing, into: &labelSmoothing)
    try values.read(.teacherWeight, into: &teacherWeight)
    try values.read(.sentenceRepeats, into: &sentenceRepeats)
    try values.read(.neutralShare, into: &neutralShare)
    try values.read(.batchSize, into: &batchSize)
    try values.read(.epochs, into: &epochs)
    try values.read(.learningRate, into: &learningRate)
    try values.read(.warmUpSteps, into: &warmUpSteps)
    try values.read(.finalRateShare, into: &finalRateShare)
    try values.read(.dropoutLogitMultiplier, into: &dropoutLogitMultiplier)
    try values.read(.gradientNorm, into: &gradientNorm)
    try values.read(.precision, into: &precision)
    try values.read(.averageDecay, into: &averageDecay)
    try values.read(.patience, into: &patience)
    try values.read(.heldOutFraction, into: &heldOutFraction)
  }

  /// Refuses values with which no network can be built or trained.
  public func validate() throws(InvalidSetting) {
    typealias Sizes = SentimentNetworkConfiguration
    try InvalidSetting.require(embedding, in: 1...Sizes.widest, "embedding")
    try InvalidSetting.require(layers, in: 1...Sizes.deepest, "layers")
    try InvalidSetting.require(hidden, in: 1...Sizes.widest, "hidden")
    try InvalidSetting.require(minimumCount, in: 1...1_000_000, "minimumCount")
    try InvalidSetting.require(maximumWords, in: 1...5_000_000, "maximumWords")
    try InvalidSetting.require(minimumPieceCount, in: 1...1_000_000, "minimumPieceCount")
    try InvalidSetting.require(maximumPieces, in: 0...5_000_000, "maximumPieces")
    try InvalidSetting.require(maximumLength, in: 1...10_000, "maximumLength")
    try InvalidSetting.require(fixedRate ?? 0, in: 0...0.99, "fixedRate")
    try InvalidSetting.require(initialRate, in: 0.005...0.5, "initialRate")
    try InvalidSetting.require(lengthScale, in: 0...1e6, "lengthScale")
    try InvalidSetting.require(dropoutRegularizer, in: 0...1e6, "dropoutRegularizer")
    try InvalidSetting.require(
      wordDropout + blankDropout, in: 0...0.99, "wordDropout + blankDropout")
    try InvalidSetting.require(
      min(wordDropout, blankDropout), in: 0...0.99, "wordDropout, blankDropout")
    try InvalidSetting.require(fineWeight, in: 0...1000, "fineWeight")
    try InvalidSetting.require(labelSmoothing, in: 0...0.99, "labelSmoothing")
    try InvalidSetting.require(teacherWeight, in: 0...1, "teacherWeight")
    try InvalidSetting.require(sentenceRepeats, in: 1...1000, "sentenceRepeats")
    try InvalidSetting.require(neutralShare, in: 0...1, "neutralShare")
    try InvalidSetting.require(batchSize, in: 1...100_000, "batchSize")
    try InvalidSetting.require(epochs, in: 1...100_000, "epochs")
    try InvalidSetting.require(learningRate, in: 1e-12...1, "learningRate")
    try InvalidSetting.require(warmUpSteps, in: 0...10_000_000, "warmUpSteps")
    try InvalidSetting.require(finalRateShare, in: 0...1, "finalRateShare")
    try InvalidSetting.require(dropoutLogitMultiplier, in: 0...1e6, "dropoutLogitMultiplier")
    try InvalidSetting.require(gradientNorm, in: 1e-9...1e9, "gradientNorm")
    try InvalidSetting.require(averageDecay, in: 0...0.999_999_9, "averageDecay")
    try InvalidSetting.require(patience, in: 1...1_000_000, "patience")
    try InvalidSetting.require(heldOutFraction, in: 1e-6...0.9, "heldOutFraction")
  }

  /// The sizes and the dropout of the network that these settings ask for.
  func network(
    words: Int, pieces: Int, classes: Int, fineClasses: Int, examples: Int
  ) -> SentimentNetworkConfiguration {
    let dropout: DropoutChoice =
      fixedRate.map { $0 == 0 ? .none : .fixed(rate: $0) }
      ?? .concrete(
        initialRate: initialRate,
        prior: Prior(
          lengthScale: lengthScale, dataCount: max(1, examples),
          beta: dropoutRegularizer * Double(max(1, examples))))
    return SentimentNetworkConfiguration(
      words: words, pieces: pieces, classes: classes, fineClasses: fineClasses,
      embedding: embedding, layers: layers, hidden: hidden, inputDropout: dropout,
      recurrentDropout: dropout)
  }
}
