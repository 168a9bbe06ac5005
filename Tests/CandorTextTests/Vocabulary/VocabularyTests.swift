import CandorText
import Testing

struct VocabularyTests {
  @Test func idsFollowTheOrderGiven() throws {
    let vocabulary = try Vocabulary(symbols: ["b", "a"], counts: [3, 2], specials: .all)
    #expect(vocabulary.count == 6)
    #expect(vocabulary.symbols == ["<pad>", "<unk>", "<s>", "</s>", "b", "a"])
    #expect(vocabulary.counts == [0, 0, 0, 0, 3, 2])
    #expect(vocabulary.padding == 0)
    #expect(vocabulary.unknown == 1)
    #expect(vocabulary.start == 2)
    #expect(vocabulary.end == 3)
    #expect(vocabulary[4] == "b")
    #expect(vocabulary.id(of: "a") == 5)
    #expect(vocabulary.id(of: "c") == nil)
    #expect(vocabulary.idOrUnknown(of: "c") == 1)
    #expect(vocabulary.ordinarySymbols == ["b", "a"])
    #expect(vocabulary.specials == .all)
  }

  @Test func labelsHaveNoUnknown() throws {
    let labels = try Vocabulary(symbols: ["x"], specials: .labels)
    #expect(labels.unknown == nil)
    #expect(labels.idOrUnknown(of: "y") == nil)
  }

  @Test func aTextCannotNameASpecialSymbol() throws {
    let vocabulary = try Vocabulary(symbols: ["a", "<s>"], specials: .all)
    #expect(vocabulary.id(of: "<pad>") == nil)
    #expect(vocabulary.id(of: "<s>") == 5)
    #expect(vocabulary.start == 2)
    #expect(try Vocabulary(parsing: vocabulary.serialized(), file: "") == vocabulary)
  }

  @Test func symbolsAreScalarsNotCharacters() throws {
    let vocabulary = try Vocabulary(symbols: ["\u{E9}", "e\u{301}"])
    #expect(vocabulary.id(of: "\u{E9}") == 0)
    #expect(vocabulary.id(of: "e\u{301}") == 1)
    #expect(try Vocabulary(symbols: ["\u{E9}"]) != Vocabulary(symbols: ["e\u{301}"]))
  }

  @Test func wrongSymbolsAreRefused() {
    #expect(throws: VocabularyError.self) { try Vocabulary(symbols: []) }
    #expect(throws: VocabularyError.self) { try Vocabulary(symbols: ["a", "b", "a"]) }
    #expect(throws: VocabularyError.self) { try Vocabulary(symbols: ["a", ""]) }
    #expect(throws: VocabularyError.self) {
      try Vocabulary(symbols: ["a"], specials: Specials(padding: ""))
    }
  }
}
