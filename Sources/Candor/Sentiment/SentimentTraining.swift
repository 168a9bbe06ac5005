import CandorEngine
import CandorText

/// Trains a text classifier on labelled texts, calibrates it, and makes a bundle.
public struct SentimentTraining: Sendable {
  /// The settings.
  public let settings: SentimentSettings
  /// The seed of weights, order, masks and the held-out part.
  public let seed: UInt64
  /// The labels.
  public let labels: SentimentLabels
  /// How texts are read.
  public let reader: SentenceReader
  /// The texts for choices and calibration; none of them is in training, unless they were given so.
  public let validation: [(text: String, label: Int)]
  /// How many of them are in training all the same.
  public let sharedTextCount: Int
  /// Word vectors to begin with.
  let vectors: WordVectors?

  let examples: SentimentExamples
  let hasPhrases: Bool

  /// Texts that nothing can be learned from.
  public struct UnusableTexts: Error, CustomStringConvertible {
    /// What is missing.
    public let description: String
  }

  /// Reads the texts and builds the vocabularies from those of training.
  ///
  /// - Parameters:
  ///   - corpora: texts to learn from
  ///   - validation: texts for choices; by default a part of the corpora's, chosen by seed
  ///   - labels: the labels; by default those of the texts, and of a treebank the two of the binary task
  ///   - text: how texts are cut
  ///   - vectors: word vectors to begin with; they set the number of features
  ///   - teachers: trained models whose opinion is learned beside the labels
  ///   - settings: sizes and rates
  ///   - seed: of everything random
  /// - Throws: `InvalidSetting`, `UnusableTexts`, `CorpusError` or `VocabularyError`
  public init(
    corpora: [SentimentCorpus], validation: [SentimentCorpus] = [], labels: SentimentLabels? = nil,
    text: TextReader = TextReader(), vectors: WordVectors? = nil,
    teachers: SentimentTeachers? = nil, settings: SentimentSettings = .init(), seed: UInt64 = 1
  ) throws {
    var settings = settings
    if let vectors { settings.embedding = vectors.features }
    try settings.validate()
    let labels = labels ?? Self.labels(of: corpora)
    guard labels.count > 1 else {
      throw UnusableTexts(
        description: "one label, \(labels.names.joined()): there is nothing to tell apart")
    }
    guard labels.count <= SentimentNetworkConfiguration.mostClasses else {
      throw UnusableTexts(
        description: "\(labels.count) labels; at most "
          + "\(SentimentNetworkConfiguration.mostClasses) can be told apart")
    }
    var corpora = corpora
    var heldOut = validation
    if validation.isEmpty {
      (corpora, heldOut) = Self.holdingOut(corpora, fraction: settings.heldOutFraction, seed: seed)
    }
    var validationTexts: [(text: String, label: Int)] = []
    for corpus in heldOut { validationTexts += try corpus.texts(labels) }
    guard !validationTexts.isEmpty else {
      throw UnusableTexts(
        description: "no validation texts: name some with --dev, or raise heldOutFraction")
    }
    let sources = try SentimentExamples.sources(
      corpora, labels: labels, text: text, limit: settings.maximumLength)
    guard sources.contains(where: { $0.label >= 0 && !$0.tokens.isEmpty }) else {
      throw UnusableTexts(description: "no text with both a word and a label")
    }
    reader = try Self.reader(of: sources, text: text, vectors: vectors, settings: settings)
    examples = try SentimentExamples(sources, reader: reader, labels: labels, teachers: teachers)
    hasPhrases = examples.examples.contains { !$0.isSentence }
    self.validation = validationTexts
    sharedTextCount = Self.count(of: validationTexts.map(\.text), in: corpora)
    self.labels = labels
    self.vectors = vectors
    self.settings = settings
    self.seed = seed
  }

  private static func count(of texts: [String], in corpora: [SentimentCorpus]) -> Int {
    var learned: Set<String> = []
    for corpus in corpora {
      switch corpus.contents {
      case .trees(let trees): learned.formUnion(trees.map { $0.text(of: $0.words.indices) })
      case .texts(let texts): learned.formUnion(texts.map(\.text))
      }
    }
    return texts.count { learned.contains($0) }
  }

  private static func labels(of corpora: [SentimentCorpus]) -> SentimentLabels {
    var texts: [LabelledText] = []
    for corpus in corpora {
      if case .texts(let found) = corpus.contents { texts += found }
    }
    return texts.isEmpty ? .binary : .of(texts)
  }

  /// A text's part is chosen by a hash of the text alone: equal texts are never in both parts.
  private static func holdingOut(
    _ corpora: [SentimentCorpus], fraction: Double, seed: UInt64
  ) -> (training: [SentimentCorpus], heldOut: [SentimentCorpus]) {
    func isHeldOut(_ text: String) -> Bool {
      Double(RandomStream.seed(seed, RandomStream.key(text)) >> 11) * 0x1p-53 < fraction
    }
    func part(_ wantsHeldOut: Bool) -> [SentimentCorpus] {
      corpora.map { corpus in
        switch corpus.contents {
        case .trees(let trees):
          SentimentCorpus(
            file: corpus.file,
            contents: .trees(
              trees.filter { isHeldOut($0.words.joined(separator: " ")) == wantsHeldOut }))
        case .texts(let texts):
          SentimentCorpus(
            file: corpus.file,
            contents: .texts(texts.filter { isHeldOut($0.text) == wantsHeldOut }))
        }
      }
    }
    return (part(false), part(true))
  }

