import Foundation
import TestSupport
import Testing

/// From a lexicon of any script to a model of it, through the real command.
@Suite struct LanguageTests {
  @Test(arguments: SyllableLanguage.all)
  func aLexiconOfAnyScriptTrainsAModel(language: SyllableLanguage) throws {
    let scratch = try Scratch()
    let words = language.words(840).map {
      // Hangul is composed in the file.
      (word: $0.word.precomposedStringWithCanonicalMapping, phones: $0.phones)
    }
    let (known, unseen) = (words.prefix(800), words.suffix(40))
    let trained = try Binary.run(
      "g2p",
      [
        "train", "--lexicon", scratch.write(SyllableLanguage.lexicon(known), to: "known.tsv"),
        "--config", scratch.write(ToyLanguage.settings, to: "settings.json"), "--epochs", "20",
        "--output", scratch("bundle"),
      ], timeout: 240)
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(
      trained.errors.hasPrefix("g2p: lexicon: 800 pronunciations of 800 words\n")
        || language.description == "Hangul", "\(trained.errors)")
    #expect(
      trained.errors.contains("Hangul is read letter by letter")
        == (language.description == "Hangul"))

    // The same words, composed or not, in small letters or capitals, are read alike.
    for (name, spelled) in [
      ("composed", unseen.map { $0 }),
      (
        "decomposed",
        unseen.map { ($0.word.decomposedStringWithCanonicalMapping.uppercased(), $0.phones) }
      ),
    ] {
      let outcome = try Binary.run(
        "g2p",
        [
          "evaluate", "--model", scratch("bundle"), "--samples", "0", "--format", "json",
          "--lexicon", scratch.write(SyllableLanguage.lexicon(spelled), to: "\(name).tsv"),
        ])
      let figures = try #require(
        try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [String: Any],
        "\(outcome.errors)")
      let errorRate = try #require(figures["wer"] as? Double)
      #expect(errorRate <= 0.2, "\(language), \(name): \(errorRate)")
    }
    let first = unseen.first { $0.word.count > 2 } ?? unseen[unseen.startIndex]
    let said = try Binary.run("g2p", ["--model", scratch("bundle"), "--format", "mfa", first.word])
    #expect(said.output.hasPrefix("\(first.word)\t"))
  }

  @Test func aSwappedLexiconTrainsASpeller() throws {
    let scratch = try Scratch()
    let lines = ToyLanguage.lexicon(words: 640).split(separator: "\n")
    let trained = try Binary.run(
      "g2p",
      [
        "train", "--swap", "--lexicon",
        scratch.write(lines.prefix(600).joined(separator: "\n"), to: "known.dict"), "--config",
        scratch.write(ToyLanguage.settings, to: "settings.json"), "--epochs", "8", "--output",
        scratch("speller"), "--precision", "bfloat16",
      ], timeout: 240)
    #expect(trained.status == 0, "\(trained.errors)")
    #expect(try scratch.read("speller/bundle.json").contains("--precision bfloat16"))
    func g2p(_ arguments: String..., input: String = "") throws -> Binary.Outcome {
      try Binary.run(
        "g2p", arguments, input: Array(input.utf8),
        environment: ["CANDOR_MODEL": scratch("speller")])
    }
    let spelled = try g2p(
      "-q", input: "P AA1 M AA0\n T EH1  F OW0 \nT IY1 F OW0\nT IY F OW\n\nQ\n")
    let rows = spelled.lines.map { $0.components(separatedBy: "\t") }
    #expect(rows.map { $0[1] } == ["pama", "tefo", "tefo", "tefo", "", ""])
    // Phones without the stress that was learned are still phones.
    #expect(rows[5][4].contains("skipped: Q"))
    let lexicon = try scratch.write(lines.suffix(40).joined(separator: "\n"), to: "test.dict")
    let evaluated = try g2p("evaluate", "--samples", "0", "--format", "json", "--lexicon", lexicon)
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(evaluated.outputBytes)) as? [String: Any])
    #expect(try #require(figures["wer"] as? Double) <= 0.1)
    let scored = try g2p("score", input: "pama P AA1 M AA0\nkama P AA1 M AA0\n")
    let logs = scored.lines.compactMap { Double($0.components(separatedBy: "\t")[3]) }
    #expect(logs.count == 2 && logs[0] > logs[1] + 2)
    #expect(try g2p("info", scratch("speller")).output.contains("pronunciations, writes words"))
  }

  @Test func whatIsInALexiconIsTold() throws {
    let scratch = try Scratch()
    var lines = ToyLanguage.lexicon(words: 300).split(separator: "\n").map(String.init)
    let words = lines.map { String($0.prefix { $0 != " " }) }
    lines += [lines[3], lines[4], "\(words[0]) K", "\(words[0]) G", "\(words[1]) K", "xyz Q"]
    let outcome = try Binary.run(
      "g2p",
      [
        "train", "--lexicon", scratch.write(lines.joined(separator: "\n"), to: "toy.dict"),
        "--config", scratch.write(ToyLanguage.settings, to: "settings.json"), "--epochs", "1",
        "--output", scratch("bundle"),
      ])
    let told = outcome.errors.split(separator: "\n").prefix(4)
    #expect(told.first == "g2p: lexicon: 304 pronunciations of 301 words; 2 more stood there twice")
    #expect(
      told[1] == "g2p: lexicon: 2 words have several pronunciations, \(words[0]) the most: 3")
    #expect(
      told[2].hasPrefix("g2p: lexicon: 20 graphemes: ") && told[2].hasSuffix("only once: x y z"))
    #expect(told[3].hasPrefix("g2p: lexicon: ") && told[3].contains("; only once: Q"))
    #expect(told[3].contains("; 1 to 6 a pronunciation, "))
  }
}
