import CandorEngine
import CandorText

/// Gives pronunciations without stress the stress that a network finds most probable.
struct StressChoice: Sendable {
  private let phonemes: Vocabulary
  /// The phones with stress, by those without.
  private let stressed: [String: [Int32]]

  init(_ phonemes: Vocabulary) {
    self.phonemes = phonemes
    stressed = Dictionary(grouping: phonemes.ordinarySymbols) { ARPAbet.withoutStress($0) }
      .mapValues { phones in
        phones.filter { ARPAbet.stress(of: $0) != nil }
          .compactMap { phonemes.id(of: $0).map(Int32.init) }
      }
  }

  /// For each phone of a pronunciation the symbols that it may stand for: itself, or, where no phone of the pronunciation
  /// has stress, itself with any stress; none for a phone that the model does not have.
  func symbols(_ phones: [String]) -> [[Int32]] {
    let isBare = phones.allSatisfy { ARPAbet.stress(of: $0) == nil }
    return phones.map { phone in
      if let id = phonemes.id(of: phone), phonemes.role(of: id) == nil { return [Int32(id)] }
      return isBare ? stressed[phone] ?? [] : []
    }
  }
}

extension EncoderDecoder where Scalar == Float {
  /// For each word the most probable of the transcriptions that have one of some symbols in each place; `nil` where the
  /// network's numbers overflow.
  ///
  /// - Parameters:
  ///   - sources: the words
  ///   - choices: for each word the symbols of each place, in the order of speech
  ///   - start: the start symbol
  ///   - end: the end symbol
  ///   - context: a deterministic one
  func mostProbable(
    _ sources: [[Int32]], among choices: [[[Int32]]], start: Int32, end: Int32,
    in context: Context<Float>
  ) -> [[Int32]?] {
    let choices = choices.map { direction.turned($0) }
    let encoded = encode(SymbolBatch(sources), in: context)
    var place = 0
    // Few places have a choice, and of three: what a narrow beam leaves out is hardly ever the best.
    return BeamSearch(width: 8, start: start, end: end)(
      limits: choices.map(\.count), from: DecoderState?.none,
      pick: { state, rows in state?.picking(rows) },
      step: { items, last, state in
        let (logits, after) = step(
          encoded.picking(items), previous: SymbolBatch(step: last), from: state, in: context)
        let classes = configuration.targetSymbols
        var scores = context.logSoftmax(
          Variable(logits.value.reshaped([last.count, classes])))
        scores.withUnsafeMutableElements { scores in
          for (row, item) in items.enumerated() {
            let allowed = place < choices[item].count ? choices[item][place] : [end]
            for symbol in 0..<classes where !allowed.contains(Int32(symbol)) {
              scores[row * classes + symbol] = -.infinity
            }
          }
        }
        place += 1
        return (scores, after)
      }
    ).map { found in found.first.map { direction.turned($0.symbols) } }
  }
}
