import CandorText
import Testing

struct VocabularyFileTests {
  @Test func textOfTheFile() throws {
    let vocabulary = try Vocabulary(symbols: ["b", "#"], counts: [3, 2], specials: .input)
    #expect(
      vocabulary.serialized() == "<pad>\t0\tpadding\n<unk>\t0\tunknown\nb\t3\n#\t2\n")
  }

  @Test func everySymbolSurvivesTheFile() throws {
    let odd = [
      "\t", "\n", "\r\n", " ", "\\", "\\u{20}", "\u{0}", "\u{301}", "e\u{301}", "\u{FEFF}",
      "padding",
      "\u{2028}", "👩\u{200D}👧", "\u{10FFFF}", "a b", "#",
    ]
    let vocabulary = try Vocabulary(symbols: odd, counts: odd.indices.map { $0 }, specials: .all)
    try withTemporaryFile { path in
      try vocabulary.write(to: path)
      let again = try Vocabulary(contentsOf: path)
      #expect(again == vocabulary)
      #expect(again.symbols.map(scalars) == vocabulary.symbols.map(scalars))
    }
    #expect(!vocabulary.serialized().contains("\r"))
    #expect(vocabulary.serialized().utf8.split(separator: 10).count == vocabulary.count)
  }

  @Test func crlfAndNoFinalNewlineAreRead() throws {
    let vocabulary = try Vocabulary(parsing: "\u{FEFF}a\t2\r\nb\t1", file: "v")
    #expect(vocabulary.symbols == ["a", "b"])
  }

  @Test(arguments: [
    ("", 0, VocabularyError.Reason.noSymbols, ""),
    ("<pad>\t0\tpadding\n", 0, .noSymbols, ""),
    ("a\t1\nb\t1\na\t1\n", 3, .duplicateSymbol(firstLine: 1), "a"),
    ("a\t1\n\t1\n", 2, .emptySymbol, "\t1"),
    ("a\t1\n\n", 2, .wrongColumnCount, ""),
    ("a\n", 1, .wrongColumnCount, "a"),
    ("a\t1\tend\tmore\n", 1, .wrongColumnCount, "a\t1\tend\tmore"),
    ("a\tx\n", 1, .badCount, "x"),
    ("a\t-1\n", 1, .badCount, "-1"),
    ("a\t\n", 1, .badCount, ""),
    ("a\t99999999999999999999\n", 1, .badCount, "99999999999999999999"),
    ("a\t1\tbegin\n", 1, .badRole, "begin"),
    ("a\t1\nx\t0\tend\ny\t0\tend\n", 3, .duplicateRole, "y"),
    (#"\x"# + "\t1\n", 1, .badEscape, #"\x"#),
    (#"\u{110000}"# + "\t1\n", 1, .badEscape, #"\u{110000}"#),
    (#"\u{D800}"# + "\t1\n", 1, .badEscape, #"\u{D800}"#),
    (#"\u{41"# + "\t1\n", 1, .badEscape, #"\u{41"#),
  ])
  func errorsNameFileLineAndValue(
    text: String, line: Int, reason: VocabularyError.Reason, value: String
  ) {
    let error = #expect(throws: VocabularyError.self) {
      try Vocabulary(parsing: text, file: "vocab.txt")
    }
    #expect(error?.file == "vocab.txt")
    #expect(error?.line == line)
    #expect(error?.reason == reason)
    #expect(error?.value == value)
    #expect(error?.description.hasPrefix(line > 0 ? "vocab.txt:\(line): " : "vocab.txt: ") == true)
  }

  @Test func invalidUTF8IsRefused() throws {
    try withTemporaryFile([0x61, 0x09, 0x31, 0x0A, 0xE9, 0x09, 0x31, 0x0A]) { path in
      let error = #expect(throws: VocabularyError.self) { try Vocabulary(contentsOf: path) }
      #expect(error?.reason == .invalidUTF8)
      #expect(error?.line == 2)
    }
  }

  @Test func filesThatCannotBeUsed() throws {
    let error = #expect(throws: FileAccessError.self) {
      try Vocabulary(contentsOf: "/nowhere/vocab.txt")
    }
    #expect(error?.description == "cannot open /nowhere/vocab.txt: No such file or directory")
    #expect(throws: FileAccessError.self) { try Vocabulary(contentsOf: "/tmp") }
    let vocabulary = try Vocabulary(symbols: ["a"])
    #expect(throws: FileAccessError.self) { try vocabulary.write(to: "/nowhere/vocab.txt") }
    #expect(throws: FileAccessError.self) { try vocabulary.write(to: "/dev/full") }
    let broken = PackageFolder.fixture("broken-vocabulary.txt")
    #expect(throws: VocabularyError.self) { try Vocabulary(contentsOf: broken) }
  }
}
