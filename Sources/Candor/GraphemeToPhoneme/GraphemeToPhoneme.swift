import CandorEngine
import CandorJoint
import CandorText
import CandorUncertainty

/// Transcribes words and says how sure it is.
///
/// ```swift
/// let g2p = try GraphemeToPhoneme()
/// let transcription = try g2p("phonology")
/// print(transcription.phones, transcription.confidence)
/// ```
///
/// A value that never changes: it can be shared by many threads.
public struct GraphemeToPhoneme: Sendable {
  /// How to search and how to doubt.
  public struct Options: Sendable, Equatable {
    /// Open transcriptions kept by the search, 1 to 1,000; a value outside counts as the nearer limit. Confidences are
    /// fitted with the default, 4; of what a wider search finds, the four most probable are compared and the rest listed.
    public var beamWidth: Int
    /// Samples of the weights, S; `nil`: 16 of a network with dropout, 0 of one without. 0 gives no epistemic
    /// uncertainty and is all that a network without dropout allows.
    public var samples: Int?
    /// Only words whose confidence under the mean network is below this are sampled, and have an epistemic
    /// uncertainty; `nil` samples all. A word's own numbers alone decide.
    public var samplesBelow: Double?
    /// Transcriptions wanted beside the best one, at most `beamWidth − 1`.
    public var alternatives: Int
    /// The search may end when what it has found covers this probability; `nil` lets it go on to its width.
    public var mass: Double?
    /// Seed of the samples.
    public var seed: UInt64
    /// Threads.
    public var threads: Int

    /// A word whose confidence under the mean network is below this is worth samples of the weights.
    public static let doubtful = 0.7

    /// The defaults of the command.
    public init(
      beamWidth: Int = 4, samples: Int? = nil, alternatives: Int = 0, seed: UInt64 = 1,
      threads: Int = 1
    ) {
      self.beamWidth = beamWidth
      self.samples = samples
      self.alternatives = alternatives
      self.seed = seed
      self.threads = threads
    }
  }

  /// The network.
  public let network: EncoderDecoder<Float>
  /// How words are read.
  public let graphemes: GraphemeReader
  /// The phones.
  public let phonemes: Vocabulary
  /// From the network's probabilities to confidences, where it is alone.
  public let calibration: ConfidenceCalibration
  /// Other models that help the network.
  public let hybrid: Hybrid?
  /// Words of more graphemes are refused.
  public let maximumWordLength: Int
  /// The weights of its networks, laid out for products.
  let weights: FrozenWeights<Float>
  let traitReader: TraitReader

  /// Assembles a predictor; `ModelBundle` does so from a file.
  ///
  /// - Parameter precision: of products with weights; `bytes` is two to three times as fast, and hardly errs more often
  public init(
    network: EncoderDecoder<Float>, graphemes: GraphemeReader, phonemes: Vocabulary,
    calibration: ConfidenceCalibration = .none, hybrid: Hybrid? = nil,
    maximumWordLength: Int = 128, precision: FrozenWeights<Float>.Precision = .bytes
  ) {
    self.network = network
    self.graphemes = graphemes
    self.phonemes = phonemes
    self.calibration = calibration
    self.hybrid = hybrid
    self.maximumWordLength = maximumWordLength
    weights = FrozenWeights(precision)
    traitReader = TraitReader(graphemes: graphemes.vocabulary, phonemes: phonemes)
  }

  /// The same without the other models: faster, with more errors. Its confidences are calibrated too.
  public var networkOnly: GraphemeToPhoneme {
    GraphemeToPhoneme(
      network: network, graphemes: graphemes, phonemes: phonemes, calibration: calibration,
      maximumWordLength: maximumWordLength, precision: weights.precision)
  }

  /// Whether the network has dropout, so that samples of its weights differ.
  public var isStochastic: Bool { network.dropoutSites.contains { $0.site.rate > 0 } }

  /// S under these options.
  ///
  /// - Throws: `NothingStochastic` when samples are wanted of a network without dropout.
  public func sampleCount(_ options: Options) throws -> Int {
    try Candor.sampleCount(asked: options.samples, isStochastic: isStochastic)
  }

  /// The transcription of a word. A text of several words is for ``transcribe(texts:expander:lexicon:options:)``: here
  /// the spaces between them are skipped.
  ///
  /// - Throws: `NothingStochastic`
  public func callAsFunction(
    _ word: String, options: Options = Options()
  ) throws -> Transcription {
    try transcribe([word], options: options)[0]
  }

