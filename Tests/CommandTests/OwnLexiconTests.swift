import Foundation
import TestSupport
import Testing

/// `g2p --lexicon`, and CMUdict in the data folder.
@Suite struct OwnLexiconTests {
  private func columns(_ line: String) -> [String] {
    line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
  }

  private func object(_ line: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
  }

  @Test func theLexiconAnswersAndTheModelTheRest() throws {
    let scratch = try Scratch()
    let first = try scratch.write("pama P IY1 P\nluri L UW1\nluri(2) L OW1\n", to: "first.dict")
    let second = try scratch.write("pama\tB AA1\ntifo\tT AA1\n", to: "second.tsv")
    let outcome = try ToyLanguage.g2p(
      "--lexicon", first, "--lexicon", second, "--format", "tsv", "--quiet",
      input: Array("pama\nTIFO\nluri\npamu\npama pamu\n".utf8))
    #expect(outcome.status == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    let rows = outcome.lines.map(columns)
    #expect(rows.map(\.count) == [4, 4, 4, 4, 4])
    #expect(rows[0] == ["pama", "P IY1 P", "1.0000", "0.0000"])
    #expect(rows[1] == ["TIFO", "T AA1", "1.0000", "0.0000"])
    #expect(rows[2] == ["luri", "L UW1", "1.0000", "0.0000"])
    #expect(rows[3][1] == "P AA1 M UW0" && rows[3][2] != "1.0000")
    // A text of both kinds is as sure as its words from the model.
    #expect(rows[4] == ["pama pamu", "P IY1 P | P AA1 M UW0", rows[3][2], rows[3][3]])

    let both = try ToyLanguage.g2p("--lexicon", first, "--nbest", "2", "luri")
    #expect(
      both.lines.map(columns).map { $0[1...2].joined(separator: ";") }
        == ["L UW1;1.0000", "L OW1;1.0000"])
  }

  @Test func badLinesCanBeLeftOut() throws {
    let scratch = try Scratch()
    let path = scratch("latin1.dict")
    try Data([0x44, 0xC9, 0x20, 0x44, 0x0A] + Array("pama P IY1 P\n".utf8)).write(
      to: URL(fileURLWithPath: path))
    let refused = try ToyLanguage.g2p("--lexicon", path, "pama")
    #expect(refused.status == 1 && refused.errors.contains("latin1.dict:1: not valid UTF-8"))
    let skipped = try ToyLanguage.g2p("--lexicon", path, "--skip-bad-lines", "pama")
    #expect(skipped.status == 0 && skipped.lines.map(columns).first?[1] == "P IY1 P")
    #expect(skipped.errors.contains("1 bad line skipped"))
  }

  @Test func aPhraseIsFoundWhateverItsSpaces() throws {
    let scratch = try Scratch()
    let path = try scratch.write("pama luri\tP IY1 P\ntifo\tT AA1\n", to: "own.tsv")
    for text in ["pama luri", "pama  luri", "pama\tluri", "pama\u{A0}luri"] {
      let outcome = try ToyLanguage.g2p("--lexicon", path, "--format", "plain", text)
      #expect(outcome.output == "P IY1 P\n", "\(text.debugDescription)")
    }
  }

  @Test func jsonSaysWhoAnswered() throws {
    let scratch = try Scratch()
    let path = try scratch.write("pama P IY1 P\n", to: "own.dict")
    let objects = try ToyLanguage.g2p(
      "--lexicon", path, "--format", "json", "pama", "pamu", "pama pamu"
    ).lines.map(object)
    #expect(objects.map { $0["source"] as? String } == ["lexicon", "model", "mixed"])
    #expect(objects.map { $0["lexicon"] as? String } == [path, nil, nil])
    let words = try #require(objects[2]["words"] as? [[String: Any]])
    #expect(words.map { $0["source"] as? String } == ["lexicon", "model"])
    #expect(words[0]["lexicon"] as? String == path)
  }

  @Test func aBadLineEndsTheRunAndAnUnknownPhoneIsTold() throws {
    let scratch = try Scratch()
    let broken = try scratch.write("pama P IY1 P\npamu\n", to: "broken.dict")
    let refused = try ToyLanguage.g2p("--lexicon", broken, "pama")
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(refused.errors == "g2p: \(broken):2: no phones: \"pamu\"\n")
    let missing = try ToyLanguage.g2p("--lexicon", scratch("none.dict"), "pama")
    #expect(missing.status == 1 && missing.errors.contains("none.dict"))

    let strange = try scratch.write("tifo T AA1\npama P QQ P\npama(2) QX\n", to: "strange.dict")
    let told = try ToyLanguage.g2p("--lexicon", strange, "pama")
    #expect(told.status == 0 && told.output == "pama\tP QQ P\t1.0000\t0.0000\n")
    #expect(
      told.errors == "g2p: \(strange):2: QQ is no phone of the model; 2 pronunciations with such "
        + "phones are used as they stand\n")
  }

  @Test(.needsShippedBundle)
  func cmudictIsUsedFromTheDataFolderUnlessSwitchedOff() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch("candor/cmudict"), withIntermediateDirectories: true)
    _ = try scratch.write(
      "hello B AH1\nnation N AA1\nnope QQ\ncafe K AE1\ncafe(2) K EY1\nfacade F AA1\n",
      to: "candor/cmudict/cmudict.dict")
    let own = try scratch.write("nation N IY1\n", to: "own.dict")
    func g2p(_ arguments: String..., data: String? = nil) throws -> Binary.Outcome {
      try Binary.run(
        "g2p", arguments,
        environment: ["CANDOR_MODEL": nil, "XDG_DATA_HOME": data ?? scratch.path])
    }
    #expect(try g2p("hello").output == "hello\tB AH1\t1.0000\t0.0000\n")
    #expect(try g2p("--lexicon", own, "nation").output == "nation\tN IY1\t1.0000\t0.0000\n")
    #expect(
      try object(g2p("--format", "json", "hello").output)["lexicon"] as? String == "cmudict")
    let model = try g2p("--no-cmudict", "hello")
    #expect(model.status == 0 && !model.output.contains("B AH1"))
    #expect(try g2p("hello", data: scratch("nothing")).output == model.output)

    // What is no line of CMUdict answers nothing.
    #expect(try !g2p("nope").output.contains("QQ"))
    // A mark that CMUdict does not write; the last letter of *café* is heard.
    #expect(try g2p("façade").output == "façade\tF AA1\t1.0000\t0.0000\n")
    #expect(try g2p("Café").output == "Café\tK EY1\t1.0000\t0.0000\n")
    let marked = try scratch.write("facade F IY1\n", to: "marked.dict")
    #expect(try g2p("--lexicon", marked, "façade").output.contains("F AA1"))

    // Function words come with the command, after all lexicons.
    let empty = scratch("nothing")
    #expect(try g2p("of", data: empty).output == "of\tAH1 V\t1.0000\t0.0000\n")
    #expect(try g2p("--no-cmudict", "of", data: empty).output.contains("\t0."))
    #expect(
      try object(g2p("--format", "json", "of", data: empty).output)["lexicon"] as? String
        == "function words")

    // What is measured is the model, never the lexicon.
    let test = try scratch.write("hello HH AH0 L OW1\nnation N EY1 SH AH0 N\n", to: "test.dict")
    func figures(_ data: String) throws -> [String: Any] {
      var figures = try object(
        g2p("evaluate", "--lexicon", test, "--format", "json", data: data).output)
      figures["wordsPerSecond"] = nil
      return figures
    }
    #expect(
      try figures(scratch.path) as NSDictionary == figures(scratch("nothing")) as NSDictionary)
  }

  @Test func aModelOfAnotherLanguageDoesNotUseCmudict() throws {
    let scratch = try Scratch()
    try FileManager.default.createDirectory(
      atPath: scratch("candor/cmudict"), withIntermediateDirectories: true)
    _ = try scratch.write("pama B AA1\n", to: "candor/cmudict/cmudict.dict")
    let outcome = try ToyLanguage.g2p("pama", environment: ["XDG_DATA_HOME": scratch.path])
    #expect(outcome.output.hasPrefix("pama\tP AA1 M AA0\t"))
  }
}
