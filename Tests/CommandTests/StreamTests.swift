import Foundation
import TestSupport
import Testing

@Suite struct StreamTests {
  @Test func oddLinesAreNeverLost() throws {
    let long = String(repeating: "pa", count: 5000)
    let input: [UInt8] =
      Array("pama\r\n\n7\nп\u{440}ивет\n😀\n\(long)\nta\tti\n".utf8) + [0xFF, 0xFE, 10]
      + Array("pa\u{0}ma\n \u{1B}[2J\n\\\nñu\n<s>\nno end".utf8)
    let outcome = try ToyLanguage.g2p("-q", input: input)
    #expect(outcome.status == 0)
    #expect(outcome.errors.isEmpty)
    let rows = outcome.lines.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
    #expect(rows.count == 14)
    #expect(rows.allSatisfy { $0.count == 4 || $0.count == 5 })
    #expect(rows[0][0] == "pama" && rows[0].count == 4)
    #expect(rows[1] == ["", "", "0.0000", ""])
    #expect(rows[2] == ["7", "", "0.0000", "", "no known grapheme; skipped: 7"])
    #expect(rows[3][1].isEmpty && rows[3][4].contains("skipped: п р и в е т"))
    #expect(rows[4][4] == "no known grapheme; skipped: 😀")
    #expect(rows[5][0] == long && rows[5][4] == "10000 graphemes, more than 128")
    #expect(rows[6][0] == "ta\\tti" && rows[6][1] == "T AA1 | T IH1")
    #expect(rows[7][4].hasPrefix("invalid UTF-8; no known grapheme"))
    #expect(rows[8][0] == "pa\\u{0}ma" && rows[8][4] == "skipped: \\u{0}")
    #expect(rows[9][0] == " \\u{1B}[2J")
    #expect(rows[10][0] == "\\\\")
    #expect(rows[11][1] == "N UW1" && rows[11][4] == "simplified: ñ")
    #expect(rows[13][0] == "no end")
  }

  @Test func noInputGivesNoOutput() throws {
    let outcome = try ToyLanguage.g2p()
    #expect(outcome.status == 0)
    #expect(outcome.outputBytes.isEmpty && outcome.errorBytes.isEmpty)
  }

