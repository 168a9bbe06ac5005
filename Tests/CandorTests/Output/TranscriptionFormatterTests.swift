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
  private var unread: TextTranscription { TextTranscription(text: "7", words: [number]) }
  private var empty: TextTranscription { TextTranscription(text: "", words: []) }

  @Test func tsvHasFourColumnsAndAFifthWhereThereIsSomethingToSay() {
    let formatter = TranscriptionFormatter(.tsv)
    #expect(formatter.lines([one]) == "photo\tF OW1 T OW2\t0.9124\t0.0312\n")
    #expect(
      formatter.lines([two]) == "photo photo\tF OW1 T OW2 | F OW1 T OW2\t0.8324\t0.0624\n")
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
    #expect(TranscriptionFormatter(.plain, notation: .ipa).lines([two]) == "ˈfoʊˌtoʊ ˈfoʊˌtoʊ\n")
    #expect(TranscriptionFormatter(.plain, notation: .xsampa).lines([one]) == "\"foU%toU\n")
    #expect(
      TranscriptionFormatter(.plain, separator: "  ").lines([two])
        == "F OW1 T OW2  F OW1 T OW2\n")
    #expect(TranscriptionFormatter(.plain, count: 2).lines([one]) == "F OW1 T OW2\tF AA1 T OW0\n")
    #expect(TranscriptionFormatter(.plain).lines([unread, empty]) == "\n\n")
  }

  @Test func jsonNamesEverything() throws {
    func object(_ text: TextTranscription) throws -> [String: Any] {
      let line = TranscriptionFormatter(.json, notation: .ipa, count: 2).lines([text])
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
