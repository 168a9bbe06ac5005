import CandorText
import Testing

struct PronunciationDictionaryTests {
  @Test func keepsTheOrderOfTheFile() throws {
    let dictionary = try PronunciationDictionary(path: PackageFolder.fixture("cmudict.dict"))
    #expect(dictionary.words == ["'tis", "candid", "candor", "read", "st.", "well-known"])
    #expect(dictionary.count == 6)
    #expect(dictionary.pronunciationCount == 8)
    #expect(dictionary["read"] == [["R", "EH1", "D"], ["R", "IY1", "D"]])
    #expect(dictionary["READ"] == nil)
    #expect(dictionary[3].word == "read")
    #expect(dictionary.map(\.pronunciations.count) == [1, 1, 2, 2, 1, 1])
  }

  @Test func strippingStressJoinsWhatBecomesEqual() {
    var dictionary = PronunciationDictionary()
    dictionary.add("permit", ["P", "ER0", "M", "IH1", "T"])
    dictionary.add("permit", ["P", "ER1", "M", "IH2", "T"])
    dictionary.add("permit", ["P", "ER1", "M", "IH2", "T"])
    #expect(dictionary.pronunciationCount == 2)
    let bare = dictionary.ignoringStress()
    #expect(bare["permit"] == [["P", "ER", "M", "IH", "T"]])
    #expect(bare.pronunciationCount == 1)
  }

  @Test func wordsCanBeLeftOut() throws {
    let all = try PronunciationDictionary(path: PackageFolder.fixture("cmudict.dict"))
    let rest = all.removing { $0.hasPrefix("c") }
    #expect(rest.words == ["'tis", "read", "st.", "well-known"])
    #expect(rest.pronunciationCount == 5)
    #expect(!rest.contains("candor"))
  }

  @Test func wordsAreScalars() {
    var dictionary = PronunciationDictionary()
    dictionary.add("caf\u{E9}", ["a"])
    #expect(!dictionary.contains("cafe\u{301}"))
  }

  @Test func aBadLineEndsTheReading() {
    #expect(throws: PronunciationError.self) {
      try PronunciationDictionary(path: PackageFolder.fixture("broken.dict"))
    }
    #expect(throws: FileAccessError.self) { try PronunciationDictionary(path: "/nowhere") }
  }

  @Test(.needsCMUdict) func testReferences() throws {
    let references = try PronunciationDictionary(
      path: Corpora.testReferences, options: .init(normalizer: .english))
    #expect(references.count == 12_000)
    #expect(references["absolves"]?.count == 2)
  }
}