  @Test(arguments: [1, 2, 3] as [UInt64])
  func anyBytesGiveALineForALine(seed: UInt64) throws {
    var state = seed
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let pieces: [[UInt8]] = [
      Array("pama".utf8), [0], [9], [13], [0xC3], [0xE2, 0x80], [0xF0, 0x9F, 0x98, 0x80],
      Array("é".utf8), Array("e\u{301}".utf8), Array("\u{202E}".utf8), [0x1B], Array(" ".utf8),
      Array("\u{FEFF}".utf8), Array("-".utf8), Array("日本".utf8), [0xED, 0xA0, 0x80], [0x85],
    ]
    var input: [UInt8] = []
    let lines = 300
    for _ in 0..<lines {
      for _ in 0..<draw(12) {
        input += draw(4) == 0 ? [UInt8(draw(256))] : pieces[draw(pieces.count)]
      }
      input.removeAll { $0 == 10 && draw(2) == 0 }
      input.append(10)
    }
    let expected = input.count { $0 == 10 }
    let tsv = try ToyLanguage.g2p("--samples", "2", "--quiet", input: input)
    #expect(tsv.status == 0)
    #expect(tsv.errors.isEmpty)
    #expect(tsv.lines.count == expected)
    #expect(
      tsv.lines.allSatisfy {
        (4...5).contains($0.split(separator: "\t", omittingEmptySubsequences: false).count)
      })
    let json = try ToyLanguage.g2p("--samples", "0", "--format", "json", input: input)
    #expect(json.lines.count == expected)
    for line in json.lines {
      #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: Data(line.utf8)) }
    }
    for format in ["plain", "table"] {
      let outcome = try ToyLanguage.g2p("--samples", "0", "--format", format, input: input)
      #expect(outcome.status == 0)
      #expect(outcome.lines.count == expected)
    }
    #expect(try ToyLanguage.g2p("--samples", "0", "--format", "lexicon", input: input).status == 0)
  }

  @Test func aVeryLongLineIsCutAndSaysSo() throws {
    let outcome = try ToyLanguage.g2p(
      "--samples", "0", input: Array(String(repeating: "pa ", count: 30_000).utf8) + [10, 112, 97])
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines[0].hasSuffix("\tcut after 65536 bytes"))
    #expect(outcome.errors.contains("line 1 is longer than 65536 bytes"))
    #expect(outcome.lines[1].hasPrefix("pa\tP AA1\t"))
  }

  @Test func everyAnswerComesBeforeTheNextQuestion() throws {
    let outcome = try ToyLanguage.shell(
      """
      { echo pama; sleep 1.5; echo luri; } | "$BIN/g2p" |
      { read -r first; date +%s%N; read -r second; date +%s%N; echo "$first|$second"; }
      """)
    let times = outcome.lines.prefix(2).compactMap { Int($0) }
    #expect(times.count == 2 && times[1] - times[0] > 700_000_000)
    #expect(outcome.lines[2].contains("pama") && outcome.lines[2].contains("luri"))
  }

  @Test func wordsThatComeAgainAreComputedOnce() throws {
    let input = Array(String(repeating: "pama luri\ntifo\npama\n", count: 2000).utf8)
    let plain = try ToyLanguage.g2p("--samples", "2", input: input)
    #expect(plain.lines.count == 6000)
    #expect(Set(plain.lines).count == 3)
    #expect(
      plain.errors.hasPrefix("g2p: 6000 lines, 8000 words, 0 from lexicons, 3 computed, ")
        && plain.errors.hasSuffix(" words/s, 100.0 % from the cache\n"), "\(plain.errors)")
    // Neither the division of the work nor what is remembered changes a byte.
    for arguments in [["--jobs", "3"], ["--cache", "2"], ["--cache", "0", "--jobs", "2"]] {
      let other = try Binary.run(
        "g2p", ["--samples", "2"] + arguments, input: input,
        environment: ["CANDOR_MODEL": ToyLanguage.trained.get().bundle])
      #expect(other.output == plain.output, "\(arguments)")
      if arguments.contains("--cache") { #expect(other.errors.contains(" computed, ")) }
    }
  }

  @Test func shardsPutTogetherAreTheWhole() throws {
    let words = ToyLanguage.lexicon(words: 50).split(separator: "\n").map {
      $0.prefix { $0 != " " }
    }
    let input = Array(words.joined(separator: "\n").utf8)
    let whole = try ToyLanguage.g2p("--format", "plain", input: input).lines
    let shards = try (1...3).map { shard in
      try ToyLanguage.g2p("--format", "plain", "--shard", "\(shard)/3", input: input).lines
    }
    #expect(shards.map(\.count) == [17, 17, 16])
    #expect(whole.indices.map { shards[$0 % 3][$0 / 3] } == whole)
  }

  @Test func fullPrecisionSaysNearlyTheSame() throws {
    let words = ["pama", "luri", "kinosa", "talu"]
    let input = Array(words.joined(separator: "\n").utf8)
    func fields(_ outcome: Binary.Outcome) -> [[String]] {
      outcome.lines.map { $0.components(separatedBy: "\t") }
    }
    let bytes = fields(try ToyLanguage.g2p("--format", "tsv", input: input))
    let full = fields(try ToyLanguage.g2p("--format", "tsv", "--full-precision", input: input))
    #expect(bytes.count == words.count && full.count == words.count)
    #expect(bytes != full)
    for (bytes, full) in zip(bytes, full) {
      #expect(bytes.prefix(2) == full.prefix(2))
      let (one, other) = (try #require(Double(bytes[2])), try #require(Double(full[2])))
      #expect(abs(one - other) < 0.05)
    }
  }

  @Test(arguments: [("INT", 130), ("TERM", 143)])
  func anInterruptionEndsItWithWholeLines(signal: String, status: Int) throws {
    let scratch = try Scratch()
    let outcome = try ToyLanguage.shell(
      """
      { echo pama; sleep 1.5; kill -\(signal) $(cat '\(scratch("pid"))'); sleep 5; echo luri; } |
        { sh -c 'echo $$ > "$0"; exec "$BIN/g2p"' '\(scratch("pid"))'; echo "status $?"; }
      """)
    #expect(outcome.lines.count == 2)
    #expect(outcome.lines.first?.hasPrefix("pama\tP AA1 M AA0\t") == true)
    #expect(outcome.lines.last == "status \(status)")
    #expect(
      outcome.errors.hasPrefix("g2p: interrupted; what was written is whole\ng2p: 1 lines, "),
      "\(outcome.errors)")
  }

  @Test func doubtAloneIsWorthSamples() throws {
    let words = ["pama", "pemate", "luri", "tepe"]
    func rows(_ samples: String, _ words: [String]) throws -> [[String]] {
      try ToyLanguage.g2p(
        "--samples", samples, "-q", input: Array(words.joined(separator: "\n").utf8)
      ).lines.map { $0.components(separatedBy: "\t") }
    }
    let (auto, none, all) = (
      try rows("auto", words), try rows("0", words), try rows("16", words)
    )
    for (index, row) in auto.enumerated() {
      let isSure = try #require(Double(none[index][2])) >= 0.7
      #expect(row == (isSure ? none : all)[index], "\(words[index])")
      #expect(row[3].isEmpty == isSure)
      // The words beside it change nothing.
      #expect(try rows("auto", [words[index]]) == [row])
    }
    #expect(auto.contains { !$0[3].isEmpty })
  }

  @Test func aReaderThatGoesAwayEndsItQuietly() throws {
    let outcome = try ToyLanguage.shell(
      "{ yes pama | \"$BIN/g2p\" --samples 0; echo \"status $?\" >&2; } | head -n 1")
    #expect(outcome.lines.count == 1)
    #expect(outcome.errors == "status 141\n")
    let ignored = try ToyLanguage.shell(
      "trap '' PIPE; { yes pama 2>/dev/null | \"$BIN/g2p\" --samples 0; echo \"status $?\" >&2; }"
        + " | head -n 1")
    #expect(ignored.errors == "status 141\n")
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full")))
  func aFullDiskIsAnError() throws {
    let full = try ToyLanguage.shell("\"$BIN/g2p\" pama > /dev/full")
    #expect(full.status == 1)
    #expect(full.errors == "g2p: cannot write standard output: No space left on device\n")
    let closed = try ToyLanguage.shell("\"$BIN/g2p\" pama >&-")
    #expect(closed.status == 1)
    #expect(closed.errors.hasPrefix("g2p: cannot write standard output: "))
  }

  @Test func inputThatCannotBeReadIsAnError() throws {
    let outcome = try ToyLanguage.shell("\"$BIN/g2p\" < /")
    #expect(outcome.status == 1)
    #expect(outcome.errors.hasPrefix("g2p: cannot read standard input: "))
  }
}
