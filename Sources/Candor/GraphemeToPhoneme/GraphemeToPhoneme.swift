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
    /// Open transcriptions kept by the search.
    public var beamWidth: Int
    /// Samples of the weights, S; 0 gives no epistemic uncertainty.
    public var samples: Int
    /// Transcriptions wanted beside the best one, at most `beamWidth − 1`.
    public var alternatives: Int
    /// Seed of the samples.
    public var seed: UInt64
    /// Threads.
    public var threads: Int
    /// Whether samples use the relaxed masks of training instead of hard ones, to measure the gap between them.
    public var relaxesSamples = false

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

  /// Words times samples that are scored together; more would outgrow the caches.
  private static let scoredRows = 256
  /// Words whose transcriptions are computed together.
  static let blockSize = 256

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
  }

  /// The transcription of a word.
  public func callAsFunction(
    _ word: String, options: Options = Options()
  ) throws -> Transcription {
    try transcribe([word], options: options)[0]
  }

  /// The transcriptions of words, in their order.
  ///
  /// Words of like length are computed together; the numbers do not depend on the company.
  public func transcribe(
    _ words: [String], options: Options = Options()
  ) throws -> [Transcription] {
    let readings = words.map { graphemes($0) }
    var results: [Transcription?] = words.indices.map { index in
      let reading = readings[index]
      if reading.symbols.isEmpty {
        return .unread(words[index], skipped: reading.skipped, problem: .nothingToRead)
      }
      if reading.symbols.count > maximumWordLength {
        return .unread(
          words[index], skipped: reading.skipped,
          problem: .tooLong(graphemes: reading.symbols.count, limit: maximumWordLength))
      }
      return nil
    }
    let readable = words.indices.filter { results[$0] == nil }
      .sorted { (readings[$0].symbols.count, $0) < (readings[$1].symbols.count, $1) }
    for start in stride(from: 0, to: readable.count, by: Self.blockSize) {
      let block = readable[start..<min(start + Self.blockSize, readable.count)]
      let transcribed = try transcribe(block.map { readings[$0] }, options: options)
      for (index, var transcription) in zip(block, transcribed) {
        transcription.word = words[index]
        results[index] = transcription
      }
    }
    return results.compactMap { $0 }
  }

  private func transcribe(
    _ readings: [GraphemeReader.Reading], options: Options
  ) throws -> [Transcription] {
    let workers = Workers(threads: options.threads)
    let sources = readings.map(\.symbols)
    let found = network.search(
      SymbolBatch(sources),
      with: BeamSearch(
        width: max(1, options.beamWidth), start: startSymbol, end: endSymbol,
        forbidden: forbiddenSymbols),
      workers: workers)
    // A hypothesis twenty times less probable than the best will hardly come out first after the samples.
    let kept = found.map { hypotheses in
      hypotheses.enumerated().filter {
        $0.offset <= options.alternatives
          || $0.element.logProbability > hypotheses[0].logProbability - 3
      }.map(\.element)
    }
    let scorer = HypothesisScorer(
      network: network, start: startSymbol, end: endSymbol, temperature: calibration.temperature,
      samples: options.samples, seed: options.seed, relaxesSamples: options.relaxesSamples,
      workers: workers)
    var scored: [ScoredHypotheses] = []
    let wordsAtOnce = max(1, Self.scoredRows / max(1, options.samples))
    for start in stride(from: 0, to: sources.count, by: wordsAtOnce) {
      let range = start..<min(start + wordsAtOnce, sources.count)
      scored += try scorer(
        Array(sources[range]), hypotheses: kept[range].map { $0.map(\.symbols) })
    }
    return readings.indices.map {
      transcription(readings[$0], hypotheses: kept[$0], scores: scored[$0], options: options)
    }
  }

  private func transcription(
    _ reading: GraphemeReader.Reading, hypotheses: [Hypothesis], scores: ScoredHypotheses,
    options: Options
  ) -> Transcription {
    let sampled = options.samples > 0
    let order = hypotheses.indices.sorted {
      (scores.probabilities[$0], -$0) > (scores.probabilities[$1], -$1)
    }
    var confidences = order.map {
      calibration.confidence(scores.probabilities[$0], sampled: sampled)
    }
    // The calibration maps each probability alone. The best one's is what was fitted; the others share the rest.
    let rest = confidences.dropFirst().reduce(0, +)
    let share = rest > 1 - confidences[0] ? (1 - confidences[0]) / rest : 1
    for index in confidences.indices.dropFirst() {
      confidences[index] = min(confidences[0], confidences[index] * share)
    }
    let best = hypotheses[order[0]]
    return Transcription(
      word: "", phones: phones(best.symbols), confidence: confidences[0],
      uncertainty: sampled ? scores.mutualInformation : nil, entropy: scores.entropy,
      phoneProbabilities: Array(scores.symbolProbabilities.prefix(best.symbols.count)),
      alternatives: zip(order, confidences).dropFirst().prefix(options.alternatives).map {
        Transcription.Alternative(phones: phones(hypotheses[$0].symbols), confidence: $1)
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
