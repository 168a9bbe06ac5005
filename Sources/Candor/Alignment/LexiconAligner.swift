import CandorJoint
import CandorText

/// Aligns every pronunciation of a lexicon with its word; the lexicon itself teaches how.
public struct LexiconAligner: Sendable {
  /// The most graphemes and phones of a link.
  public let limits: LinkLimits

  private let dictionary: PronunciationDictionary
  private let aligner: Aligner
  private let phoneNumbers: [String: Int32]
  private let phones: [String]

  /// Learns from a lexicon; a grapheme is a Unicode scalar.
  ///
  /// - Parameters:
  ///   - dictionary: the words
  ///   - graphemesPerLink: at most so many
  ///   - phonesPerLink: at most so many; by default as many as nearly all pronunciations need
  public init(
    _ dictionary: PronunciationDictionary, graphemesPerLink: Int = 2, phonesPerLink: Int? = nil
  ) {
    self.dictionary = dictionary
    var numbers: [String: Int32] = [:]
    var names: [String] = []
    var words: [[Int32]] = []
    var pronunciations: [[Int32]] = []
    for (word, variants) in dictionary {
      for phones in variants {
        words.append(Self.graphemes(word))
        pronunciations.append(
          phones.map { phone in
            if let number = numbers[phone] { return number }
            numbers[phone] = Int32(names.count)
            names.append(phone)
            return Int32(names.count - 1)
          })
      }
    }
    var limits = LinkLimits.fitting(words: words, pronunciations: pronunciations)
    limits.graphemes = graphemesPerLink
    limits.phones = phonesPerLink ?? limits.phones
    self.limits = limits
    phoneNumbers = numbers
    phones = names
    aligner = Aligner(words: words, pronunciations: pronunciations, limits: limits)
  }

  /// The best alignment of each pronunciation, in the order of the lexicon; `nil` for one with more phones than its
  /// graphemes can have.
  public func forEach(
    _ body: (_ word: String, _ phones: [String], AlignedPronunciation?) throws -> Void
  ) rethrows {
    for (word, variants) in dictionary {
      for variant in variants { try body(word, variant, aligned(word, variant)) }
    }
  }

  private func aligned(_ word: String, _ variant: [String]) -> AlignedPronunciation? {
    let numbers = variant.compactMap { phoneNumbers[$0] }
    guard let chain = aligner.align(Self.graphemes(word), numbers) else { return nil }
    return AlignedPronunciation(
      word: word,
      links: chain.map { graphone in
        var text = ""
        text.unicodeScalars.append(
          contentsOf: graphone.graphemes.compactMap { UnicodeScalar(UInt32($0)) })
        return AlignedPronunciation.Link(
          graphemes: text, phones: graphone.phones.map { phones[Int($0)] })
      })
  }

  private static func graphemes(_ word: String) -> [Int32] {
    word.unicodeScalars.map { Int32($0.value) }
  }
}
