import Foundation
import TestSupport
import Testing

@Suite struct AlignTests {
  private func align(_ lexicon: String, _ arguments: String...) throws -> Binary.Outcome {
    let scratch = try Scratch()
    return try Binary.run(
      "g2p", ["align", "--lexicon", scratch.write(lexicon, to: "words.tsv")] + arguments)
  }

  @Test func aLetterIsAPhone() throws {
    let outcome = try Binary.run(
      "g2p",
      ["align", "--lexicon", try ToyLanguage.trained.get().folder("toy.dict"), "--ignore-stress"])
    #expect(outcome.status == 0, "\(outcome.errors)")
    let lines = ToyLanguage.lexicon().split(separator: "\n")
    #expect(outcome.lines.count == lines.count)
    for (line, entry) in zip(outcome.lines, lines) {
      let fields = entry.split(separator: " ")
      let expected = zip(fields[0], fields.dropFirst()).map { letter, phone in
        "\(letter)}\(phone.filter { !$0.isNumber })"
      }
      #expect(line == expected.joined(separator: " "))
    }
  }

  @Test func everyScriptAndEveryForm() throws {
    let lexicon = "щи\tʃ i\nщека\tʃ e k a\nрека\tr e k a\nкит\tk i t\nтир\tt i r\n"
    #expect(try align(lexicon).lines[1] == "щ}ʃ е}e к}k а}a")
    #expect(
      try align(lexicon, "--format", "json").lines[0]
        == "{\"word\":\"щи\",\"links\":[{\"graphemes\":\"щ\",\"phones\":[\"ʃ\"]},"
        + "{\"graphemes\":\"и\",\"phones\":[\"i\"]}]}")
    // A script of syllables needs more phones to a character, and finds that by itself.
    let syllables = try align("漢\tk a n\n字\tdʑ i\n漢字\tk a n dʑ i\n")
    #expect(syllables.lines == ["漢}k|a|n", "字}dʑ|i", "漢}k|a|n 字}dʑ|i"])
    #expect(syllables.errors.isEmpty)
  }

  @Test func separatorsAreEscaped() throws {
    let outcome = try align("a|}\tA | }\n_a\t_ A\n")
    #expect(outcome.lines == ["a}A \\|}\\| \\}}\\}", "\\_}\\_ a}A"])
  }

  @Test func whatCannotBeAlignedIsNamed() throws {
    let lexicon =
      (1...200).map {
        "a\(String(repeating: "b", count: $0))\tA\(String(repeating: " B", count: $0))"
      }
      .joined(separator: "\n") + "\nw\tD AH B AH L Y UW\n"
    let outcome = try align(lexicon)
    #expect(outcome.status == 0)
    #expect(outcome.lines.count == 200)
    #expect(outcome.errors.contains("left out: w with 7 phones"))
    #expect(outcome.errors.contains("1 of 201"))
    #expect(try align(lexicon, "--phones", "7").lines.count == 201)
  }

  @Test func mistakes() throws {
    #expect(try align("a A\n", "--graphemes", "5").status == 64)
    #expect(try align("a A\n", "--phones", "0").status == 64)
    let bad = try align("a A\nb\n")
    #expect(bad.status == 1)
    #expect(bad.errors.contains("words.tsv:2: no phones"))
    let empty = try align("")
    #expect(empty.status == 1 && empty.outputBytes.isEmpty)
    #expect(empty.errors.hasSuffix("words.tsv: no words\n"))
  }
}
