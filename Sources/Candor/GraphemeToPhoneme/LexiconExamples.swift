import CandorEngine
import CandorText

/// The entries of a lexicon as the network reads them.
public struct LexiconExamples: Sendable {
  /// Each pronunciation is an example of its own: graphemes and phones, as symbol numbers.
  public private(set) var sources: [[Int32]] = []
  /// Phones without start and end.
  public private(set) var targets: [[Int32]] = []
  /// Pronunciations left out because a symbol is not in the vocabularies.
  public private(set) var skippedCount = 0

  /// Encodes every pronunciation of a dictionary.
  public init(
    _ dictionary: PronunciationDictionary, graphemes: GraphemeReader, phonemes: Vocabulary
  ) {
    for (word, pronunciations) in dictionary {
      let reading = graphemes(word)
      for phones in pronunciations {
        let ids = phones.compactMap { phonemes.id(of: $0).map(Int32.init) }
        guard reading.skipped.isEmpty, !reading.symbols.isEmpty, ids.count == phones.count else {
          skippedCount += 1
          continue
        }
        sources.append(reading.symbols)
        targets.append(ids)
      }
    }
  }
}

extension PronunciationDictionary {
  /// Divides the dictionary by word: about `fraction` of the words, chosen by a seeded hash of their spelling, are
  /// held out with all their pronunciations. A word's part does not depend on the other words.
  public func holdingOut(
    fraction: Double, seed: UInt64
  ) -> (training: PronunciationDictionary, heldOut: PronunciationDictionary) {
    func isHeldOut(_ word: String) -> Bool {
      let hash = RandomStream.seed(seed, RandomStream.key(word))
      return Double(hash >> 11) * 0x1p-53 < fraction
    }
    return (removing(where: isHeldOut), removing { !isHeldOut($0) })
  }
}
