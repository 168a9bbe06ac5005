import CandorEngine
import CandorJoint
import CandorText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Trains a grapheme-to-phoneme network on a lexicon, calibrates it, and makes a bundle.
public struct GraphemeToPhonemeTraining: Sendable {
  /// The settings.
  public let settings: GraphemeToPhonemeSettings
  /// The seed of weights, order, masks and the held-out part.
  public let seed: UInt64
  /// Whether the held-out words are those of the seed; else they were given.
  private let seedChoosesWords: Bool
  /// The words to learn from.
  public let training: PronunciationDictionary
  /// The words for choices and calibration, none of them in training.
  public let validation: PronunciationDictionary
  /// How words are read.
  public let graphemes: GraphemeReader
  /// The phones.
  public let phonemes: Vocabulary
  /// The training pronunciations as the network reads them.
  public let examples: LexiconExamples

  /// A lexicon that nothing can be learned from.
  public struct UnusableLexicon: Error, CustomStringConvertible {
    /// What is missing.
    public let description: String
  }

  /// Divides the lexicon and builds the vocabularies from the training words.
  ///
  /// - Parameters:
  ///   - lexicon: the words; those of `validation` are left out of training
  ///   - validation: words for choices; by default a part of the lexicon's words, chosen by seed
  ///   - normalizer: how words are spelled for the network
  ///   - unit: what the symbols of a word are
  ///   - settings: sizes and rates
  ///   - seed: of everything random
  /// - Throws: `InvalidSetting`, `UnusableLexicon` or `VocabularyError`
  public init(
    lexicon: PronunciationDictionary, validation: PronunciationDictionary? = nil,
    normalizer: Normalizer, unit: GraphemeReader.Unit = .scalar,
    settings: GraphemeToPhonemeSettings = .init(), seed: UInt64 = 1
  ) throws {
    try settings.validate()
    // Words that the network reads alike, such as `Rose` and `rose`, are one word.
    if let validation {
      let spellings = Set(validation.words.map { Array(normalizer($0).unicodeScalars) })
      training = lexicon.removing { spellings.contains(Array(normalizer($0).unicodeScalars)) }
      self.validation = validation
    } else {
      (training, self.validation) = lexicon.holdingOut(
        fraction: settings.heldOutFraction(of: lexicon.count), seed: seed,
        spelling: { normalizer($0) })
    }
    guard !training.isEmpty else { throw UnusableLexicon(description: "no words to learn from") }
    guard !self.validation.isEmpty else {
      guard validation == nil else {
        throw UnusableLexicon(description: "no validation words: none is left of those named")
      }
      throw UnusableLexicon(
        description: "no validation words: \(training.count) words are too few to hold out "
          + "\(settings.heldOutFraction(of: lexicon.count)) of them; name others with --dev or raise "
          + "heldOutFraction")
    }
    var graphemeBuilder = VocabularyBuilder(specials: Specials(padding: "<pad>"))
    var phonemeBuilder = VocabularyBuilder(specials: .labels)
    for (word, pronunciations) in training {
      graphemeBuilder.add(contentsOf: unit.symbols(of: word, normalizer))
      for phones in pronunciations { phonemeBuilder.add(contentsOf: phones) }
    }
    graphemes = GraphemeReader(
      normalizer: normalizer, vocabulary: try graphemeBuilder.build(), unit: unit)
    phonemes = try phonemeBuilder.build()
    examples = LexiconExamples(training, graphemes: graphemes, phonemes: phonemes)
    guard !examples.sources.isEmpty else {
      throw UnusableLexicon(description: "no word with both graphemes and phones")
    }
    self.settings = settings
    self.seed = seed
    seedChoosesWords = validation == nil
  }

  /// The network before training.
  public func initialNetwork() -> EncoderDecoder<Float> {
    EncoderDecoder(
      settings.network(
        sourceSymbols: graphemes.vocabulary.count, targetSymbols: phonemes.count,
        examples: examples.sources.count),
      seed: seed)
  }

  /// What follows from the number of pronunciations.
  public var fit: GraphemeToPhonemeSettings.Fit { settings.fit(to: examples.sources.count) }

