import CandorText
import TestSupport
import Testing

@Suite struct SentimentTreebankTests {
  @Test func aTreeGivesItsWordsAndPhrases() throws {
    let tree = try SentimentTree("(3 (2 It) (4 (1 (2 's) (2 n't)) (0 bad)))".utf8)
    #expect(tree.words == ["It", "'s", "n't", "bad"])
    #expect(tree.label == 3)
    #expect(tree.phrases.map(\.label) == [3, 2, 4, 1, 2, 2, 0])
    #expect(tree.phrases.map(\.words) == [0..<4, 0..<1, 1..<4, 1..<3, 1..<2, 2..<3, 3..<4])
    #expect(tree.text(of: 1..<4) == "'sn't bad")
  }

  @Test(arguments: [
    ("", 1, "no tree"), ("(2 a", 5, "1 brackets are not closed"),
    ("(2 a))", 6, "more brackets close than open"), ("(5 a)", 2, "a phrase without a label 0 to 4"),
    ("(22 a)", 3, "a label that is more than one digit"), ("(2 )", 4, "a phrase without a word"),
    ("(2 a b)", 6, "a second word in a phrase"), ("(2 a) (2 b)", 7, "more than one tree"),
    ("x", 1, "a word outside of a tree"), ("(2 a (2 b))", 6, "a phrase behind a word"),
    ("(2 (2 a) b)", 10, "a second word in a phrase"),
    ("((2 a))", 2, "a phrase without a label 0 to 4"),
  ])
  func whatIsNoTreeIsRefusedWithItsPlace(text: String, column: Int, problem: String) {
    #expect(throws: SentimentTree.Failure(column: column, problem: problem)) {
      try SentimentTree(text.utf8)
    }
  }

  @Test func noNestingIsTooDeep() throws {
    let depth = 200_000
    let text =
      String(repeating: "(1 ", count: depth) + "(3 x)" + String(repeating: ")", count: depth)
    #expect(try SentimentTree(text.utf8).phrases.count == depth + 1)
  }

  @Test func anErrorNamesFileLineAndPlace() {
    let lines = LineReader(bytes: Array("(2 a)\n\n(2 b\n".utf8), name: "t.txt")
    let error = #expect(throws: CorpusError.self) { try SentimentTreebank.trees(lines) }
    #expect(error?.description == "t.txt:3:5: 1 brackets are not closed: \"(2 b\"")
    #expect(throws: CorpusError(file: "e", line: 0, reason: .empty)) {
      try SentimentTreebank.trees(LineReader(bytes: [], name: "e"))
    }
    #expect(throws: CorpusError.self) {
      try SentimentTreebank.trees(LineReader(bytes: [0x28, 0x32, 0x20, 0xFF, 0x29], name: "u"))
    }
  }

  @Test(.needsCorpus("sst/train.txt", "sst/dev.txt", "sst/test.txt"))
  func theTreebankHasItsKnownSizes() throws {
    for (name, all, binary) in [
      ("train", 8544, 6920), ("dev", 1101, 872), ("test", 2210, 1821),
    ] {
      let trees = try SentimentTreebank.trees(path: TestSupport.Corpora.path("sst/\(name).txt"))
      #expect(trees.count == all)
      #expect(trees.count { $0.label != 2 } == binary)
      #expect(trees.allSatisfy { $0.phrases.count == 2 * $0.words.count - 1 })
    }
  }
}
