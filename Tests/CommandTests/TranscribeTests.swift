import CandorText
import Foundation
import TestSupport
import Testing

@Suite struct TranscribeTests {
  @Test func twoLinesGiveTwoLinesOfFourColumns() throws {
    let outcome = try ToyLanguage.g2p(
      "--format", "tsv", "--quiet", input: Array("pama\nTIFO\n".utf8))
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let rows = outcome.lines.map { $0.split(separator: "\t", omittingEmptySubsequences: false) }
    #expect(rows.map(\.count) == [4, 4])
    #expect(rows.map { $0[0] } == ["pama", "TIFO"])
    #expect(rows.map { $0[1] } == ["P AA1 M AA0", "T IH1 F OW0"])
    for row in rows {
      let confidence = try #require(Double(row[2]))
      #expect(confidence > 0.5 && confidence <= 1)
      #expect(try #require(Double(row[3])) >= 0)
    }
  }

  @Test func wordsMayBeArgumentsAndTheVerbMayBeNamed() throws {
    let plain = try ToyLanguage.g2p("pama", "tifo luri")
    #expect(plain.lines.count == 2)
    #expect(plain.lines[1].hasPrefix("tifo luri\tT IH1 F OW0 | L UW1 R IH0\t"))
    #expect(try ToyLanguage.g2p("transcribe", "pama", "tifo luri").output == plain.output)
    let mixed = try ToyLanguage.g2p("pama", "-", "luri", input: Array("tifo".utf8))
    #expect(mixed.lines.map { $0.prefix(4) } == ["pama", "tifo", "luri"])
    #expect(try ToyLanguage.g2p("--", "-pama").lines[0].hasPrefix("-pama\tP AA1 M AA0\t"))
    #expect(try ToyLanguage.g2p("").output == "\t\t0.0000\t\n")
    #expect(try ToyLanguage.g2p("--format", "plain", "a\nb").lines.count == 1)
  }