  /// Words by how often whole texts have them; pieces by how many different words have them.
  private static func reader(
    of sources: [SentimentExamples.Source], text: TextReader, vectors: WordVectors?,
    settings: SentimentSettings
  ) throws -> SentenceReader {
    var words = VocabularyBuilder(
      minimumCount: settings.minimumCount, maximumSize: settings.maximumWords,
      specials: Specials(unknown: "<unk>"))
    var distinct: Set<String> = []
    for source in sources where source.isSentence {
      for token in source.tokens {
        words.add(token.text)
        if token.isWord { distinct.insert(token.text) }
      }
    }
    // Words that only the vectors know are kept too: they are what vectors are for.
    if let vectors { for word in vectors.words { words.add(word, count: settings.minimumCount) } }
    guard settings.maximumPieces > 0 else {
      return SentenceReader(text: text, words: try words.build(), pieces: nil)
    }
    var pieces = VocabularyBuilder(
      minimumCount: settings.minimumPieceCount, maximumSize: settings.maximumPieces)
    for word in distinct { pieces.add(contentsOf: WordPieces.pieces(of: word)) }
    return SentenceReader(text: text, words: try words.build(), pieces: try? pieces.build())
  }

  /// How many texts and phrases there are to learn from.
  public var exampleCount: Int { examples.examples.count }
  /// How many of them are whole texts.
  public var sentenceCount: Int { examples.examples.count { $0.isSentence } }

  /// The network before training.
  public func initialNetwork() -> SentimentNetwork<Float> {
    var network = SentimentNetwork<Float>(
      settings.network(
        words: reader.words.count, pieces: reader.pieces?.count ?? 0, classes: labels.count,
        fineClasses: hasPhrases && labels != .fine ? SentimentLabels.fine.count : 0,
        examples: exampleCount),
      seed: seed)
    if let vectors { network.setWordVectors(vectors, of: reader.words) }
    return network
  }

  /// What decides the numbers of the training loop.
  public var configuration: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.epochs = settings.epochs
    configuration.seed = seed
    configuration.optimizer = .adam()
    configuration.learningRates = LearningRates(
      base: settings.learningRate, dropoutLogitMultiplier: settings.dropoutLogitMultiplier)
    // A short run would end before its rate has risen.
    let steps = SentimentTask(training: self).batches(epoch: 0).count * settings.epochs
    configuration.schedule = .cosine(
      warmUp: min(settings.warmUpSteps, steps / 10), floor: settings.finalRateShare)
    configuration.gradientNormLimit = settings.gradientNorm
    configuration.precision = settings.precision
    configuration.averagingDecay = settings.averageDecay > 0 ? settings.averageDecay : nil
    configuration.selection = ModelSelection(
      metric: "accuracy", goal: .higher, patience: settings.patience)
    return configuration
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - options: files, threads, limits
  ///   - checkpoint: the file from which to continue; `nil` begins anew
  public func run(
    _ options: TrainingOptions, resumingFrom checkpoint: String? = nil
  ) throws -> TrainingResult<SentimentNetwork<Float>> {
    try Trainer(SentimentTask(training: self), configuration: configuration, options: options)
      .run(initialNetwork(), resumingFrom: checkpoint)
  }

  /// The predictor of a network, not calibrated.
  func classifier(
    of network: SentimentNetwork<Float>, precision: FrozenWeights<Float>.Precision = .bytes
  ) -> SentimentClassifier {
    SentimentClassifier(
      network: network, reader: reader, labels: labels, maximumLength: settings.maximumLength,
      precision: precision)
  }

  /// The calibrated predictor of a trained network, with the weights that a bundle holds.
  public func predictor(
    of network: SentimentNetwork<Float>, options: SentimentClassifier.Options = .init()
  ) throws -> SentimentClassifier {
    try classifier(of: network.rounded()).calibrated(on: validation, options: options)
  }
}

extension SentimentNetwork {
  /// Takes over the vectors of the words that have one.
  mutating func setWordVectors(_ vectors: WordVectors, of vocabulary: Vocabulary) {
    let width = configuration.embedding
    precondition(vectors.features == width, "vectors of \(vectors.features), not \(width)")
    var table = words.table.value
    table.withUnsafeMutableElements { elements in
      for (id, word) in vocabulary.symbols.enumerated() where vocabulary.role(of: id) == nil {
        guard let vector = vectors[word] else { continue }
        for (feature, value) in vector.enumerated() {
          elements[id * width + feature] = Scalar(value)
        }
      }
    }
    words.table.value = table
  }
}