  /// The transcriptions of words, in their order.
  ///
  /// Words of like length are computed together; the numbers do not depend on the company.
  ///
  /// - Throws: `NothingStochastic` when samples are wanted of a network without dropout.
  public func transcribe(
    _ words: [String], options: Options = Options()
  ) throws -> [Transcription] {
    let readings = words.map { graphemes($0) }
    var results: [Transcription?] = words.indices.map { index in
      let reading = readings[index]
      if reading.symbols.isEmpty {
        return .unread(words[index], reading, problem: .nothingToRead)
      }
      if reading.symbols.count > maximumWordLength {
        return .unread(
          words[index], reading,
          problem: .tooLong(graphemes: reading.symbols.count, limit: maximumWordLength))
      }
      return nil
    }
    let readable = words.indices.filter { results[$0] == nil }
    let assessments = try assess(readable.map { readings[$0].symbols }, options: options)
    for (index, assessment) in zip(readable, assessments) {
      results[index] =
        assessment.map {
          transcription(words[index], readings[index], $0, alternatives: options.alternatives)
        } ?? .unread(words[index], readings[index], problem: .notFinite)
    }
    return results.compactMap { $0 }
  }

  /// The calibrated probability that the best candidate is right.
  func confidence(_ assessment: Assessment) -> Double {
    if let evidence = assessment.hybrid { return logistic(evidence.logOdds) }
    return calibration.confidence(
      assessment.probabilities[assessment.scores.best], sampled: assessment.isSampled)
  }

  /// What the probabilities of others than the best candidate are multiplied by to be confidences: they divide what the
  /// best one leaves, unless the next would then come out before it. Then they keep their proportion to the best.
  private func share(_ assessment: Assessment, confidence: Double) -> Double {
    let (probabilities, best) = (assessment.probabilities, assessment.scores.best)
    let others = 1 - probabilities[best]
    guard others > 0 else { return 0 }
    let share = (1 - confidence) / others
    let next = probabilities.indices.lazy.filter { $0 != best }.map { probabilities[$0] }.max() ?? 0
    return share * next < confidence ? share : confidence / max(probabilities[best], next)
  }

  /// The calibrated probability that a candidate is right, whether it is the best or not.
  func confidence(of symbols: [Int32], in assessment: Assessment) -> Double {
    let best = confidence(assessment)
    guard
      let index = assessment.hypotheses.firstIndex(where: {
        $0.symbols == symbols && !$0.isTruncated
      })
    else { return 0 }
    if index == assessment.scores.best { return best }
    return min(best, assessment.probabilities[index] * share(assessment, confidence: best))
  }

  private func transcription(
    _ word: String, _ reading: GraphemeReader.Reading, _ assessment: Assessment, alternatives: Int
  ) -> Transcription {
    let (scores, probabilities) = (assessment.scores, assessment.probabilities)
    let confidence = self.confidence(assessment)
    // The calibration is of the best one.
    let share = self.share(assessment, confidence: confidence)
    let best = assessment.hypotheses[scores.best]
    let steps = Double(scores.symbolProbabilities.count)
    let order = probabilities.indices.filter { $0 != scores.best }
      .sorted { (probabilities[$0], -$0) > (probabilities[$1], -$1) }
    return Transcription(
      word: word, phones: phones(best.symbols), confidence: confidence,
      uncertainty: assessment.isSampled ? scores.mutualInformation / steps : nil,
      entropy: scores.entropy / steps,
      phoneProbabilities: Array(scores.symbolProbabilities.prefix(best.symbols.count)),
      alternatives: order.prefix(max(0, alternatives)).map {
        Transcription.Alternative(
          phones: phones(assessment.hypotheses[$0].symbols),
          confidence: min(confidence, probabilities[$0] * share))
      },
      skipped: reading.skipped, simplified: reading.simplified,
      problem: best.isTruncated ? .truncated : nil)
  }

  func phones(_ symbols: [Int32]) -> [String] { symbols.map { phonemes[Int($0)] } }

  var startSymbol: Int32 { Int32(phonemes.start ?? 0) }
  var endSymbol: Int32 { Int32(phonemes.end ?? 0) }
  var forbiddenSymbols: [Int32] {
    [phonemes.padding, phonemes.unknown, phonemes.start].compactMap { $0.map(Int32.init) }
  }
}