  /// What decides the numbers of the training loop.
  public var configuration: TrainingConfiguration {
    let fit = fit
    let steps = fit.epochs * max(1, examples.sources.count / settings.batchSize)
    var configuration = TrainingConfiguration()
    configuration.epochs = fit.epochs
    configuration.seed = seed
    configuration.optimizer = .adam()
    configuration.learningRates = LearningRates(
      base: settings.learningRate, dropoutLogitMultiplier: settings.dropoutLogitMultiplier)
    configuration.schedule = .cosine(
      // A small lexicon would otherwise warm up for most of its training.
      warmUp: min(settings.warmUpSteps, steps / 10), floor: settings.finalRateShare)
    configuration.gradientNormLimit = settings.gradientNorm
    configuration.precision = settings.precision
    configuration.averagingDecay = settings.averageDecay > 0 ? settings.averageDecay : nil
    configuration.selection = ModelSelection(
      metric: "wer", tieBreaker: "per", patience: fit.patience)
    return configuration
  }

  /// Trains.
  ///
  /// - Parameters:
  ///   - options: files, threads, limits
  ///   - checkpoint: the file from which to continue; `nil` begins anew
  public func run(
    _ options: TrainingOptions, resumingFrom checkpoint: String? = nil
  ) throws -> TrainingResult<EncoderDecoder<Float>> {
    try Trainer(LexiconTask(training: self), configuration: configuration, options: options)
      .run(initialNetwork(), resumingFrom: checkpoint)
  }

  /// The calibrated predictor of a trained network, and of rescoring ones if there are any, with the weights that a
  /// bundle holds: what is calibrated is what is saved.
  ///
  /// - Parameters:
  ///   - network: the network
  ///   - rescorers: rescoring networks
  ///   - knownWords: lists of words whose pronunciations are not known
  ///   - options: samples and seed
  /// - Throws: `UnusableLexicon` when lists are given and the network is alone, `UncertaintyError` when no held-out word
  ///   can be read, `NothingStochastic`
  public func predictor(
    of network: EncoderDecoder<Float>, rescorers: [EncoderDecoder<Float>] = [],
    knownWords: KnownWords? = nil, options: GraphemeToPhoneme.Options = .init()
  ) throws -> GraphemeToPhoneme {
    try fitted(network, rescorers: rescorers, knownWords: knownWords, options: options).predictor
  }

  /// The same, and how the words turned out that were held out; nothing of a network alone.
  ///
  /// - Parameter outcomes: how words turned out that hybrids like this one held out, from which the confidence is learned;
  ///   by default it is learned from the words held out here
  package func fitted(
    _ network: EncoderDecoder<Float>, rescorers: [EncoderDecoder<Float>] = [],
    knownWords: KnownWords? = nil, learningFrom outcomes: WordOutcomes? = nil,
    options: GraphemeToPhoneme.Options = .init()
  ) throws -> (predictor: GraphemeToPhoneme, outcomes: WordOutcomes?) {
    let calibrated = try GraphemeToPhoneme(
      network: network.rounded(), graphemes: graphemes, phonemes: phonemes
    ).calibrated(on: validation, options: options)
    let (joint, analogies) = (jointModel(), analogyModel())
    guard joint != nil || analogies != nil || !rescorers.isEmpty else {
      if knownWords != nil || outcomes != nil {
        throw UnusableLexicon(
          description: "a network alone has no use for lists of words, or for what others got right"
        )
      }
      return (calibrated, nil)
    }
    return try calibrated.joined(
      with: Hybrid(
        joint: joint, analogies: analogies, rescorers: rescorers.map { $0.rounded() },
        knownWords: knownWords),
      learningFrom: outcomes, calibratedOn: validation, options: options)
  }

  /// The joint model of the training words; `nil` where none is wanted, or nothing can be aligned.
  public func jointModel() -> JointModel? {
    guard settings.joint else { return nil }
    let (words, pronunciations) = (examples.sources, examples.targets)
    return JointModel(
      words: words, pronunciations: pronunciations,
      settings: JointModel.Settings(
        limits: .fitting(words: words, pronunciations: pronunciations),
        ngrams: NGramModel.Settings(
          order: settings.jointOrder, pruning: settings.jointPruning)))
  }

  /// Analogies with the training words; `nil` where none are wanted.
  public func analogyModel() -> AnalogyModel? {
    guard settings.analogies else { return nil }
    return AnalogyModel(words: examples.sources, pronunciations: examples.targets)
  }

