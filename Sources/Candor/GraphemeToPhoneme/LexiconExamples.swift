import CandorEngine
import CandorText

/// The entries of a lexicon as the network reads them.
public struct LexiconExamples: Sendable {
  /// Each pronunciation is an example of its own: graphemes and phones, as symbol numbers.
  public private(set) var sources: [[Int32]] = []
  /// Phones without start and end.
  public private(set) var targets: [[Int32]] = []
  /// Pronunciations left out: one without graphemes, with a symbol that is not in the vocabularies, or with so many
  /// symbols that the predictor would refuse it.
  public private(set) var skippedCount = 0

  /// Encodes every pronunciation of a dictionary.
  public init(
    _ dictionary: PronunciationDictionary, graphemes: GraphemeReader, phonemes: Vocabulary,
    maximumWordLength: Int = 128
  ) {
    let maximumPhones = EncoderDecoder<Float>.outputLimit(graphemes: maximumWordLength)
    for (word, pronunciations) in dictionary {
      let reading = graphemes(word)
      for phones in pronunciations {
        let ids = phones.compactMap { phonemes.id(of: $0).map(Int32.init) }
        guard reading.skipped.isEmpty, (1...maximumWordLength).contains(reading.symbols.count),
          ids.count == phones.count, ids.count <= maximumPhones
        else {
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
  ///
  /// - Parameters:
  ///   - fraction: the share, in 0…1
  ///   - seed: of the hash
  ///   - spelling: words with one spelling are one word
  public func holdingOut(
    fraction: Double, seed: UInt64, spelling: (String) -> String = { $0 }
  ) -> (training: PronunciationDictionary, heldOut: PronunciationDictionary) {
    func isHeldOut(_ word: String) -> Bool {
      let hash = RandomStream.seed(seed, RandomStream.key(spelling(word)))
      return Double(hash >> 11) * 0x1p-53 < fraction
    }
    return (removing(where: isHeldOut), removing { !isHeldOut($0) })
  }
}
