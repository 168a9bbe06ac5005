import CandorText
import Testing

@Suite struct LayeredLexiconTests {
  private func reader(_ text: String) throws -> PronunciationReader {
    try PronunciationReader(lines: LineReader(bytes: Array(text.utf8), name: "test.dict"))
  }

  @Test func theFirstLexiconThatHasAWordAnswers() throws {
    var layers = LayeredLexicon()
    #expect(layers.isEmpty && layers["tomato"] == nil)
    try layers.append(reader("tomato T AH0 M AA1 T OW0\n"), name: "first")
    try layers.append(
      reader("tomato T AH0 M EY1 T OW0\nread R EH1 D\nread(2) R IY1 D\n"), name: "second")
    #expect(layers["tomato"]?.lexicon == "first")
    #expect(layers["tomato"]?.pronunciations == [["T", "AH0", "M", "AA1", "T", "OW0"]])
    #expect(layers["read"]?.lexicon == "second")
    #expect(layers["read"]?.pronunciations == [["R", "EH1", "D"], ["R", "IY1", "D"]])
    #expect(layers["reads"] == nil)
  }

  @Test func functionWordsAreAskedLastAndAreNoLexiconOfOnesOwn() throws {
    var layers = LayeredLexicon()
    try layers.append(reader("the DH IH1\n"), name: "own")
    layers.appendFunctionWords(name: "function words", ignoringStress: false)
    #expect(layers["The"]?.pronunciations == [["DH", "IH1"]])
    #expect(layers["of"]?.lexicon == "function words")
    #expect(layers["OF"]?.pronunciations == [["AH1", "V"]])
    #expect(layers["a"]?.pronunciations == [["AH0"], ["EY1"]])
    #expect(layers["don't"]?.pronunciations.first == ["D", "OW1", "N", "T"])
    #expect(layers["off-white"] == nil)

    var bare = LayeredLexicon()
    bare.appendFunctionWords(name: "function words", ignoringStress: true)
    #expect(bare["the"]?.pronunciations == [["DH", "AH"], ["DH", "IY"]])
    // Each is a word once, of known phones.
    let words = FunctionWords.pronunciations
    #expect(Set(words.map(\.word)).count == words.count && words.count == 281)
    for phone in words.flatMap(\.phones).joined() {
      #expect(ARPAbet.phones.contains(ARPAbet.withoutStress(phone)), "\(phone)")
    }
  }

  @Test func capitalsCountWhereTheLexiconHasThem() throws {
    var layers = LayeredLexicon()
    try layers.append(
      reader("Polish P OW1 L IH0 SH\npolish P AA1 L IH0 SH\nDvořák D V AO1 R ZH AE0 K\n"),
      name: "names")
    #expect(layers["Polish"]?.pronunciations == [["P", "OW1", "L", "IH0", "SH"]])
    #expect(layers["polish"]?.pronunciations == [["P", "AA1", "L", "IH0", "SH"]])
    // In capitals it is the word in lower case.
    #expect(layers["POLISH"]?.pronunciations == [["P", "AA1", "L", "IH0", "SH"]])
    #expect(layers["dvořák"] != nil && layers["DVOŘÁK"] != nil)
    // Composed and decomposed letters are the same word.
    #expect(layers["Dvor\u{30C}a\u{301}k"] != nil)
    #expect(layers["Dvorak"] == nil)
  }

  @Test func anIndexedDictionaryAnswersAsOneThatWasRead() throws {
    let text = """
      ;;; a comment
      a AH0
      a(2) EY1
      a.m. EY2 EH1 M
      aah AA1 # interjection
      broken
      'bout B AW1 T

      zulu Z UW1 L UW2
      zulu(2) Z UW1 L UW2
      last L AE1 S T
      """
    var layers = LayeredLexicon()
    try withTemporaryFile(Array(text.utf8)) {
      try layers.append(cmudict: $0, name: "cmudict")
    }
    #expect(layers["a"]?.pronunciations == [["AH0"], ["EY1"]])
    #expect(layers["A.M."]?.pronunciations == [["EY2", "EH1", "M"]])
    #expect(layers["aah"]?.pronunciations == [["AA1"]])
    #expect(layers["’bout"]?.pronunciations == [["B", "AW1", "T"]])
    #expect(layers["zulu"]?.pronunciations == [["Z", "UW1", "L", "UW2"]])
    #expect(layers["last"]?.lexicon == "cmudict")
    for absent in ["", "broken", ";;;", "a(2)", "aa", "lasts", "#", " "] {
      #expect(layers[absent] == nil, "\(absent)")
    }
    #expect(throws: FileAccessError.self) {
      try layers.append(cmudict: "/nonexistent/cmudict.dict", name: "cmudict")
    }
  }

  @Test(.needsCMUdict)
  func everyEntryOfCMUdictIsFound() throws {
    let path = Corpora.cmudict
    let dictionary = try PronunciationDictionary(path: path)
    var layers = LayeredLexicon()
    try layers.append(cmudict: path, name: "cmudict")
    var differing: [String] = []
    for (word, pronunciations) in dictionary
    where layers[word]?.pronunciations != pronunciations { differing.append(word) }
    #expect(dictionary.count > 120_000)
    #expect(differing.isEmpty, "\(differing.prefix(10))")
  }
}
