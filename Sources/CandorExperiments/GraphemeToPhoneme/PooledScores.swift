import Candor
import CandorEngine
import CandorText
import RealModule

/// How well a network, or the mean of samples of its weights, transcribes a part of the paper's lexicon.
public struct PooledScores: Sendable, Codable, Equatable, CustomStringConvertible {
  /// The paper's metric: slots of 40 that differ, the mean over the words.
  public var hamming: Double
  /// Phone error rate.
  public var per: Double
  /// Word error rate.
  public var wer: Double
  /// Negative log-likelihood of a word, in nats.
  public var nll: Double

  /// By name, as the log has them.
  public var byName: [String: Double] {
    ["hamming": hamming, "per": per, "wer": wer, "nll": nll]
  }

  /// Such as `Hamming distance 4.125, PER 31.2 %, WER 70.1 %, NLL 7.031`.
  public var description: String {
    "Hamming distance \(Decimal.fixed(hamming, decimals: 3)), PER \(Decimal.fixed(100 * per, decimals: 1)) %, "
      + "WER \(Decimal.fixed(100 * wer, decimals: 1)) %, NLL \(Decimal.fixed(nll, decimals: 3))"
  }

  /// Slots of a transcription: what comes after the first end symbol, or after so many phones, is cut off.
  public static let slots = 40
  /// Nearly every word ends within so many steps; those that do not are decoded again, over all slots.
  private static let firstSteps = 20

  /// Transcribes; the likeliest phone at each step.
  ///
  /// - Parameters:
  ///   - samples: S, the samples of the weights whose probabilities are averaged; nil: the mean network
  ///   - seed: of the samples
  public init(
    of model: PooledEncoderDecoder<Float>, on part: PaperLexicon.Part, phones: Vocabulary,
    samples: Int? = nil, seed: UInt64 = 0, workers: Workers, batchSize: Int = 500
  ) {
    var rates = PhoneErrorRate(slots: Self.slots)
    var nll = 0.0
    let reader = PooledReader(
      model: model, part: part, phones: phones, samples: samples, seed: seed, workers: workers)
    let order = LengthBatching.sorted(lengths: part.sources.map(\.count), batchSize: batchSize)
    for batch in order {
      let longest = batch.map { part.targets[$0].count }.max() ?? 0
      var (transcriptions, losses) = reader.read(batch, steps: max(Self.firstSteps, longest))
      nll += losses.reduce(0, +)
      let open = transcriptions.indices.filter { transcriptions[$0] == nil }
      if !open.isEmpty {
        let again = reader.read(open.map { batch[$0] }, steps: Self.slots).transcriptions
        for (row, transcription) in zip(open, again) { transcriptions[row] = transcription }
      }
      for (word, transcription) in zip(batch, transcriptions) {
        rates.add(transcription ?? [], references: [part.phones[word]])
      }
    }
    hamming = rates.averageHammingDistance
    per = rates.phoneErrorRate
    wer = rates.wordErrorRate
    self.nll = nll / Double(max(1, part.count))
  }
}

/// Transcribes words of a part with the mean network or with samples of its weights.
private struct PooledReader {
  let model: PooledEncoderDecoder<Float>
  let part: PaperLexicon.Part
  let phones: Vocabulary
  let samples: Int?
  let seed: UInt64
  let workers: Workers

  /// Transcriptions, nil for those that did not end within fewer than 40 steps, and the loss of each target, in nats.
  func read(_ words: [Int], steps: Int) -> (transcriptions: [[String]?], losses: [Double]) {
    let probabilities = probabilities(words, steps: steps)
    let classes = phones.count
    let end = phones.end ?? 0
    var transcriptions: [[String]?] = []
    var losses: [Double] = []
    for (row, word) in words.enumerated() {
      func at(_ step: Int, _ symbol: Int) -> Double {
        probabilities[(step * words.count + row) * classes + symbol]
      }
      var transcription: [String] = []
      var hasEnded = false
      for step in 0..<min(steps, PooledScores.slots) where !hasEnded {
        var best = 0
        for symbol in 1..<classes where at(step, symbol) > at(step, best) { best = symbol }
        if best == end { hasEnded = true } else { transcription.append(phones[best]) }
      }
      transcriptions.append(hasEnded || steps >= PooledScores.slots ? transcription : nil)
      losses.append(
        part.targets[word].prefix(steps).enumerated().reduce(0) {
          $0 - Double.log(max(at($1.offset, Int($1.element)), .leastNormalMagnitude))
        })
    }
    return (transcriptions, losses)
  }

  /// The probability of each step's phone, `[T, B, C]`, the mean over the samples.
  private func probabilities(_ words: [Int], steps: Int) -> [Double] {
    var mean = Array(repeating: 0.0, count: steps * words.count * phones.count)
    for sample in 0..<(samples ?? 1) {
      let context = Context<Float>(
        mode: samples == nil ? .deterministic : .sampling, seed: seed, workers: workers,
        rows: words.map { RowIdentity(sample: UInt64(sample), example: UInt64($0)) })
      let encoded = model.encode(SymbolBatch(words.map { part.sources[$0] }), in: context)
      let logits = model.decode(
        encoded, lengths: SequenceLengths(full: words.count, steps: steps), in: context)
      context.logSoftmax(logits).withUnsafeElements { logarithms in
        for index in mean.indices {
          mean[index] += Double.exp(Double(logarithms[index])) / Double(samples ?? 1)
        }
      }
    }
    return mean
  }
}
