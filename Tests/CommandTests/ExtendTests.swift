import CandorText
import Foundation
import TestSupport
import Testing

@Suite struct ExtendTests {
  @Test func theLexiconAnswersFirstAndTheModelTheRest() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama K UW1\npama(2) S OW1\nrest T AA1\n", to: "own.dict")
    let words = try scratch.write("tifo\nPAMA\n\ntifo\nluri 12\n7\nTIFO\npama(2)\n", to: "words")
    let outcome = try ToyLanguage.g2p("extend", "--lexicon", lexicon, "--words", words)
    #expect(outcome.status == 0)
    #expect(
      outcome.lines == [
        "tifo T IH1 F OW0", "PAMA K UW1", "PAMA(2) S OW1", "luri L UW1 R IH0",
        ";;; 7: no known grapheme; skipped: 7",
      ])
    #expect(
      outcome.errors == "g2p: 4 words: 1 from the lexicon, 2 from the model, 1 without an answer\n")
    // The result is a lexicon that covers the list.
    let again = try scratch.write(outcome.output, to: "extended.dict")
    let whole = try ToyLanguage.g2p(
      "extend", "--lexicon", again, input: Array("tifo\npama\nluri\n".utf8))
    #expect(whole.errors.contains("3 from the lexicon, 0 from the model"))

    let probable = try ToyLanguage.g2p(
      "extend", "--lexicon", lexicon, "--words", words, "--format", "mfa-probabilities", "--nbest",
      "2")
    let rows = probable.lines.map { $0.components(separatedBy: "\t") }
    #expect(rows.map { $0[0] } == ["tifo", "tifo", "PAMA", "PAMA", "luri", "luri"])
    #expect(rows[2][1] == "1.000000" && rows[3] == ["PAMA", "1.000000", "S OW1"])
    #expect(try #require(Double(rows[0][1])) < 1)
    #expect(probable.errors.hasPrefix("g2p: 7: no known grapheme"))
  }

  @Test func mistakesAreNamed() throws {
    let scratch = try Scratch()
    let bad = try scratch.write("pama P\nbad\n", to: "bad.dict")
    let refused = try ToyLanguage.g2p("extend", "--lexicon", bad)
    #expect(refused.status == 1 && refused.errors == "g2p: \(bad):2: no phones: \"bad\"\n")
    let absent = try ToyLanguage.g2p(
      "extend", "--skip-bad-lines", "--lexicon", bad, "--words", scratch("absent"))
    #expect(absent.status == 1 && absent.errors.contains("No such file"))
    #expect(try Binary.run("g2p", ["extend"]).status == 64)
  }
}
