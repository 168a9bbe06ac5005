import CandorText
import TestSupport
import Testing

@Suite struct TextReaderTests {
  private func tokens(_ text: String, limit: Int = .max) -> [String] {
    TextReader()(text, limit: limit).map(\.text)
  }

  @Test(arguments: [
    ("Don't panic!", "do n't panic !"), ("I CAN’T say it’s bad...", "i ca n't say it 's bad ..."),
    ("They're we've I'll he'd I'm", "they 're we 've i 'll he 'd i 'm"),
    ("'s going n't", "'s going n't"), ("too-tepid", "too - tepid"), ("!!!!! ??", "!!! ??"),
    ("rock 'n' roll", "rock ' n ' roll"), ("o'clock", "o'clock"), ("3.5 stars", "3.5 stars"),
    ("a\tb\n c", "a b c"), ("", ""), ("  ", ""), ("😀 fun", "😀 fun"), ("Ain't", "ai n't"),
  ])
  func aTextIsCutAndSpelled(text: String, expected: String) {
    #expect(tokens(text).joined(separator: " ") == expected)
  }

  @Test func everyTokenKnowsItsPlace() {
    let text = "Café: ISN’T it\u{301} “great”?? 😀"
    for token in TextReader()(text) {
      let source = String(text[token.range])
      #expect(Normalizer.english(source).hasPrefix(token.text.prefix(1)))
    }
    #expect(
      TextReader()(text).map { String(text[$0.range]) }
        == ["Café", ":", "IS", "N’T", "it\u{301}", "“", "great", "”", "??", "😀"])
  }

  @Test func aLimitCuts() {
    #expect(tokens("a b c d", limit: 2) == ["a", "b"])
    #expect(tokens("don't", limit: 1) == ["do"])
    #expect(tokens("a", limit: 5) == ["a"])
  }

  @Test func otherLanguagesKeepTheirApostrophes() {
    let reader = TextReader(normalizer: .english, splitsContractions: false)
    #expect(reader("l'homme d'or").map(\.text) == ["l'homme", "d'or"])
  }

  /// The tokens of a treebank's sentence are those of its ordinary text.
  @Test(.needsCorpus("sst/dev.txt")) func theTreebanksWordsComeBack() throws {
    let reader = TextReader()
    var same = 0
    let trees = try SentimentTreebank.trees(path: TestSupport.Corpora.path("sst/dev.txt"))
    for tree in trees {
      let text = tree.text(of: tree.words.indices)
      let ours = reader(text).map(\.text).joined().filter { $0 != " " }
      same += Normalizer.english(text).filter { $0 != " " } == ours ? 1 : 0
      #expect(!reader(text).isEmpty)
    }
    // Nothing is lost but marks that repeat more than three times.
    #expect(same > trees.count * 99 / 100)
  }

  @Test func piecesAreThoseOfTheMarkedWord() {
    #expect(WordPieces.pieces(of: "ab") == ["<ab", "ab>", "<ab>"])
    #expect(
      WordPieces.pieces(of: "gem") == ["<ge", "gem", "em>", "<gem", "gem>", "<gem>"])
    #expect(WordPieces.pieces(of: "aaaa").count(where: { $0 == "aaa" }) == 1)
    #expect(WordPieces.pieces(of: String(repeating: "xy", count: 100_000)).count < 130)
  }
}
