import CandorEngine
import CandorText

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
    /// Open transcriptions kept by the search, 1 to 1,000; a value outside counts as the nearer limit.
    public var beamWidth: Int
    /// Samples of the weights, S; 0 gives no epistemic uncertainty and is all that a network without dropout allows.
    public var samples: Int
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
    /// Whether samples use the relaxed masks of training instead of hard ones, to measure the gap between them.
    public var relaxesSamples = false

    /// A word whose confidence under the mean network is below this is worth samples of the weights.
    public static let doubtful = 0.7

    /// The defaults of the command.
    public init(
      beamWidth: Int = 4, samples: Int = 16, alternatives: Int = 0, seed: UInt64 = 1,
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
  /// From probabilities to confidences.
  public let calibration: ConfidenceCalibration
  /// Words of more graphemes are refused.
  public let maximumWordLength: Int
  private let weights: FrozenWeights<Float>

  /// Words times samples that are scored together; more would outgrow the caches.
  static let scoredRows = 256
  /// The most words whose transcriptions are computed together, and the fewest that are worth a thread.
  static let blockSizes = 16...256

  /// Assembles a predictor; `ModelBundle` does so from a file.
  public init(
    network: EncoderDecoder<Float>, graphemes: GraphemeReader, phonemes: Vocabulary,
    calibration: ConfidenceCalibration = .none, maximumWordLength: Int = 128
  ) {
    self.network = network
    self.graphemes = graphemes
    self.phonemes = phonemes
    self.calibration = calibration
    self.maximumWordLength = maximumWordLength
    weights = FrozenWeights()
  }

  /// Whether the network has dropout, so that samples of its weights differ.
  public var isStochastic: Bool { network.dropoutSites.contains { $0.site.rate > 0 } }

  /// The transcription of a word.
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
    guard options.samples <= 0 || isStochastic else {
      throw NothingStochastic(samples: options.samples)
    }
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
      .sorted { (readings[$0].symbols.count, $0) < (readings[$1].symbols.count, $1) }
    // A thread takes whole blocks: it meets the others only at the end.
    let workers = Workers(threads: options.threads)
    let share = (readable.count + workers.threads - 1) / workers.threads
    let size = min(max(share, Self.blockSizes.lowerBound), Self.blockSizes.upperBound)
    let blocks = stride(from: 0, to: readable.count, by: size).map {
      readable[$0..<min($0 + size, readable.count)]
    }
    let transcribed = try workers.map(blocks.count) { block in
      try transcribe(blocks[block].map { readings[$0] }, options: options)
    }
    for (index, var transcription) in zip(readable, transcribed.joined()) {
      transcription.word = words[index]
      results[index] = transcription
    }
    return results.compactMap { $0 }
  }

  private func transcribe(
    _ readings: [GraphemeReader.Reading], options: Options
  ) throws -> [Transcription] {
    let sources = readings.map(\.symbols)
    let found = network.search(
      SymbolBatch(sources),
      with: BeamSearch(
        width: min(max(1, options.beamWidth), 1000), start: startSymbol, end: endSymbol,
        forbidden: forbiddenSymbols, mass: options.mass),
      in: Context(mode: .deterministic, frozenWeights: weights))
    // A hypothesis twenty times less probable than the best will hardly come out first after the samples.
    let kept = found.hypotheses.map { hypotheses in
      hypotheses.enumerated().filter {
        $0.offset <= options.alternatives
          || $0.element.hypothesis.logProbability
            > hypotheses[0].hypothesis.logProbability - 3
      }.map(\.element)
    }
    var results: [Transcription?] = readings.map { _ in nil }
    func score(_ words: [Int], samples: Int) throws {
      let scorer = scorer(samples: samples, options: options)
      let wordsAtOnce = max(1, Self.scoredRows / max(1, samples))
      for start in stride(from: 0, to: words.count, by: wordsAtOnce) {
        let part = words[start..<min(start + wordsAtOnce, words.count)]
        // The search has read the mean network's logits already.
        let scores = try scorer(
          part.map { sources[$0] },
          hypotheses: part.map { kept[$0].map(\.hypothesis.symbols) },
          logits: samples > 0 ? nil : found.logits(along: part.flatMap { kept[$0] }))
        for (index, scores) in zip(part, scores) {
          results[index] = transcription(
            readings[index], hypotheses: kept[index].map(\.hypothesis), scores: scores,
            isSampled: samples > 0, alternatives: options.alternatives)
        }
      }
    }
    // A network whose numbers overflow finds nothing.
    let scorable = sources.indices.filter { !kept[$0].isEmpty }
    if options.samples > 0, let limit = options.samplesBelow {
      try score(scorable, samples: 0)
      try score(
        scorable.filter { (results[$0]?.confidence ?? 0) < limit }, samples: options.samples)
    } else {
      try score(scorable, samples: max(0, options.samples))
    }
    return readings.indices.map {
      results[$0] ?? .unread("", readings[$0], problem: .notFinite)
    }
  }

  /// What gives transcriptions their probabilities.
  func scorer(samples: Int, options: Options) -> HypothesisScorer {
    HypothesisScorer(
      network: network, start: startSymbol, end: endSymbol, temperature: calibration.temperature,
      samples: samples, seed: options.seed, relaxesSamples: options.relaxesSamples,
      weights: weights)
  }

  private func transcription(
    _ reading: GraphemeReader.Reading, hypotheses: [Hypothesis], scores: ScoredHypotheses,
    isSampled: Bool, alternatives: Int
  ) -> Transcription {
    let probabilities = scores.probabilities
    let order = hypotheses.indices.sorted {
      (probabilities[$0], -$0) > (probabilities[$1], -$1)
    }
    let confidence = calibration.confidence(probabilities[order[0]], sampled: isSampled)
    // The calibration is of the best one. The others divide the rest as their probabilities do, so that all that
    // there could be add up to 1.
    let others = 1 - probabilities[order[0]]
    let share = others > 0 ? (1 - confidence) / others : 0
    let best = hypotheses[order[0]]
    return Transcription(
      word: "", phones: phones(best.symbols), confidence: confidence,
      uncertainty: isSampled ? scores.mutualInformation : nil, entropy: scores.entropy,
      phoneProbabilities: Array(scores.symbolProbabilities.prefix(best.symbols.count)),
      alternatives: order.dropFirst().prefix(max(0, alternatives)).map {
        Transcription.Alternative(
          phones: phones(hypotheses[$0].symbols),
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
