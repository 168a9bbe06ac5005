import CandorEngine
import CandorText
import RealModule

/// How plausible a given pronunciation of a word is.
public struct PronunciationScore: Sendable, Equatable {
  /// The word as it was given.
  public var word: String
  /// The phones as they were given.
  public var phones: [String]
  /// ln p(phones | word) in nats, the probability averaged over the samples of the weights; −∞ where it cannot be.
  public var logProbability: Double
  /// The calibrated probability, in 0…1, that the pronunciation is right. The calibration was fitted on the
  /// transcriptions that the model itself finds best; it is a rougher guide to others.
  public var confidence: Double
  /// For each phone its probability, given the phones before it, averaged over the samples.
  public var phoneProbabilities: [Double]
  /// Graphemes that were left out because the model does not know them.
  public var skipped: [String]
  /// Graphemes that were read without their marks.
  public var simplified: [String]
  /// Why the probability is 0.
  public var problem: Problem?

  /// What keeps the model from giving a pronunciation a probability.
  public enum Problem: Sendable, Equatable, CustomStringConvertible {
    /// The word cannot be read.
    case word(Transcription.Problem)
    /// A phone that the model does not have.
    case unknownPhone(String)
    /// More phones than the model gives a word of so many graphemes.
    case tooManyPhones(Int, limit: Int)

    /// A short sentence.
    public var description: String {
      switch self {
      case .word(let problem): problem.description
      case .unknownPhone(let phone): "the model has no phone \(phone)"
      case .tooManyPhones(let count, let limit): "\(count) phones, more than \(limit)"
      }
    }
  }
}

extension GraphemeToPhoneme {
  /// The probabilities of given pronunciations, in their order.
  ///
  /// The sum of a word's probabilities over all pronunciations that there could be is 1. Words are scored together;
  /// the numbers do not depend on the company.
  ///
  /// - Throws: `NothingStochastic` when samples are wanted of a network without dropout.
  public func score(
    _ pronunciations: [(word: String, phones: [String])], options: Options = Options()
  ) throws -> [PronunciationScore] {
    guard options.samples <= 0 || isStochastic else {
      throw NothingStochastic(samples: options.samples)
    }
    var results: [PronunciationScore] = []
    var sources: [(index: Int, graphemes: [Int32], phones: [Int32])] = []
    for (word, phones) in pronunciations {
      let reading = graphemes(word)
      let ids = phones.map { phonemes.id(of: $0) }
      let limit = EncoderDecoder<Float>.outputLimit(graphemes: reading.symbols.count)
      var problem: PronunciationScore.Problem?
      if reading.symbols.isEmpty {
        problem = .word(.nothingToRead)
      } else if reading.symbols.count > maximumWordLength {
        problem = .word(.tooLong(graphemes: reading.symbols.count, limit: maximumWordLength))
      } else if let place = ids.firstIndex(where: { $0.map(isSpecial) ?? true }) {
        problem = .unknownPhone(phones[place])
      } else if phones.count > limit {
        problem = .tooManyPhones(phones.count, limit: limit)
      } else {
        sources.append((results.count, reading.symbols, ids.compactMap { $0.map(Int32.init) }))
      }
      results.append(
        PronunciationScore(
          word: word, phones: phones, logProbability: -.infinity, confidence: 0,
          phoneProbabilities: [], skipped: reading.skipped, simplified: reading.simplified,
          problem: problem))
    }
    // Those of like length together: less is padded.
    sources.sort { ($0.graphemes.count, $0.index) < ($1.graphemes.count, $1.index) }
    let scorer = scorer(samples: options.samples, options: options)
    let wordsAtOnce = max(1, Self.scoredRows / max(1, options.samples))
    let parts = stride(from: 0, to: sources.count, by: wordsAtOnce).map {
      sources[$0..<min($0 + wordsAtOnce, sources.count)]
    }
    let scored = try Workers(threads: options.threads).map(parts.count) { part in
      try scorer(parts[part].map(\.graphemes), hypotheses: parts[part].map { [$0.phones] })
    }
    // With a joint model the confidence is the one that a transcription would have: it depends on what else there is.
    let assessments =
      hybrid == nil
      ? [] : try assess(sources.map(\.graphemes), given: sources.map(\.phones), options: options)
    for (place, (source, score)) in zip(sources, scored.joined()).enumerated() {
      results[source.index].logProbability = score.logProbabilities[0]
      results[source.index].confidence =
        hybrid == nil
        ? calibration.confidence(
          Double.exp(score.logProbabilities[0]), sampled: options.samples > 0)
        : assessments[place].map { confidence(of: source.phones, in: $0) } ?? 0
      results[source.index].phoneProbabilities = Array(
        score.symbolProbabilities.prefix(source.phones.count))
    }
    return results
  }

  private func isSpecial(_ id: Int) -> Bool { phonemes.role(of: id) != nil }
}
