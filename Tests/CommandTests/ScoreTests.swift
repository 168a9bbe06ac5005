import Foundation
import TestSupport
import Testing

@Suite struct ScoreTests {
  private func rows(_ outcome: Binary.Outcome) -> [[String]] {
    outcome.lines.map { $0.components(separatedBy: "\t") }
  }

  @Test func pairsFromAFileOrStandardInputAreScored() throws {
    let scratch = try Scratch()
    let text = "PAMA\tP AA1 M AA0\npama\tP AA1 M UW0\npema\tP EH1 M AA0\tP IY1 M AA0\npama\tQQ\n"
    let lexicon = try scratch.write(text, to: "pairs.tsv")
    let outcome = try ToyLanguage.g2p("score", lexicon)
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let rows = rows(outcome)
    #expect(rows.map { $0[0] } == ["PAMA", "pama", "pema", "pema", "pama"])
    #expect(rows[0][1] == "P AA1 M AA0")
    let (confidences, logs) = (rows.compactMap { Double($0[2]) }, rows.compactMap { Double($0[3]) })
    #expect(confidences[0] > 0.5 && confidences[1] < 0.1 && logs[1] < logs[0])
    // Both sounds of the letter e are likely, and neither is certain.
    #expect(logs[2] < -0.2 && logs[2] > -3 && logs[3] < -0.2 && logs[3] > -3)
    #expect(rows[4][2...] == ["0.0000", "-inf", "the model has no phone QQ"])
    #expect(try ToyLanguage.g2p("score", input: Array(text.utf8)).output == outcome.output)
    // What transcribe is sure of, score is as sure of.
    let said = try ToyLanguage.g2p("pama").lines[0].components(separatedBy: "\t")
    #expect(said[2] == self.rows(try ToyLanguage.g2p("score", input: Array(text.utf8)))[0][2])
  }

  @Test func jsonHasTheProbabilityOfEachPhone() throws {
    let outcome = try ToyLanguage.g2p(
      "score", "--format", "json", "--samples", "0", "-", input: Array("pema P EH1 M AA0\n".utf8))
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [String: Any])
    let phones = try #require(object["phoneProbabilities"] as? [Double])
    #expect(phones.count == 4 && phones[1] < 0.9 && phones[0] > 0.9)
    #expect(object["problem"] is NSNull)
  }

  @Test func withoutStressTheMostProbableOneIsScored() throws {
    let patterns = ["P EH0 M AA0", "P EH0 M AA1", "P EH1 M AA0", "P EH1 M AA1"]
    let text = (patterns + ["P EH M AA", "P EH1 M AA"]).map { "pema\t\($0)\n" }.joined()
    let outcome = try ToyLanguage.g2p("score", "--samples", "0", input: Array(text.utf8))
    #expect(
      outcome.errors
        == "g2p: no stress in 1 pronunciation: scored with the most probable one\n")
    let rows = rows(outcome)
    let known = rows.prefix(4).compactMap { Double($0[3]) }.filter(\.isFinite)
    #expect(!known.isEmpty && rows[4][1] == "P EH M AA")
    #expect(Double(rows[4][3]) == known.max())
    // Half a stress is a mistake.
    #expect(rows[5].last == "the model has no phone AA")
    let json = try ToyLanguage.g2p(
      "score", "--format", "json", input: Array("pama P AA M AA\n".utf8))
    #expect(json.output.contains("\"stressed\":[\"P\",\"AA1\",\"M\",\"AA0\"]"))

    // An audit without stress finds what one with stress finds.
    let scratch = try Scratch()
    let bare = ToyLanguage.lexicon(words: 40).filter { !"012".contains($0) } + "pama S OW\n"
    let lexicon = try scratch.write(bare, to: "bare.dict")
    let audit = try ToyLanguage.g2p("audit", "--top", "5", lexicon)
    #expect(audit.errors.contains("no stress in 41 pronunciations"))
    #expect(audit.lines[0].hasPrefix("\(lexicon):41\tpama\tS OW\t-"))
    #expect(!audit.output.contains("-inf"))
  }

  @Test(.needsShippedBundle) func aModelWithoutStressIsAskedWithoutIt() throws {
    let outcome = try Binary.run(
      "g2p", ["score", "--model", "canonical", "--samples", "0"],
      input: Array("tear\tT EH1 R\ntear\tT EH R\n".utf8))
    #expect(
      outcome.errors == "g2p: stress left out of 1 pronunciation: the model has none\n")
    #expect(outcome.lines.count == 2 && outcome.lines[0] == outcome.lines[1])
    #expect(!outcome.output.contains("-inf"))
  }

  @Test func badLinesAreNamed() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama P AA1\nbad\nluri L UW1\n", to: "bad.dict")
    for verb in ["score", "audit"] {
      let refused = try ToyLanguage.g2p(verb, lexicon)
      #expect(refused.status == 1)
      #expect(refused.errors == "g2p: \(lexicon):2: no phones: \"bad\"\n")
      let skipped = try ToyLanguage.g2p(verb, "--skip-bad-lines", lexicon)
      #expect(skipped.status == 0 && skipped.lines.count == 2)
      #expect(skipped.errors.contains("\(lexicon): 1 bad line skipped"))
      #expect(try ToyLanguage.g2p(verb, scratch("absent")).errors.contains("No such file"))
    }
    #expect(try ToyLanguage.g2p("audit").errors == "g2p: no entries to audit\n")
  }

  @Test func anAuditFindsWhatWasSpoiled() throws {
    let scratch = try Scratch()
    var lines = ToyLanguage.lexicon(words: 300).split(separator: "\n").map(String.init)
    // Five entries get the phones of other words, one a phone that does not exist.
    for line in [20, 80, 140, 200, 260] {
      let word = lines[line - 1].prefix { $0 != " " }
      lines[line - 1] = "\(word) " + (line % 40 == 0 ? "K UW1 K UW0 K UW0" : "S OW1")
    }
    lines[99] = lines[99].prefix { $0 != " " } + " P QQ"
    let lexicon = try scratch.write(lines.joined(separator: "\n"), to: "spoiled.dict")
    let outcome = try ToyLanguage.g2p("audit", "--top", "10", lexicon)
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.errors == "g2p: 10 of 300 pronunciations listed\n")
    let rows = rows(outcome)
    #expect(rows.count == 10)
    #expect(rows[0][0] == "\(lexicon):100" && rows[0].last == "the model has no phone QQ")
    #expect(
      Set(rows[1...5].map { $0[0] })
        == Set([20, 80, 140, 200, 260].map { "\(lexicon):\($0)" }))
    let logs = rows.compactMap { Double($0[3]) }
    #expect(logs.count == 10 && logs == logs.sorted())
    // Beside each stands what the model says, and how sure it is.
    #expect(rows.allSatisfy { !$0[4].isEmpty && Double($0[5]) != nil })
  }
}
