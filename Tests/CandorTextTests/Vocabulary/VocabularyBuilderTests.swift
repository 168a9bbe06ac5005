import CandorText
import Testing

struct VocabularyBuilderTests {
  @Test func ordersByCountAndThenByScalar() throws {
    var builder = VocabularyBuilder()
    builder.add(contentsOf: ["b", "z", "a", "z", "\u{E9}", "e\u{301}", "B"])
    let vocabulary = try builder.build()
    #expect(
      vocabulary.symbols.map(scalars)
        == [["7A"], ["42"], ["61"], ["62"], ["65", "301"], ["E9"]])
    #expect(vocabulary.counts == [2, 1, 1, 1, 1, 1])
  }

  @Test func limits() throws {
    var builder = VocabularyBuilder(minimumCount: 2, maximumSize: 2, specials: .input)
    builder.add("a", count: 5)
    builder.add("b", count: 4)
    builder.add("c", count: 3)
    builder.add("d")
    builder.add("")
    #expect(builder.distinctCount == 4)
    let vocabulary = try builder.build()
    #expect(vocabulary.symbols == ["<pad>", "<unk>", "a", "b"])
    #expect(vocabulary.counts == [0, 4, 5, 4])
    #expect(throws: VocabularyError.self) { try VocabularyBuilder().build() }
    #expect(throws: VocabularyError.self) { try VocabularyBuilder(minimumCount: 9).build() }
  }

  @Test func countsTheTokensOfAText() throws {
    var builder = VocabularyBuilder()
    let text = LineReader(bytes: Array("The cat, the DOG.\nA cat".utf8), name: "text")
    try builder.add(text: text, normalizer: .english)
    let vocabulary = try builder.build()
    #expect(vocabulary.symbols == ["cat", "the", ",", ".", "a", "dog"])
  }

  @Test func countsALexicon() throws {
    var graphemes = VocabularyBuilder()
    try graphemes.add(lexicon: PronunciationReader(path: PackageFolder.fixture("georgian.tsv"))) {
      $0.word.unicodeScalars.map { String($0) }
    }
    var phones = VocabularyBuilder()
    try phones.add(lexicon: PronunciationReader(path: PackageFolder.fixture("georgian.tsv"))) {
      $0.phones
    }
    // The alphabet has 33 letters, one for each phone.
    #expect(try graphemes.build().count == 33)
    #expect(try phones.build().count == 33)
    #expect(try graphemes.build().counts == phones.build().counts)
    #expect(try graphemes.build().symbols.first == "ა")
  }
}
