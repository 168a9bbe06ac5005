import Foundation
import TestSupport
import Testing

extension Trait where Self == ConditionTrait {
  /// Skips a test, with a message, unless the English bundle lies beside the built command.
  static var needsShippedBundle: Self {
    .enabled(
      if: FileManager.default.fileExists(
        atPath: Binary.folder + "/Candor_Candor.resources/english/bundle.json"),
      "the English bundle is absent from the build folder")
  }
}

/// What the English model that comes with the package must do.
@Suite(.needsShippedBundle) struct ShippedBundleTests {
  private func g2p(_ arguments: String..., input: String = "") throws -> Binary.Outcome {
    try Binary.run(
      "g2p", arguments, input: Array(input.utf8), environment: ["CANDOR_MODEL": nil])
  }

  private func rows(_ outcome: Binary.Outcome) -> [[String]] {
    outcome.lines.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func commonWordsAreRight() throws {
    let expected = [
      "hello": ["HH AH L OW", "HH EH L OW"], "phonology": ["F AH N AA L AH JH IY"],
      "photograph": ["F OW T AH G R AE F"], "photographer": ["F AH T AA G R AH F ER"],
      "world": ["W ER L D"], "nation": ["N EY SH AH N"],
    ]
    let words = expected.keys.sorted()
    let outcome = try g2p("--format", "tsv", "--quiet", input: words.joined(separator: "\n") + "\n")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let rows = rows(outcome)
    #expect(rows.map { $0[0] } == words)
    for row in rows {
      #expect(row.count == 4)
      let bare = row[1].filter { !"012".contains($0) }
      #expect(expected[row[0]]?.contains(bare) == true, "\(row)")
      #expect(try #require(Double(row[2])) > 0.5, "\(row)")
    }
  }

  /// Of `x` and `w` the joint model can make nothing but silence.
  @Test(arguments: ["english", "canonical"]) func everyLetterHasPhones(model: String) throws {
    let letters = "abcdefghijklmnopqrstuvwxyz".map { "\($0)\n" }.joined()
    let outcome = try g2p(
      "--model", model, "--no-cmudict", "--expand", "none", "--samples", "0", input: letters)
    let rows = rows(outcome)
    #expect(rows.count == 26 && rows.allSatisfy { !$0[1].isEmpty })
  }

  @Test func theSameSeedGivesTheSameBytes() throws {
    let words = "hello\nWorcestershire\ntear\nphotographer\n"
    let first = try g2p("--nbest", "3", "--seed", "5", input: words)
    #expect(first.lines.count == 12)
    #expect(
      try g2p("--nbest", "3", "--seed", "5", "--threads", "1", input: words).output
        == first.output)
  }

  @Test func theStrangeIsLessCertainThanTheCommon() throws {
    func figures(_ words: [String]) throws -> (confidence: Double, uncertainty: Double) {
      let rows = rows(try g2p(input: words.joined(separator: "\n")))
      #expect(rows.count == words.count)
      let confidences = try rows.map { try #require(Double($0[2])) }
      let uncertainties = try rows.map { try #require(Double($0[3])) }
      return (
        confidences.reduce(0, +) / Double(words.count),
        uncertainties.reduce(0, +) / Double(words.count)
      )
    }
    let common = try figures([
      "hello", "water", "people", "house", "market", "window", "number", "letter", "simple",
      "garden",
    ])
    let foreign = try figures([
      "przybysz", "tschechisch", "xhosa", "hjelmslev", "szczecin", "nguyen", "reykjavik",
      "quetzalcoatl", "dvořák", "krzyzewski",
    ])
    let noise = try figures([
      "xqzjvk", "bbbbbb", "qwrtpsdf", "zzxxyy", "vkqjxw", "aeiouaeiou", "ptkptk", "jjqqxx",
      "wvwvwv", "hgfdsq",
    ])
    #expect(common.confidence > 0.8)
    for strange in [foreign, noise] {
      #expect(strange.confidence < common.confidence - 0.2, "\(strange), \(common)")
      #expect(strange.uncertainty > 3 * common.uncertainty, "\(strange), \(common)")
    }
  }

  @Test(.needsCorpus("cmudict/g014b2b.ref"))
  func unseenWordsAreTranscribed() throws {
    let outcome = try g2p(
      "evaluate", "--lexicon", Corpora.path("cmudict/g014b2b.ref"), "--limit", "500", "--samples",
      "4", "--format", "json")
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [String: Any])
    #expect(try #require(figures["per"] as? Double) < 0.12)
    #expect(try #require(figures["wer"] as? Double) < 0.45)
    #expect(try #require(figures["ece"] as? Double) < 0.15)
    #expect(try #require(figures["aurocConfidence"] as? Double) > 0.7)
  }

  @Test func theBundleTellsWhereItComesFrom() throws {
    let info = try g2p("info")
    #expect(info.status == 0)
    #expect(info.output.contains("left out") && info.output.contains("sha256"))
  }

  @Test func aShippedModelIsFoundByItsName() throws {
    let scratch = try Scratch()
    let named = try g2p("--model", "english", "--samples", "0", "hello")
    let unnamed = try g2p("--samples", "0", "hello")
    #expect(named.status == 0 && named.output == unnamed.output)
    let canonical = try g2p("--model", "canonical", "--samples", "0", "phonology")
    #expect(rows(canonical).first?[1] == "F AH N AA L AH JH IY", "\(canonical.errors)")
    #expect(try g2p("info", "canonical").output.contains("right-to-left"))
    for (name, words) in [
      ("canonical", "F AH N AA L AH JH IY"), ("english", "F AH0 N AA1 L AH0 JH IY0"),
    ] {
      let byVariable = try Binary.run(
        "g2p", ["--samples", "0", "phonology"], environment: ["CANDOR_MODEL": name])
      #expect(rows(byVariable).first?[1] == words, "\(byVariable.errors)")
    }
    // A bundle of that name comes first, but not any folder.
    try FileManager.default.createDirectory(
      atPath: scratch("english"), withIntermediateDirectories: true)
    func here() throws -> Binary.Outcome {
      try Binary.run(
        "g2p", ["--model", "english", "--samples", "0", "phonology"],
        workingDirectory: scratch.path)
    }
    #expect(rows(try here()).first?[1] == "F AH0 N AA1 L AH0 JH IY0")
    _ = try scratch.write("{}", to: "english/bundle.json")
    #expect(try here().status == 1 && here().errors.contains("not the manifest"))
    #expect(try g2p("--model", "englisch", "hello").errors.contains("englisch"))
  }

  @Test func anInstalledCopyFindsItsModel() throws {
    let scratch = try Scratch()
    let files = FileManager.default
    for folder in ["bin", "share/candor"] {
      try files.createDirectory(atPath: scratch(folder), withIntermediateDirectories: true)
    }
    // By another process: a child that a test starts meanwhile would inherit the open copy, which then is "busy".
    let copied = try Binary.run("/bin/cp", [Binary.path("g2p"), scratch("bin/g2p")])
    #expect(copied.status == 0, "\(copied.errors)")
    try files.copyItem(
      atPath: Binary.folder + "/Candor_Candor.resources",
      toPath: scratch("share/candor/Candor_Candor.resources"))
    let outcome = try Binary.run(
      scratch("bin/g2p"), ["hello"], environment: ["CANDOR_MODEL": nil])
    #expect(outcome.status == 0, "\(outcome.errors)")
    #expect(outcome.lines.count == 1)
  }
}
