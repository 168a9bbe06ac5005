import Foundation
import TestSupport
import Testing

/// Sentences, numbers and all that is not written as it is spoken.
@Suite struct RunningTextCommandTests {
  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func normalizeShowsWhatIsSpoken() throws {
    let text = try Binary.run(
      "g2p", ["normalize", "Dr. Smith paid $5.50 on Jan. 5, 1984.", "the FBI"])
    #expect(text.status == 0 && text.errors.isEmpty)
    #expect(
      text.lines == [
        "Doctor Smith paid five dollars and fifty cents on January fifth nineteen eighty four.",
        "the F B I",
      ])
    let tokens = try Binary.run(
      "g2p", ["normalize", "--format", "tokens"], input: Array("é $5!\n".utf8))
    #expect(
      tokens.output
        == "é\t0\t1\t\nfive\t2\t4\tcurrency\ndollars\t2\t4\tcurrency\n!\t4\t5\t\n\n")
    let some = try Binary.run("g2p", ["normalize", "--expand", "numbers", "Dr. 5 & $5"])
    #expect(some.output == "Dr. five & $five\n")
    let german = try Binary.run("g2p", ["normalize", "--language", "de", "42 Dr."])
    #expect(german.output == "zweiundvierzig Dr.\n")
  }

  @Test func mistakesOfTheOptionsAreTold() throws {
    let rule = try Binary.run("g2p", ["normalize", "--expand", "colours", "5"])
    #expect(rule.status == 64 && rule.errors.contains("\"colours\" is no rule"))
    let language = try Binary.run("g2p", ["normalize", "--language", "klingon", "5"])
    #expect(language.status == 1 && language.errors.contains("knows no number words"))
    let tokens = try ToyLanguage.g2p("--tokens", "--format", "json", "pama")
    #expect(tokens.status == 64 && tokens.errors.contains("--tokens"))
  }

  @Test func aModelOfAnotherLanguageReadsTheTextAsItStands() throws {
    let outcome = try ToyLanguage.g2p("pama 42")
    #expect(outcome.lines[0].hasSuffix("no known grapheme; skipped: 4 2"))
    let spelled = try ToyLanguage.g2p("--language", "en", "--format", "json", "pama 2")
    let words = try #require(try object(spelled.output)["words"] as? [[String: Any]])
    #expect(words.map { $0["word"] as? String } == ["pama", "two"])
    #expect(words.map { $0["start"] as? Int } == [0, 5])
  }

  @Test func linesStayLinesAndTokensAreLines() throws {
    let input = Array("pama, tifo!\n\nluri\n".utf8)
    #expect(try ToyLanguage.g2p("--format", "tsv", input: input).lines.count == 3)
    let kept = try ToyLanguage.g2p("--format", "plain", "--punctuation", "keep", input: input)
    #expect(kept.lines == ["P AA1 M AA0 , | T IH1 F OW0 !", "", "L UW1 R IH0"])
    let tokens = try ToyLanguage.g2p("--format", "plain", "--tokens", input: input)
    #expect(tokens.lines == ["P AA1 M AA0", "T IH1 F OW0", "", "", "L UW1 R IH0", ""])
  }

  @Test func phonesMayStandInTheText() throws {
    let outcome = try ToyLanguage.g2p("[pama](/T IH1/) tifo", "[pama](/T XX/) tifo", "[pama](x) [")
    #expect(outcome.status == 0)
    #expect(outcome.lines[0].hasPrefix("[pama](/T IH1/) tifo\tT IH1 | T IH1 F OW0\t"))
    #expect(outcome.lines[1].contains("\tP AA1 M AA0 | T IH1 F OW0\t"))
    #expect(
      outcome.lines[1].hasSuffix("\tphones given for pama not used: XX is no phone of the model"))
    #expect(outcome.lines[2].hasPrefix("[pama](x) [\tP AA1 M AA0"))
  }

  @Test(.needsShippedBundle) func englishTextIsReadWhole() throws {
    let outcome = try Binary.run(
      "g2p",
      [
        "--format", "json", "--samples", "0", "In 1984, Dr. Smith's FBI file cost $5.50.", "read",
      ],
      environment: ["CANDOR_MODEL": nil])
    let objects = try outcome.lines.map(object)
    let words = try #require(objects[0]["words"] as? [[String: Any]])
    #expect(
      words.map { $0["word"] as? String ?? "" } == [
        "In", "nineteen", "eighty", "four", "Doctor", "Smith's", "F", "B", "I", "file", "cost",
        "five", "dollars", "and", "fifty", "cents",
      ])
    #expect((objects[0]["skipped"] as? [String])?.isEmpty == true)
    #expect(words[6]["source"] as? String == "letters")
    #expect(words[6]["phones"] as? [String] == ["EH1", "F"])
    #expect((objects[1]["homograph"] as? [[String: Any]])?.count == 2)
  }

  @Test(.needsShippedBundle) func nothingThatCanBeTypedEndsIt() throws {
    let lines = [
      String(repeating: "7", count: 10_000), "$", "€ £", "[", "](/", "[a](/", "[a](//)",
      "[x](/QQ/)", "😀", "5 😀 kg", "abc日本語אבגд", "a\u{0}b", "\u{0}", "--", "1/0", "0/0", "$-",
      "-", "99:99", "٤٢", "½½", "1.2.3.4.5", ",,,", "'s", "St.", "$5$5$5", "\u{202E}42",
    ]
    var input = Array(lines.joined(separator: "\n").utf8)
    input += [10, 0xFF, 0xFE, 0x35, 0x6B, 0x67, 10]
    let outcome = try Binary.run(
      "g2p", ["--format", "tsv", "--samples", "0", "--beam", "1"], input: input,
      environment: ["CANDOR_MODEL": nil])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == lines.count + 1)
    #expect(outcome.lines.last?.contains("invalid UTF-8") == true)
  }
}
