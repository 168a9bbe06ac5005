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
      outcome.errors
        == "g2p: \(words): of 1 line only the word before the first space was taken\n"
        + "g2p: 4 words: 1 from the lexicon, 2 from the model, 1 without an answer\n")
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

  /// What serves as a list of words: `lexiconp.txt` of Kaldi, a lexicon with comments, a table with a phrase.
  @Test func lexiconsOfEveryFormServeAsLists() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama luri\tK UW1\ntifo\tT AA1\n", to: "own.tsv")
    let words = "tifo 1.0\tT AA1\npama K UW1\t# note\npama luri\tK\nluri\t0.5 L\n"
    let outcome = try ToyLanguage.g2p(
      "extend", "--lexicon", lexicon, "--format", "mfa", input: Array(words.utf8))
    let rows = outcome.lines.map { $0.components(separatedBy: "\t")[0] }
    #expect(rows == ["tifo", "pama", "luri"])
    #expect(outcome.errors.contains("pama luri: words with spaces have no place in a lexicon"))
    #expect(
      outcome.errors.contains("2 from the lexicon") && !outcome.errors.contains("only the word"))
  }

  @Test func wordsMayBeIndentedAndMustBeUTF8() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama K UW1\n", to: "own.dict")
    let indented = try ToyLanguage.g2p(
      "extend", "--lexicon", lexicon, input: Array(" tifo\n\tluri\n  ;;; note\n \npama\n".utf8))
    #expect(
      indented.lines == ["tifo T IH1 F OW0", "luri L UW1 R IH0", "pama K UW1"],
      "\(indented.errors)")
    let words = scratch("words")
    try Data(Array("tifo\nlur".utf8) + [0xE9, 0x0A] + Array("pama\n".utf8)).write(
      to: URL(fileURLWithPath: words))
    let broken = try ToyLanguage.g2p("extend", "--lexicon", lexicon, "--words", words)
    #expect(broken.status == 1 && broken.lines == ["tifo T IH1 F OW0"])
    #expect(broken.errors.contains("\(words):2: not valid UTF-8"))
    for arguments in [
      ["vocabulary", "--graphemes", lexicon, "--exclude", words],
      ["train", "--lexicon", lexicon, "--exclude", words, "--output", scratch("none")],
      ["train", "--lexicon", lexicon, "--word-list", words, "--output", scratch("none")],
    ] {
      let refused = try Binary.run("g2p", arguments)
      #expect(refused.status == 1 && refused.outputBytes.isEmpty, "\(arguments)")
    }
  }

  @Test func jsonTellsWhoAnswered() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama K UW1\npama(2) S OW1\n", to: "own.dict")
    let other = try scratch.write("luri L IH1\npama S OW1\n", to: "other.dict")
    let outcome = try ToyLanguage.g2p(
      "extend", "--lexicon", lexicon, "--lexicon", other, "--format", "json",
      input: Array("pama\nluri\ntifo\n".utf8))
    let answers = try outcome.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(answers.map { $0["source"] as? String } == ["lexicon", "lexicon", "model"])
    #expect(answers.map { $0["lexicon"] as? String } == ["\(lexicon), \(other)", other, nil])
    #expect(answers[0]["phoneProbabilities"] as? [Double] == [1, 1])
    #expect(answers[0]["confidence"] as? Double == 1)
    #expect((answers[0]["alternatives"] as? [Any])?.count == 1)
    // As a lexicon that answers before the model.
    let plain = try ToyLanguage.g2p("--lexicon", other, "--format", "json", "luri")
    let extended = try ToyLanguage.g2p(
      "extend", "--lexicon", other, "--format", "json", input: Array("luri\n".utf8))
    #expect(extended.output == plain.output)
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
