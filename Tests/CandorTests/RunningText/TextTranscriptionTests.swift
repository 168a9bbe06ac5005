import Candor
import Testing

@Suite struct TextTranscriptionTests {
  private let tear = Transcription(
    "tear", phones: ["T", "EH1", "R"], confidence: 0.6, uncertainty: 0.25, entropy: 1,
    alternatives: [.init(["T", "IH1", "R"], confidence: 0.3), .init(["T", "R"], confidence: 0.1)])
  private let wind = Transcription(
    "wind", phones: ["W", "IH1", "N", "D"], confidence: 0.5, uncertainty: 0.5, entropy: 2,
    alternatives: [.init(["W", "AY1", "N", "D"], confidence: 0.4)])

  @Test func aTextIsTheProductAndTheMeanOfItsWords() {
    let text = TextTranscription(text: "tear wind", words: [tear, wind])
    #expect(text.phones == ["T", "EH1", "R", "W", "IH1", "N", "D"])
    #expect(abs(text.confidence - 0.3) < 1e-12)
    // Three phones and an end, and four and an end.
    #expect(text.uncertainty == 3.5 / 9)
    #expect(text.entropy == 14.0 / 9)
    #expect(text.problem == nil)
  }

  @Test func alternativesOfTheWordsAreCombinedByConfidence() {
    let ranked = TextTranscription(text: "tear wind", words: [tear, wind]).ranked(4)
    #expect(
      ranked.map { $0.words.map { $0.joined(separator: " ") } } == [
        ["T EH1 R", "W IH1 N D"], ["T EH1 R", "W AY1 N D"], ["T IH1 R", "W IH1 N D"],
        ["T IH1 R", "W AY1 N D"],
      ])
    let confidences = ranked.map(\.confidence)
    #expect(zip(confidences, [0.3, 0.24, 0.15, 0.12]).allSatisfy { abs($0 - $1) < 1e-12 })
    #expect(TextTranscription(text: "tear", words: [tear]).ranked(9).count == 3)
  }

  @Test func theTranscriptionItselfComesFirst() {
    // A transcription may have less confidence than an alternative only through rounding.
    let odd = Transcription(
      "x", phones: ["K"], confidence: 0.5, alternatives: [.init(["S"], confidence: 0.5000001)])
    #expect(
      TextTranscription(text: "x", words: [odd]).ranked(2).map(\.words) == [[["K"]], [["S"]]])
  }

  @Test func nothingIsNoTranscriptionWhereThereIsAnother() {
    let a = Transcription(
      "a", phones: ["AH0"], confidence: 0.6,
      alternatives: [.init([], confidence: 0.3), .init(["EY1"], confidence: 0.1)])
    let silent = Transcription("h", phones: [], confidence: 0.9)
    func ranked(_ words: Transcription...) -> [[[String]]] {
      TextTranscription(text: "", words: words).ranked(20).map(\.words)
    }
    #expect(ranked(a) == [[["AH0"]], [["EY1"]]])
    #expect(ranked(silent) == [[[]]])
    #expect(ranked(silent, a) == [[[], ["AH0"]], [[], ["EY1"]]])
    let mute = Transcription(
      "h", phones: [], confidence: 0.9, alternatives: [.init(["HH"], confidence: 0.1)])
    #expect(ranked(mute) == [[["HH"]]])
  }

  @Test func whatCannotBeReadLeavesNoConfidence() {
    let number = Transcription(
      "7", phones: [], confidence: 0, skipped: ["7"], problem: .nothingToRead)
    let text = TextTranscription(text: "tear 7", words: [tear, number])
    #expect(text.confidence == 0)
    #expect(text.uncertainty == 0.25)
    #expect(text.problem == .nothingToRead)
    #expect(text.skipped == ["7"])
    #expect(TextTranscription(text: "", words: []).problem == nil)
    #expect(TextTranscription(text: "", words: []).ranked(3).isEmpty)
    let symbol = TextTranscription(text: "😀", words: [], skippedBetweenWords: ["😀"])
    #expect(symbol.problem == .nothingToRead)
    #expect(symbol.confidence == 0)
    #expect(symbol.uncertainty == nil)
  }

  @Test func notesAreShort() {
    #expect(TextTranscription(text: "tear", words: [tear]).note.isEmpty)
    let odd = Transcription(
      "ñ7\t", phones: ["N"], confidence: 0.5, skipped: ["7", "\t"], simplified: ["ñ"])
    #expect(
      TextTranscription(text: "ñ7\t", words: [odd], remarks: ["invalid UTF-8"]).note
        == "invalid UTF-8; skipped: 7 \\t; simplified: ñ")
    let many = Transcription(
      "7…", phones: [], confidence: 0, skipped: Array(repeating: "7", count: 1000),
      problem: .nothingToRead)
    let note = TextTranscription(text: "7…", words: [many]).note
    #expect(note.hasSuffix("… (1000 in all)"))
    #expect(note.count < 100)
  }
}