  /// The network of a bundle that was trained on the same words.
  ///
  /// - Throws: `UnusableLexicon` when the bundle's symbols or the number of its words tell that it was not: words held
  ///   out here might have been in its training.
  public func network(of bundle: ModelBundle) throws(UnusableLexicon) -> EncoderDecoder<Float> {
    let predictor = bundle.predictor
    let provenance = bundle.manifest.provenance
    guard predictor.graphemes.vocabulary == graphemes.vocabulary,
      predictor.graphemes.normalizer == graphemes.normalizer,
      predictor.graphemes.unit == graphemes.unit, predictor.phonemes == phonemes,
      provenance.trainingExamples == examples.sources.count,
      // Words that were named and are no part of the lexicon may be others.
      !seedChoosesWords
        || (provenance.validationExamples == validation.count && provenance.seed == seed)
    else {
      throw UnusableLexicon(
        description: "not the lexicon, held-out words and seed of the bundle's training: "
          + "\(examples.sources.count) pronunciations and \(validation.count) held-out words with "
          + "seed \(seed), against \(provenance.trainingExamples) and "
          + "\(provenance.validationExamples) with seed \(provenance.seed)")
    }
    return predictor.network
  }
}

extension GraphemeToPhonemeTraining {
  /// The validation words that choose the epoch: `validationWords` at most, spread over all of them, since a lexicon in
  /// alphabetical order begins with words in A.
  package var checkedWords: [(word: String, pronunciations: [[String]])] {
    let (count, checked) = (validation.count, settings.validationWords)
    return count <= checked
      ? Array(validation) : (0..<checked).map { validation[$0 * count / checked] }
  }
}

/// The loss on a lexicon's pronunciations and the error rates on its validation words.
struct LexiconTask: TrainingTask {
  private let training: GraphemeToPhonemeTraining
  private let batching: LengthBatching
  private let validation: [(word: String, pronunciations: [[String]])]

  init(training: GraphemeToPhonemeTraining) {
    self.training = training
    // Graphemes decide first, phones second: both are padded.
    batching = LengthBatching(
      lengths: zip(training.examples.sources, training.examples.targets).map {
        $0.count * 64 + min(63, $1.count)
      },
      batchSize: training.settings.batchSize, seed: training.seed)
    validation = training.checkedWords
  }

  func batches(epoch: Int) -> [[Int]] { batching.batches(epoch: epoch) }

  /// Of every symbol, and of the words that choose the best epoch.
  var fingerprint: UInt64 {
    let learned = (training.examples.sources + training.examples.targets).reduce(0) {
      RandomStream.hash($1.lazy.map { UInt64(truncatingIfNeeded: $0) }, after: $0)
    }
    return validation.reduce(learned) { hash, entry in
      RandomStream.hash(
        ([entry.word] + entry.pronunciations.map { $0.joined(separator: " ") })
          .map(RandomStream.key), after: hash)
    }
  }

  var settingsByName: [String: String] {
    // A training may go on for longer.
    CandorEngine.settingsByName(of: training.settings, except: ["epochs", "patience"])
      .merging(CandorEngine.settingsByName(of: training.graphemes.normalizer)) { own, _ in own }
  }

  func loss(
    of model: EncoderDecoder<Float>, on indices: [Int], in context: Context<Float>
  ) throws -> Variable<Float> {
    context.rows = indices.map { RowIdentity(example: UInt64($0)) }
    return model.loss(
      source: indices.map { training.examples.sources[$0] },
      target: indices.map { training.examples.targets[$0] },
      start: Int32(training.phonemes.start ?? 0), end: Int32(training.phonemes.end ?? 0),
      smoothing: Float(training.settings.labelSmoothing), in: context)
  }

  func validate(_ model: EncoderDecoder<Float>, workers: Workers) throws -> [String: Double] {
    let predictor = GraphemeToPhoneme(
      network: model, graphemes: training.graphemes, phonemes: training.phonemes)
    let greedy = GraphemeToPhoneme.Options(beamWidth: 1, samples: 0, threads: workers.threads)
    let results = try predictor.transcribe(validation.map(\.word), options: greedy)
    var errors = PhoneErrorRate()
    for (result, entry) in zip(results, validation) {
      errors.add(result.phones, references: entry.pronunciations)
    }
    return ["wer": errors.wordErrorRate, "per": errors.phoneErrorRate]
  }
}
