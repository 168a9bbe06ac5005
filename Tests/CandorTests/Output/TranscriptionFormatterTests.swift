import Candor
import CandorText
import Foundation
import Testing

@Suite struct TranscriptionFormatterTests {
  private let photo = Transcription(
    "photo", phones: ["F", "OW1", "T", "OW2"], confidence: 0.91237, uncertainty: 0.0312,
    entropy: 0.2, phoneProbabilities: [1, 0.99, 0.98, 0.95],
    alternatives: [.init(["F", "AA1", "T", "OW0"], confidence: 0.05)])
  private let number = Transcription(
    "7", phones: [], confidence: 0, skipped: ["7"], problem: .nothingToRead)

  private var one: TextTranscription { TextTranscription(text: "photo", words: [photo]) }
  private var two: TextTranscription {
    TextTranscription(text: "photo photo", words: [photo, photo])
  }
  private func omissions(
    _ format: TranscriptionFormat, _ texts: [TextTranscription]
  ) -> [String] {
    var told: Set<String> = []
    return TranscriptionFormatter(format).omissions(texts, told: &told)
  }

  private var unread: TextTranscription { TextTranscription(text: "7", words: [number]) }
  private var empty: TextTranscription { TextTranscription(text: "", words: []) }

  @Test func tsvHasFourColumnsAndAFifthWhereThereIsSomethingToSay() {
    let formatter = TranscriptionFormatter(.tsv)
    #expect(formatter.lines([one]) == "photo\tF OW1 T OW2\t0.9124\t0.0312\n")
    #expect(
      formatter.lines([two]) == "photo photo\tF OW1 T OW2 | F OW1 T OW2\t0.8324\t0.0312\n")
    #expect(formatter.lines([unread]) == "7\t\t0.0000\t\tno known grapheme; skipped: 7\n")
    #expect(formatter.lines([empty]) == "\t\t0.0000\t\n")
    #expect(formatter.lines([one, empty]).split(separator: "\n").count == 2)
  }

  @Test func furtherTranscriptionsAreFurtherLines() {
    let lines = TranscriptionFormatter(.tsv, count: 3).lines([one]).split(separator: "\n")
    #expect(
      lines == [
        "photo\tF OW1 T OW2\t0.9124\t0.0312", "photo\tF AA1 T OW0\t0.0500\t0.0312",
      ])
  }

  @Test func notationsChangeTheSpelling() {
    #expect(
      TranscriptionFormatter(.plain, spelling: PhoneSpelling(.ipa)).lines([two])
        == "ˈfoʊˌtoʊ ˈfoʊˌtoʊ\n")
    #expect(
      TranscriptionFormatter(.plain, spelling: PhoneSpelling(.xsampa)).lines([one]) == "\"foU%toU\n"
    )
    #expect(
      TranscriptionFormatter(.plain, separator: "  ").lines([two])
        == "F OW1 T OW2  F OW1 T OW2\n")
    #expect(TranscriptionFormatter(.plain, count: 2).lines([one]) == "F OW1 T OW2\tF AA1 T OW0\n")
    #expect(TranscriptionFormatter(.plain).lines([unread, empty]) == "\n\n")
  }

  @Test func jsonNamesEverything() throws {
    func object(_ text: TextTranscription) throws -> [String: Any] {
      let line = TranscriptionFormatter(.json, spelling: PhoneSpelling(.ipa), count: 2).lines([text]
      )
      #expect(line.hasSuffix("}\n"))
      return try #require(
        try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    }
    let one = try object(one)
    #expect(one["word"] as? String == "photo")
    #expect(one["phones"] as? [String] == ["F", "OW1", "T", "OW2"])
    #expect(one["transcription"] as? String == "ˈfoʊˌtoʊ")
    #expect(one["confidence"] as? Double == 0.91237)
    #expect(one["uncertainty"] as? Double == 0.0312)
    #expect(one["entropy"] as? Double == 0.2)
    #expect(one["phoneProbabilities"] as? [Double] == [1, 0.99, 0.98, 0.95])
    let alternatives = try #require(one["alternatives"] as? [[String: Any]])
    #expect(alternatives.map { $0["confidence"] as? Double } == [0.05])
    #expect(one["words"] == nil)
    #expect(one["problem"] is NSNull)

    let two = try object(two)
    let words = try #require(two["words"] as? [[String: Any]])
    #expect(words.map { $0["word"] as? String } == ["photo", "photo"])

    let unread = try object(unread)
    #expect(unread["skipped"] as? [String] == ["7"])
    #expect(unread["problem"] as? String == "no known grapheme")
    #expect(unread["uncertainty"] is NSNull)
    #expect(try object(empty)["phones"] as? [String] == [])
  }

  @Test func aLexiconCanBeReadAsOne() throws {
    let noted = Transcription("ñu", phones: ["N", "UW1"], confidence: 0.5, simplified: ["ñ"])
    let text = TranscriptionFormatter(.lexicon, count: 2).lines([
      one, unread, empty, TextTranscription(text: "photo ñu", words: [photo, noted]),
      TextTranscription(text: "😀", words: [], skippedBetweenWords: ["😀"]),
    ])
    #expect(text.hasPrefix("photo F OW1 T OW2\nphoto(2) F AA1 T OW0\n;;; 7: no known grapheme"))
    let reader = try PronunciationReader(
      lines: LineReader(bytes: Array(text.utf8), name: "lexicon"),
      options: PronunciationReader.Options(format: .cmudict))
    let dictionary = try PronunciationDictionary(reader)
    #expect(dictionary.words == ["photo", "ñu"])
    #expect(dictionary["photo"] == [["F", "OW1", "T", "OW2"], ["F", "AA1", "T", "OW0"]])
    #expect(dictionary["ñu"] == [["N", "UW1"]])
  }

  @Test func phonesAreWrittenAsTheyAre() throws {
    let red = TextTranscription(
      text: "red", words: [Transcription("red", phones: ["R", "EH1", "D"], confidence: 0.5)])
    let spelling = PhoneSpelling(.xsampa, phoneSeparator: " ")
    for format in [TranscriptionFormat.lexicon, .mfa, .tsv, .plain, .table] {
      let line = TranscriptionFormatter(format, spelling: spelling).lines([red])
      #expect(line.contains("\"r\\ E d") || line.contains("r\\ \"E d"), "\(line)")
    }
    // What was written can be read.
    let text = TranscriptionFormatter(.mfa, spelling: spelling).lines([red])
    let dictionary = try PronunciationDictionary(
      PronunciationReader(lines: LineReader(bytes: Array(text.utf8), name: "lexicon")))
    #expect(dictionary["red"]?.joined().contains { $0.hasSuffix("r\\") } == true)
    // What would break a line or a terminal is still no part of one.
    let odd = TextTranscription(
      text: "x", words: [Transcription("x", phones: ["A\u{1B}", "B\n"], confidence: 0.5)])
    #expect(TranscriptionFormatter(.plain).lines([odd]) == "A\\u{1B} B\\n\n")
    // Words are escaped whole, so that they can be told from what stands for a control character.
    let word = TextTranscription(
      text: "a\\n", words: [Transcription("a\\n", phones: ["A"], confidence: 0.5)])
    #expect(TranscriptionFormatter(.mfa).lines([word]) == "a\\\\n\tA\n")
  }

  @Test func nothingIsNoLineOfItsOwn() {
    let a = TextTranscription(
      text: "a",
      words: [
        Transcription(
          "a", phones: ["AH0"], confidence: 0.6,
          alternatives: [.init([], confidence: 0.3), .init(["EY1"], confidence: 0.1)])
      ])
    let silent = TextTranscription(
      text: "h", words: [Transcription("h", phones: [], confidence: 0.9)])
    #expect(TranscriptionFormatter(.plain, count: 20).lines([a, silent]) == "AH0\tEY1\n\n")
    for format in [TranscriptionFormat.tsv, .table] {
      let lines = TranscriptionFormatter(format, count: 20).lines([a, silent])
      #expect(lines.split(separator: "\n").count == 3, "\(lines)")
    }
    let json = TranscriptionFormatter(.json, count: 20).lines([a])
    #expect(!json.contains("\"transcription\":\"\""))
  }

  @Test func otherToolsFindTheirColumns() throws {
    func lines(_ format: TranscriptionFormat, _ spelling: PhoneSpelling = PhoneSpelling()) -> String
    {
      TranscriptionFormatter(format, spelling: spelling, count: 2).lines([one, unread, empty, two])
    }
    let twice = { (lines: String) in lines + lines + lines }
    #expect(lines(.mfa) == twice("photo\tF OW1 T OW2\nphoto\tF AA1 T OW0\n"))
    #expect(
      lines(.mfaProbabilities)
        == twice("photo\t0.912370\tF OW1 T OW2\nphoto\t0.050000\tF AA1 T OW0\n"))
    // −ln 0.91237 and −ln 0.05.
    #expect(
      lines(.phonetisaurus)
        == twice("photo\t0.0917\tF OW1 T OW2\nphoto\t2.9957\tF AA1 T OW0\n"))
    #expect(
      lines(.sequitur)
        == twice("photo\t0\t0.912370\tF OW1 T OW2\nphoto\t1\t0.050000\tF AA1 T OW0\n"))
    #expect(
      lines(.mfa, PhoneSpelling(.ipa)) == twice("photo\tˈf oʊ ˌt oʊ\nphoto\tˈf ɑ t oʊ\n"))
    // A lexicon has no place for a word with spaces.
    var place = Transcription("New York", phones: ["N", "UW1"], confidence: 1)
    place.source = .text
    let phrase = TextTranscription(text: "New York", words: [place])
    #expect(
      TranscriptionFormatter(.lexicon).lines([phrase])
        == ";;; New York: words with spaces have no place in a lexicon\n")
    #expect(TranscriptionFormatter(.mfa).lines([phrase]).isEmpty)
    // What a model reads may have spaces where a tab ends it.
    place.source = .model
    let phones = TextTranscription(text: "New York", words: [place])
    #expect(TranscriptionFormatter(.lexicon).lines([phones]).hasPrefix(";;; New York: words"))
    #expect(TranscriptionFormatter(.mfa).lines([phones]) == "New York\tN UW1\n")
    #expect(
      omissions(.mfa, [phrase])
        == ["New York: words with spaces have no place in a lexicon"])
    let formatter = TranscriptionFormatter(.sequitur)
    #expect(omissions(.sequitur, [one, unread, empty]) == ["7: no known grapheme; skipped: 7"])
    #expect(omissions(.lexicon, [unread]).isEmpty)
    // What stood between words or in them is told where no column does.
    var cut = one
    cut.remarks = ["invalid UTF-8"]
    cut.skippedBetweenWords = ["😀"]
    for format in [TranscriptionFormat.lexicon, .mfa, .plain] {
      #expect(
        omissions(format, [cut]).map {
          $0.hasSuffix(": invalid UTF-8; skipped: 😀, here and below")
        }
          == [true])
    }
    #expect(omissions(.tsv, [cut]).isEmpty)
    // Nothing is lost of what is written in simpler letters.
    let simplified = TextTranscription(
      text: "é", words: [Transcription("é", phones: ["K"], confidence: 1, simplified: ["é"])])
    #expect(omissions(.plain, [simplified]).isEmpty)
    // Once for all texts; what happened to the bytes of each, each time.
    #expect(omissions(.mfa, [cut, cut]).map { $0.contains("skipped") } == [true, false])
    let inside = TextTranscription(
      text: "x7", words: [Transcription("x7", phones: ["K"], confidence: 1, skipped: ["7"])])
    #expect(omissions(.mfa, [inside]) == ["x7: skipped: 7"])
    #expect(omissions(.lexicon, [inside]).isEmpty)
    // A probability of 0 could not be read back.
    let never = TextTranscription(
      text: "x", words: [Transcription("x", phones: ["K"], confidence: 0)])
    #expect(TranscriptionFormatter(.mfaProbabilities).lines([never]) == "x\t0.000001\tK\n")
    #expect(TranscriptionFormatter(.phonetisaurus).lines([never]) == "x\t708.3964\tK\n")
  }

  @Test func noMoreVariantsThanTheMassNeeds() {
    var word = photo
    word.confidence = 0.5
    word.alternatives = [
      .init(["A"], confidence: 0.3), .init(["B"], confidence: 0.15), .init(["C"], confidence: 0.01),
    ]
    let text = TextTranscription(text: "photo", words: [word])
    func count(_ mass: Double, _ format: TranscriptionFormat = .tsv, count: Int = 20) -> Int {
      TranscriptionFormatter(format, count: count, mass: mass).lines([text])
        .split(separator: "\n").count
    }
    #expect(count(0.4) == 1 && count(0.5) == 1)
    #expect(count(0.6) == 2 && count(0.9) == 3)
    #expect(count(0.99) == 4)
    #expect(count(0.9, .mfa) == 3 && count(0.9, .lexicon, count: 2) == 2)
    let json = TranscriptionFormatter(.json, count: 20, mass: 0.6).lines([text])
    #expect(json.contains("\"alternatives\":[{") && !json.contains("\"B\""))
  }

  @Test func withoutStressVariantsAreAddedUp() {
    var word = photo
    word.alternatives = [
      .init(["F", "OW0", "T", "OW1"], confidence: 0.05),
      .init(["F", "OW1", "T"], confidence: 0.01),
    ]
    let text = TextTranscription(text: "photo", words: [word])
    let formatter = TranscriptionFormatter(
      .tsv, spelling: PhoneSpelling(keepsStress: false), count: 2)
    #expect(
      formatter.lines([text])
        == "photo\tF OW T OW\t0.9624\t0.0312\nphoto\tF OW T\t0.0100\t0.0312\n")
    let ipa = TranscriptionFormatter(
      .json, spelling: PhoneSpelling(.ipa, keepsStress: false)
    ).lines([
      TextTranscription(
        text: "a", words: [Transcription("a", phones: ["AH0", "B", "AH1"], confidence: 1)])
    ])
    #expect(ipa.contains("\"transcription\":\"əbʌ\"") && ipa.contains("[\"AH\",\"B\",\"AH\"]"))
  }

  @Test func theTableIsAlignedAndPlainWithoutColours() {
    let wide = TextTranscription(
      text: "写真", words: [Transcription("写真", phones: ["F"], confidence: 0.5, uncertainty: 1)])
    let table = TranscriptionFormatter(.table).lines([one, wide, unread])
    let lines = table.split(separator: "\n").map(String.init)
    let bars = lines.map { line in
      line.range(of: "▕").map { DisplayWidth.of(String(line[..<$0.lowerBound])) }
    }
    #expect(bars.allSatisfy { $0 != nil && $0 == bars[0] })
    #expect(lines[0].contains("91.2 %"))
    #expect(lines[1].contains("▕█████     ▏"))
    #expect(lines[2].contains("no known grapheme"))
    #expect(!table.unicodeScalars.contains("\u{1B}"))
    let coloured = TranscriptionFormatter(.table, isColoured: true).lines([one])
    #expect(coloured.contains("\u{1B}[32m") && coloured.contains("\u{1B}[0m"))
  }
}
