import Candor
import CandorText
import Testing

@Suite struct TraitReaderTests {
  private static func vocabulary(_ symbols: [String], _ specials: Specials) throws -> Vocabulary {
    var builder = VocabularyBuilder(specials: specials)
    // The most frequent one comes first.
    for (place, symbol) in symbols.enumerated() {
      for _ in place..<symbols.count { builder.add(symbol) }
    }
    return try builder.build()
  }

  /// Reads texts by two vocabularies whose numbers differ.
  private struct Spelled {
    let graphemes: Vocabulary
    let phones: Vocabulary

    init(graphemes: [String], phones: [String]) throws {
      self.graphemes = try vocabulary(graphemes, Specials(padding: "<pad>"))
      self.phones = try vocabulary(phones, .labels)
    }

    func traits(_ word: String, _ transcriptions: String...) throws -> [UInt32] {
      func phones(_ text: String) throws -> [Int32] {
        try text.split(separator: " ").map { Int32(try #require(self.phones.id(of: String($0)))) }
      }
      return TraitReader(graphemes: graphemes, phonemes: self.phones).traits(
        of: TraitReader.Subject(
          graphemes: try word.map { Int32(try #require(graphemes.id(of: String($0)))) },
          best: try phones(transcriptions[0]), others: try transcriptions.dropFirst().map(phones)))
    }
  }

  private static let letters = ["a", "b", "c", "d", "e", "f", "g"]
  private static let phones = ["P", "Q", "R", "S", "T"]
  private func spelled() throws -> Spelled {
    try Spelled(graphemes: Self.letters, phones: Self.phones)
  }

  @Test func lettersInARowAreTraitsOnce() throws {
    let s = try spelled()
    // |, a, b; |a, ab, b|; |ab, ab|; |ab|
    #expect(try s.traits("ab", "P").count == 9)
    // |, a; |a, aa, a|; |aa, aaa, aa|; |aaa, aaaa, aaa|
    #expect(try s.traits("aaaaa", "P").count == 11)
    let traits = try s.traits("abcabc", "P")
    #expect(traits == traits.sorted() && Set(traits).count == traits.count)
    // What only "fab" has is none of what "bad" has, and "ab" in the middle is not "ab" at an edge.
    let (one, other) = (Set(try s.traits("fabg", "P")), Set(try s.traits("cabd", "P")))
    // |, a, b, ab
    #expect(one.intersection(other).count == 4)
    #expect(Set(try s.traits("ab", "P")) != Set(try s.traits("ba", "P")))
  }

  @Test func traitsAreTheSameInEveryVocabulary() throws {
    let s = try spelled()
    let turned = try Spelled(graphemes: Self.letters.reversed(), phones: Self.phones.reversed())
    #expect(s.graphemes.id(of: "a") != turned.graphemes.id(of: "a"))
    #expect(
      try s.traits("abc", "P Q R", "P S R", "P R") == turned.traits("abc", "P Q R", "P S R", "P R"))
  }

  @Test func aDifferenceIsWhatIsLeftBetweenEqualEnds() throws {
    let s = try spelled()
    let letters = Set(try s.traits("a", "P"))
    func differences(_ best: String, _ other: String) throws -> Set<UInt32> {
      Set(try s.traits("a", best, other)).subtracting(letters)
    }
    // Of the most probable one with both neighbours, one, none, and as the first one.
    #expect(try differences("P Q R", "P S R").count == 5)
    // Q instead of S, whatever stands beside; that the first alternative has it.
    #expect(
      try differences("P Q R", "P S R").intersection(differences("T Q T", "T S T")).count == 2)
    #expect(
      try differences("P Q R", "P S R").intersection(differences("P Q T", "P S T")).count == 3)
    #expect(try differences("P Q R", "P S R").isDisjoint(with: differences("P S R", "P Q R")))
    // A phone more or less.
    #expect(try differences("P R", "P S R").count == 5)
    #expect(try differences("P P", "P P P").count == 5)
    #expect(try differences("P", "").count == 5 && differences("", "P").count == 5)
    // Transcriptions that are altogether others.
    #expect(try differences("P Q R S", "T T").isEmpty)
    #expect(try differences("P Q R", "S T S").count == 5)
    // The second alternative too, but not as the first, and no third.
    let two = Set(try s.traits("a", "P Q R", "P S R", "P T R")).subtracting(letters)
    #expect(two.count == 9)
    #expect(try Set(s.traits("a", "P Q R", "P S R", "P T R", "Q R")).subtracting(letters) == two)
  }
}
