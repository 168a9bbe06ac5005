import Candor
import CandorEngine
import CandorText

/// How well a network transcribes a part of the paper's lexicon.
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
    "Hamming distance \(decimal(hamming, 3)), PER \(decimal(100 * per, 1)) %, "
      + "WER \(decimal(100 * wer, 1)) %, NLL \(decimal(nll, 3))"
  }

  /// Slots of a transcription: what comes after the first end symbol, or after so many phones, is cut off.
  public static let slots = 40
  /// Nearly every word ends within so many steps; those that do not are decoded again, over all slots.
  private static let firstSteps = 20

  /// Transcribes with the mean network, the likeliest phone at each step.
  public init(
    of model: PooledEncoderDecoder<Float>, on part: PaperLexicon.Part, phones: Vocabulary,
    workers: Workers, batchSize: Int = 500
  ) {
    var rates = PhoneErrorRate(slots: Self.slots)
    var nll = 0.0
    let order = LengthBatching.sorted(lengths: part.sources.map(\.count), batchSize: batchSize)
    for batch in order {
      let longest = batch.map { part.targets[$0].count }.max() ?? 0
      var (transcriptions, losses) = Self.transcribe(
        model, batch.map { part.sources[$0] }, targets: batch.map { part.targets[$0] },
        steps: max(Self.firstSteps, longest), phones: phones, workers: workers)
      nll += losses.reduce(0, +)
      let open = transcriptions.indices.filter { transcriptions[$0] == nil }
      if !open.isEmpty {
        let again = Self.transcribe(
          model, open.map { part.sources[batch[$0]] }, targets: open.map { _ in [] },
          steps: Self.slots, phones: phones, workers: workers
        ).transcriptions
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

  /// Transcriptions, nil for those that did not end within fewer than 40 steps, and the loss of each target.
  private static func transcribe(
    _ model: PooledEncoderDecoder<Float>, _ sources: [[Int32]], targets: [[Int32]], steps: Int,
    phones: Vocabulary, workers: Workers
  ) -> (transcriptions: [[String]?], losses: [Double]) {
    let context = Context<Float>(mode: .deterministic, workers: workers)
    let rows = sources.count
    let encoded = model.encode(SymbolBatch(sources), in: context)
    let logits = model.decode(
      encoded, lengths: SequenceLengths(full: rows, steps: steps), in: context)
    let classes = phones.count
    let end = phones.end ?? 0
    return context.logSoftmax(logits).withUnsafeElements { logProbabilities in
      var transcriptions: [[String]?] = []
      var losses: [Double] = []
      for row in 0..<rows {
        func at(_ step: Int, _ symbol: Int) -> Float {
          logProbabilities[(step * rows + row) * classes + symbol]
        }
        var transcription: [String] = []
        var hasEnded = false
        for step in 0..<min(steps, slots) where !hasEnded {
          var best = 0
          for symbol in 1..<classes where at(step, symbol) > at(step, best) { best = symbol }
          if best == end { hasEnded = true } else { transcription.append(phones[best]) }
        }
        transcriptions.append(hasEnded || steps >= slots ? transcription : nil)
        losses.append(
          targets[row].enumerated().reduce(0) { $0 - Double(at($1.offset, Int($1.element))) })
      }
      return (transcriptions, losses)
    }
  }
}