  @Test func jsonIsAnObjectALine() throws {
    let outcome = try ToyLanguage.g2p(
      "--format", "json", "--nbest", "3", "--notation", "ipa", "pema", "pama, luri!", "7")
    let objects = try outcome.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects.map { $0["word"] as? String } == ["pema", "pama, luri!", "7"])
    #expect((objects[0]["alternatives"] as? [Any])?.count == 2)
    #expect((objects[0]["phones"] as? [String])?.count == 4)
    #expect((objects[0]["phoneProbabilities"] as? [Double])?.count == 4)
    #expect((objects[0]["transcription"] as? String)?.hasPrefix("ˈp") == true)
    #expect(
      (objects[1]["words"] as? [[String: Any]])?.map { $0["word"] as? String }
        == ["pama", "luri"])
    #expect(objects[2]["skipped"] as? [String] == ["7"])
  }

  @Test func alternativesAreRanked() throws {
    let outcome = try ToyLanguage.g2p("--nbest", "3", "pemate")
    let rows = outcome.lines.map { $0.split(separator: "\t") }
    #expect(rows.map { $0[0] } == ["pemate", "pemate", "pemate"])
    #expect(Set(rows.map { $0[1] }).count == 3)
    let confidences = rows.compactMap { Double($0[2]) }
    #expect(confidences == confidences.sorted(by: >))
    #expect(confidences.reduce(0, +) <= 1.001)
    // The letter e is one of two by chance: no word with it is sure.
    #expect(confidences[0] < 0.8)
    // The best one is what is given alone.
    #expect(try ToyLanguage.g2p("pemate").lines[0].split(separator: "\t")[1] == rows[0][1])
  }

  @Test func theSameSeedGivesTheSameBytesHoweverTheWorkIsDivided() throws {
    let words = Array(
      ToyLanguage.lexicon(words: 100).utf8.split(separator: 10)
        .flatMap { $0.prefix { $0 != 32 } + [10] })
    let first = try ToyLanguage.g2p("--seed", "7", "--threads", "1", input: words)
    #expect(first.lines.count == 100)
    #expect(
      try ToyLanguage.g2p("--seed", "7", "--threads", "2", input: words).output == first.output)
    #expect(try ToyLanguage.g2p("--seed", "8", input: words).output != first.output)
    let single = try ToyLanguage.g2p("--seed", "7", String(first.lines[41].prefix { $0 != "\t" }))
    #expect(
      single.lines[0].split(separator: "\t").prefix(2)
        == first.lines[41].split(separator: "\t").prefix(2))
  }

  @Test func withoutSamplesThereIsNoUncertainty() throws {
    let outcome = try ToyLanguage.g2p("--samples", "0", "pama")
    #expect(outcome.lines[0].hasSuffix("\t"))
    #expect(outcome.lines[0].split(separator: "\t", omittingEmptySubsequences: false).count == 4)
  }

  @Test func aLexiconCanBeReadAsOne() throws {
    let outcome = try ToyLanguage.g2p(
      "--format", "lexicon", "--nbest", "2", "pama", "7", "tifo luri")
    let dictionary = try PronunciationDictionary(
      PronunciationReader(lines: LineReader(bytes: outcome.outputBytes, name: "lexicon")))
    #expect(dictionary.words == ["pama", "tifo", "luri"])
    #expect(dictionary["pama"]?.count == 2)
    #expect(outcome.output.contains(";;; 7: no known grapheme"))
  }

  @Test func whatOtherToolsParseCanBeReadBack() throws {
    let words: [UInt8] = Array("pama\n7\ntifo pema\n".utf8)
    func fields(_ format: String, _ more: String...) throws -> [[String]] {
      let outcome = try Binary.run(
        "g2p", ["--format", format, "--nbest", "2"] + more, input: words,
        environment: ["CANDOR_MODEL": ToyLanguage.trained.get().bundle])
      #expect(outcome.status == 0)
      #expect(outcome.errors.contains("g2p: 7: no known grapheme") == (format != "lexicon"))
      return outcome.lines.map { $0.components(separatedBy: "\t") }
    }
    let mfa = try fields("mfa")
    #expect(mfa.map { $0[0] } == ["pama", "pama", "tifo", "tifo", "pema", "pema"])
    #expect(mfa.allSatisfy { $0.count == 2 } && mfa[0][1] == "P AA1 M AA0")
    let probable = try fields("mfa-probabilities")
    let reader = try PronunciationReader(
      lines: LineReader(
        bytes: Array(probable.map { $0.joined(separator: "\t") }.joined(separator: "\n").utf8),
        name: "mfa"))
    var sums: [String: Double] = [:]
    try reader.forEachEntry { sums[$0.word, default: 0] += $0.probability ?? 9 }
    #expect(sums.count == 3)
    #expect(sums.values.allSatisfy { $0 > 0.4 && $0 <= 1.000001 }, "\(sums)")
    // One probability, three spellings.
    let sequitur = try fields("sequitur")
    #expect(sequitur.map { $0[1] } == ["0", "1", "0", "1", "0", "1"])
    #expect(sequitur.map { $0[2] } == probable.map { $0[1] })
    for (score, posterior) in zip(try fields("phonetisaurus"), sequitur) {
      let (score, posterior) = (try #require(Double(score[1])), try #require(Double(posterior[2])))
      #expect(abs(exp(-score) - posterior) < 1e-4)
    }
  }

  @Test func separatorsStressAndMass() throws {
    let parted = try ToyLanguage.g2p(
      "--format", "plain", "--phone-separator", "-", "--syllable-separator", "=",
      "--word-separator", " / ", "--stress", "drop", "pama tifo")
    #expect(parted.lines == ["P-AA=M-AA / T-IH=F-OW"])
    // The letter e has two sounds: it takes both to cover nine tenths.
    let covering = try ToyLanguage.g2p("--mass", "0.9", "pe")
    let confidences = covering.lines.compactMap { Double($0.components(separatedBy: "\t")[2]) }
    #expect(confidences.count >= 2 && confidences.dropLast().reduce(0, +) < 0.9)
    #expect(try ToyLanguage.g2p("--mass", "0.3", "pe").lines.count == 1)
  }

  @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/script")))
  func onATerminalThereIsATable() throws {
    func terminal(_ setting: String) throws -> String {
      try ToyLanguage.shell(
        "export TERM=xterm; unset NO_COLOR; \(setting) script -qec '\"$BIN/g2p\" pama' /dev/null"
      ).output
    }
    let coloured = try terminal("")
    #expect(coloured.contains("\u{1B}[32m█") && coloured.contains("P AA1 M AA0"), "\(coloured)")
    let plain = try terminal("export NO_COLOR=1;")
    #expect(plain.contains("▕█") && !plain.contains("\u{1B}"))
  }
}
