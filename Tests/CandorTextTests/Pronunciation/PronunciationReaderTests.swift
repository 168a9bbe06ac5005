import CandorText
import Testing

struct PronunciationReaderTests {
  static func read(
    _ fixture: String, _ options: PronunciationReader.Options = .init()
  ) throws -> (format: PronunciationFormat, entries: [PronunciationEntry]) {
    let reader = try PronunciationReader(path: PackageFolder.fixture(fixture), options: options)
    var entries: [PronunciationEntry] = []
    try reader.forEachEntry { entries.append($0) }
    return (reader.format, entries)
  }

  @Test func cmudict() throws {
    let (format, entries) = try Self.read("cmudict.dict")
    #expect(format == .cmudict)
    #expect(
      entries.map(\.word) == [
        "'tis", "candid", "candor", "candor", "read", "read", "st.", "well-known",
      ])
    #expect(entries.map(\.variant) == [1, 1, 1, 2, 1, 2, 1, 1])
    #expect(entries[3].phones == ["K", "AE1", "N", "D", "AO2", "R"])
    #expect(entries[3].comment == "by spelling")
    #expect(entries[2].comment == nil)
    #expect(entries.map(\.line) == [2, 3, 4, 5, 6, 7, 9, 10])
  }

  @Test func olderCMUdict() throws {
    let (format, entries) = try Self.read(
      "cmudict-old.txt", .init(normalizer: .english, ignoringStress: true))
    #expect(format == .cmudict)
    #expect(entries.map(\.word) == ["candor", "candor", "\"quote", "(paren"])
    #expect(entries[0].phones == ["K", "AE", "N", "D", "ER"])
  }

  @Test func tabSeparated() throws {
    let (format, entries) = try Self.read("words.tsv")
    #expect(format == .tabSeparated)
    #expect(entries.map(\.word) == ["CANDOR", "READ", "READ", "THE", "THE"])
    #expect(entries.map(\.variant) == [1, 1, 2, 1, 2])
    #expect(entries[2].phones == ["R", "IY", "D"])
    #expect(entries[4].line == 3)
  }

  @Test func wordsWithSpacesBeforeATab() throws {
    let text = "New York\tN UW1 Y\nLos Angeles\tL AO1\nBonn\tB AA1 N\n"
    let reader = try PronunciationReader(lines: LineReader(bytes: Array(text.utf8), name: "places"))
    #expect(reader.format == .tabSeparated)
    var words: [String] = []
    try reader.forEachEntry { words.append($0.word) }
    #expect(words == ["New York", "Los Angeles", "Bonn"])
    // Tabs before comments make no columns.
    let commented = try PronunciationReader(
      lines: LineReader(bytes: Array("a AH0\t# one\nb B IY1\t# two\n".utf8), name: "own"))
    #expect(commented.format == .cmudict)
  }

  @Test func aLineThatBeginsWithALoneSignIsAComment() throws {
    for (text, words) in [
      ("# our names\n#\nfoo F UW1 # bar\n#tag T AE1 G\n", ["foo", "#tag"]),
      ("# our names, v2\nfoo\tF UW1\n#\tHH AE1 SH\nbar\tB AA1 R\n", ["foo", "#", "bar"]),
    ] {
      let reader = try PronunciationReader(lines: LineReader(bytes: Array(text.utf8), name: "own"))
      var found: [String] = []
      try reader.forEachEntry { found.append($0.word) }
      #expect(found == words)
    }
  }

  @Test func kaldi() throws {
    let (format, entries) = try Self.read("kaldi-lexicon.txt")
    #expect(format == .kaldi)
    #expect(entries.map(\.word) == ["!SIL", "<UNK>", "candor", "read", "read", "word(2)"])
    #expect(entries[5].phones == ["W", "ER1", "D", "#1"])
    #expect(entries[5].variant == 1)
  }

  @Test func kaldiWithProbabilities() throws {
    let (format, entries) = try Self.read("kaldi-lexiconp.txt")
    #expect(format == .kaldiProbabilities)
    #expect(entries.map(\.probability) == [1, 1, 0.75, 0.25])
    #expect(entries[3].phones == ["R", "IY1", "D"])
  }

  private func entries(_ text: String) throws -> (PronunciationFormat, [PronunciationEntry]) {
    let reader = try PronunciationReader(lines: LineReader(bytes: Array(text.utf8), name: "own"))
    var entries: [PronunciationEntry] = []
    try reader.forEachEntry { entries.append($0) }
    return (reader.format, entries)
  }

  /// MFA's dictionaries and Kaldi's `lexiconp_silprob.txt`.
  @Test func probabilitiesOfSilenceAreNoPhones() throws {
    let (format, found) = try entries(
      "the\t0.99\t0.16\t0.76\t1.16\tDH AH0\ncat 1.0 0.5 1.0 1.0 K AE1 T\nə 0.5 1 2 3 4\n")
    #expect(format == .kaldiProbabilities)
    #expect(found.map(\.phones) == [["DH", "AH0"], ["K", "AE1", "T"], ["1", "2", "3", "4"]])
    #expect(found.map(\.probability) == [0.99, 1, 0.5])
    #expect(throws: PronunciationError.self) { try entries("a 0.9 0.1 0.2 0.3\nb 0.5 B\n") }
    // Among lines without probabilities they are no format, and not phones either.
    let error = #expect(throws: PronunciationError.self) {
      try entries("dog\tD AO1 G\nmy\tM AY1\ncat\t0.99\t0.5\t1.0\t1.0\tK AE1 T\n")
    }
    #expect(error?.description == "own:3: a number where phones are expected: \"0.99\"")
  }

  @Test func variantsAndEmptyColumnsOfATable() throws {
    let (format, found) = try entries("a\tAH0\t\na(2)\tEY1\t \t\nb\tB IY1\tB EH1\n")
    #expect(format == .tabSeparated)
    #expect(found.map(\.word) == ["a", "a", "b", "b"])
    #expect(found.map(\.variant) == [1, 2, 1, 2])
    let (_, words) = try entries(
      "(2)\tT UW1\nFY(2024)\tEH1 F\nbar(0)\tB\nfoo(9223372036854775807)\tA B\tC D\ny\t1.\n")
    #expect(
      words.map(\.word) == [
        "(2)", "FY(2024)", "bar(0)", "foo(9223372036854775807)", "foo(9223372036854775807)", "y",
      ])
    let error = #expect(throws: PronunciationError.self) { try entries("a\tAH0\nb\t\tB IY1\n") }
    #expect(error?.reason == .emptyColumn)
  }

  @Test func byteOrderMarkAndLineEnds() throws {
    let (_, entries) = try Self.read("bom-crlf.dict")
    #expect(entries.map(\.word) == ["candor", "read", "read"])
    #expect(entries[0].word.utf8.count == 6)
    #expect(entries[2].phones == ["R", "IY1", "D"])
  }

  @Test func anotherAlphabet() throws {
    let (format, entries) = try Self.read("georgian.tsv")
    #expect(format == .tabSeparated)
    #expect(entries.count == 36)
    #expect(entries.allSatisfy { $0.word.unicodeScalars.count == $0.phones.count })
    #expect(entries[0].phones == ["ɡ", "a", "m", "a", "r", "d͡ʒ", "ɔ", "b", "a"])
  }

  @Test(arguments: [
    (
      "broken.dict", PronunciationFormat.cmudict, ["good", "last"],
      [
        (2, PronunciationError.Reason.noPhones), (3, .noPhones), (4, .emptyWord), (5, .emptyWord),
        (6, .badVariant), (7, .invalidUTF8), (8, .controlCharacter), (9, .controlCharacter),
      ]
    ),
    (
      "broken.tsv", .tabSeparated, ["GOOD", "LAST"],
      [(2, .noPhones), (3, .emptyWord), (4, .emptyColumn)]
    ),
    (
      "broken-lexiconp.txt", .kaldiProbabilities, ["good", "last", "list"],
      [
        (2, .badProbability), (3, .badProbability), (4, .badProbability), (5, .noPhones),
        (6, .badProbability),
      ]
    ),
  ])
  func badLinesAreNamedOrCounted(
    file: String, format: PronunciationFormat, words: [String],
    errors: [(Int, PronunciationError.Reason)]
  ) throws {
    let path = PackageFolder.fixture(file)
    let skipping = try PronunciationReader(
      path: path, options: .init(format: format, skipsBadLines: true))
    var read: [String] = []
    try skipping.forEachEntry { read.append($0.word) }
    #expect(read == words)
    #expect(skipping.skippedCount == errors.count)
    #expect(skipping.skippedErrors.map(\.line) == errors.map(\.0))
    #expect(skipping.skippedErrors.map(\.reason) == errors.map(\.1))

    // Without skipping each of them is thrown, and the reader can go on after it.
    let strict = try PronunciationReader(path: path, format: format)
    var thrown: [PronunciationError] = []
    var rest: [String] = []
    while true {
      do {
        guard let entry = try strict.next() else { break }
        rest.append(entry.word)
      } catch let error as PronunciationError {
        thrown.append(error)
      }
    }
    #expect(rest == words)
    #expect(thrown == skipping.skippedErrors)
    #expect(thrown.allSatisfy { $0.description.hasPrefix("\(path):\($0.line): ") })
    #expect(
      thrown.allSatisfy { $0.description.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
  }

  @Test func onlyTheFirstErrorsAreKept() throws {
    let text = String(repeating: "word\n", count: 25)
    let reader = try PronunciationReader(
      lines: LineReader(bytes: Array(text.utf8), name: "many"),
      options: .init(skipsBadLines: true))
    #expect(try reader.next() == nil)
    #expect(reader.skippedCount == 25)
    #expect(reader.skippedErrors.count == 10)
  }

  @Test func phonesCanBeRestricted() throws {
    let lines = LineReader(
      bytes: Array("good G UH1 D\nword W 3R1 D\n".utf8), name: "typed.dict")
    let reader = try PronunciationReader(
      lines: lines,
      options: .init(ignoringStress: true, allowedPhones: Set(ARPAbet.phones)))
    #expect(try reader.next()?.phones == ["G", "UH", "D"])
    let error = #expect(throws: PronunciationError.self) { try reader.next() }
    #expect(error?.description == "typed.dict:2: unknown phone: \"3R1\"")
  }

  @Test func tooLongALineIsBad() throws {
    let lines = LineReader(
      bytes: Array("a AH0\nlonger L AO1 NG G ER0\n".utf8), name: "long", maximumLineLength: 10)
    let reader = try PronunciationReader(lines: lines)
    _ = try reader.next()
    let error = #expect(throws: PronunciationError.self) { try reader.next() }
    #expect(error?.reason == .lineTooLong)
  }

  @Test func aWordCanVanishInNormalising() throws {
    let lines = LineReader(bytes: Array("\u{301} AH0\n".utf8), name: "marks")
    let reader = try PronunciationReader(
      lines: lines, options: .init(normalizer: Normalizer(strippingMarks: true)))
    let error = #expect(throws: PronunciationError.self) { try reader.next() }
    #expect(error?.reason == .emptyWord)
  }

  @Test func emptyFile() throws {
    let reader = try PronunciationReader(path: "/dev/null")
    #expect(try reader.next() == nil)
  }

  @Test(.needsCMUdict) func realDictionary() throws {
    let reader = try PronunciationReader(path: Corpora.cmudict)
    #expect(reader.format == .cmudict)
    var lines = 0
    var comments = 0
    var phones: Set<String> = []
    try reader.forEachEntry { entry in
      lines += 1
      if entry.comment != nil { comments += 1 }
      phones.formUnion(entry.phones)
    }
    #expect(lines == 135_166)
    #expect(comments == 22)
    #expect(phones.sorted() == ARPAbet.phonesWithStress)
  }
}
