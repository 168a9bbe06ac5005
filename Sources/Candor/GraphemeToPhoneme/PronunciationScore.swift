import CandorEngine
import CandorText
import RealModule

/// How plausible a given pronunciation of a word is.
public struct PronunciationScore: Sendable, Equatable {
  /// The word as it was given.
  public var word: String
  /// The phones as they were given.
  public var phones: [String]
  /// The phones with the most probable stress, which were scored instead where these were given without any and the
  /// model has stress.
  public var stressed: [String]?
  /// ln p(phones | word) of the network in nats, the probability averaged over the samples of its weights, also where
  /// other models help it; −∞ where it cannot be.
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
  /// the numbers do not depend on the company. A pronunciation without stress is scored with the most probable one
  /// where the model has stress.
  ///
  /// - Throws: `NothingStochastic` when samples are wanted of a network without dropout.
  public func score(
    _ pronunciations: [(word: String, phones: [String])], options: Options = Options()
  ) throws -> [PronunciationScore] {
    let samples = try sampleCount(options)
    var results: [PronunciationScore] = []
    var sources: [Scorable] = []
    let stress = StressChoice(phonemes)
    for (word, phones) in pronunciations {
      let reading = graphemes(word)
      let choices = stress.symbols(phones)
      let limit = EncoderDecoder<Float>.outputLimit(graphemes: reading.symbols.count)
      var problem: PronunciationScore.Problem?
      if reading.symbols.isEmpty {
        problem = .word(.nothingToRead)
      } else if reading.symbols.count > maximumWordLength {
        problem = .word(.tooLong(graphemes: reading.symbols.count, limit: maximumWordLength))
      } else if let place = choices.firstIndex(where: \.isEmpty) {
        problem = .unknownPhone(phones[place])
      } else if phones.count > limit {
        problem = .tooManyPhones(phones.count, limit: limit)
      } else {
        sources.append(
          Scorable(
            index: results.count, graphemes: reading.symbols, choices: choices,
            phones: choices.map { $0[0] }))
      }
      results.append(
        PronunciationScore(
          word: word, phones: phones, logProbability: -.infinity, confidence: 0,
          phoneProbabilities: [], skipped: reading.skipped, simplified: reading.simplified,
          problem: problem))
    }
    // Those of like length together: less is padded.
    sources.sort { ($0.graphemes.count, $0.index) < ($1.graphemes.count, $1.index) }
    let scorer = scorer(samples: samples, options: options)
    let wordsAtOnce = max(1, Self.scoredRows / max(1, samples))
    try chooseStress(of: &sources, threads: options.threads)
    let parts = stride(from: 0, to: sources.count, by: wordsAtOnce).map {
      sources[$0..<min($0 + wordsAtOnce, sources.count)]
    }
    let scores = try Workers(threads: options.threads).map(parts.count) { part in
      try scorer(parts[part].map(\.graphemes), hypotheses: parts[part].map { [$0.phones] })
    }
    // With other models the confidence is the one that a transcription would have: it depends on what else there is.
    let assessments =
      hybrid == nil
      ? [] : try assess(sources.map(\.graphemes), given: sources.map(\.phones), options: options)
    for (place, (source, score)) in zip(sources, scores.joined()).enumerated() {
      guard let score else {
        results[source.index].problem = .word(.notFinite)
        continue
      }
      results[source.index].logProbability = score.logProbabilities[0]
      let scored = phones(source.phones)
      if scored != results[source.index].phones { results[source.index].stressed = scored }
      results[source.index].confidence =
        hybrid == nil
        ? calibration.confidence(
          Double.exp(score.logProbabilities[0]), sampled: samples > 0)
        : assessments[place].map { confidence(of: source.phones, in: $0) } ?? 0
      results[source.index].phoneProbabilities = Array(
        score.symbolProbabilities.prefix(source.phones.count))
    }
    return results
  }

  /// Gives the pronunciations that leave a choice of symbols the most probable ones under the mean network.
  private func chooseStress(of sources: inout [Scorable], threads: Int) throws {
    let open = sources.indices.filter { sources[$0].isOpen }
    let parts = stride(from: 0, to: open.count, by: Self.blockSizes.lowerBound).map {
      open[$0..<min($0 + Self.blockSizes.lowerBound, open.count)]
    }
    let scorable = sources
    let chosen = try Workers(threads: threads).map(parts.count) { part in
      network.mostProbable(
        parts[part].map { scorable[$0].graphemes }, among: parts[part].map { scorable[$0].choices },
        start: startSymbol, end: endSymbol,
        in: Context(mode: .deterministic, frozenWeights: weights))
    }
    for (place, phones) in zip(open, chosen.joined()) {
      sources[place].phones = phones ?? sources[place].phones
    }
  }
}

/// A pronunciation that can be scored.
private struct Scorable {
  let index: Int
  let graphemes: [Int32]
  /// The symbols that each phone may stand for.
  let choices: [[Int32]]
  /// Those that it does.
  var phones: [Int32]

  /// Whether there is a choice at all.
  var isOpen: Bool { choices.contains { $0.count > 1 } }
}
