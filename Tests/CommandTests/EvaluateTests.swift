import Foundation
import TestSupport
import Testing

@Suite struct EvaluateTests {
  @Test func figuresAreMeasured() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write(
      "PAMA\tP AA1 M AA0\nluri\tL UW1 R IH0\tK\nkobi\tB IH0\n", to: "test.tsv")
    let outcome = try ToyLanguage.g2p("evaluate", "--lexicon", lexicon, "--format", "json")
    #expect(outcome.status == 0, "\(outcome.errors)")
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(outcome.outputBytes)) as? [String: Any])
    #expect(figures["words"] as? Int == 3)
    #expect(figures["wer"] as? Double == 0.333333)
    #expect(figures["per"] as? Double == 0.2)
    #expect(figures["hamming"] as? Double != nil)
    for name in ["nll", "ece", "brier", "aurocConfidence", "aurocUncertainty", "wordsPerSecond"] {
      #expect((figures[name] as? Double)?.isFinite == true, "\(name)")
    }
    let text = try ToyLanguage.g2p("evaluate", "--lexicon", lexicon, "--samples", "0")
    #expect(text.output.contains("WER") && text.output.contains("33.33 %"))
    #expect(text.output.contains("not measured"))
    // The surest words are not sampled, and have no uncertainty.
    let words = try scratch.write("luri\nkobi\n", to: "words.txt")
    let auto = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--samples", "auto", "--strangers", words, "--format",
      "json")
    #expect(auto.status == 0, "\(auto.errors)")
    #expect(auto.output.contains("\"aurocUncertainty\":null"))
  }

  @Test func stressIsLeftOutWhereTheReferencesHaveNone() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("PAMA\tP AA M AA\nLURI\tL UW R IH\n", to: "test.tsv")
    let outcome = try ToyLanguage.g2p("evaluate", "--lexicon", lexicon)
    #expect(outcome.output.contains("left out"))
    #expect(outcome.output.contains("0.00 %"))
  }

  @Test func referencesThatTheModelCannotWriteAreCounted() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama\tp ɑ m ɑ\nluri\tL UW1 R IH0\n", to: "ipa.tsv")
    let outcome = try ToyLanguage.g2p("evaluate", "--lexicon", lexicon)
    #expect(outcome.status == 0)
    #expect(
      outcome.errors.contains(
        "1 pronunciation has a phone that the model does not write, such as p:"))
    #expect(
      try ToyLanguage.g2p("evaluate", "--lexicon", lexicon, "--limit", "1").errors.contains(
        "1 pron"))
    let later = try scratch.write("luri\tL UW1 R IH0\npama\tp ɑ m ɑ\n", to: "later.tsv")
    #expect(try ToyLanguage.g2p("evaluate", "--lexicon", later, "--limit", "1").errors.isEmpty)
    let plain = try scratch.write("luri\tL UW R IH\n", to: "plain.tsv")
    #expect(try ToyLanguage.g2p("evaluate", "--lexicon", plain).errors.isEmpty)
  }

  @Test func aWordAtALimitIsTheFirst() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama P AA1 M AA0\nluri K\n", to: "test.dict")
    let outcome = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--limit", "1", "--format", "json")
    #expect(outcome.output.contains("\"words\":1,") && outcome.output.contains("\"wer\":0,"))
  }

  @Test func theMostConfidentErrorsAreShown() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write(
      "pama P AA1 M AA0\nluri L UW1 R AA0\ntifo T IH1 F UW0\nkobi K\n", to: "test.dict")
    let text = try ToyLanguage.g2p("evaluate", "--lexicon", lexicon, "--worst", "2")
    let worst = text.output.components(separatedBy: "the most confident errors\n")
    #expect(worst.count == 2 && worst[1].split(separator: "\n").count == 2)
    #expect(worst[1].contains("  instead of  "))
    let json = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--format", "json", "--merge", "IH=AA")
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(json.outputBytes)) as? [String: Any])
    let errors = try #require(figures["confidentErrors"] as? [[String: Any]])
    #expect(errors.count == 3)
    let confidences = errors.compactMap { $0["confidence"] as? Double }
    #expect(confidences == confidences.sorted(by: >))
    // With IH and AA merged, luri is right and tifo still wrong.
    #expect(figures["wer"] as? Double == 0.75 && figures["werMerged"] as? Double == 0.5)
  }

  @Test(.enabled(if: (try? Binary.shell("command -v gnuplot"))?.status == 0, "no gnuplot"))
  func figuresAreDrawn() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write(ToyLanguage.lexicon(words: 60), to: "test.dict")
    let outcome = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--samples", "2", "--plots", scratch("plots"))
    #expect(outcome.status == 0, "\(outcome.errors)")
    for name in ["reliability", "rejection", "confusion"] {
      let png = try Data(contentsOf: URL(fileURLWithPath: scratch("plots/\(name).png")))
      #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]) && png.count > 5_000, "\(name)")
      #expect(FileManager.default.fileExists(atPath: scratch("plots/\(name).svg")))
    }
    let confusion = try scratch.read("plots/confusion.tsv")
    #expect(confusion.contains("EH") && confusion.contains("IY"))
    // Without gnuplot the report, the numbers and the scripts are there, and the reason is told.
    let without = try Binary.run(
      "g2p",
      ["evaluate", "--lexicon", lexicon, "--samples", "0", "--plots", scratch("bare")],
      environment: ["CANDOR_MODEL": ToyLanguage.trained.get().bundle, "PATH": "/nowhere"])
    #expect(without.status == 1 && without.output.contains("WER"))
    #expect(without.errors.contains("gnuplot is not installed"))
    #expect(without.errors.contains("bare: not drawn: reliability, rejection, confusion\n"))
    for name in ["reliability", "rejection", "confusion"] {
      #expect(FileManager.default.fileExists(atPath: scratch("bare/\(name).gp")))
    }
  }

  @Test func aPhoneToMergeMustExist() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama P AA1 M AA0 ZZ\n", to: "test.dict")
    func merging(_ pair: String) throws -> Binary.Outcome {
      try ToyLanguage.g2p("evaluate", "--lexicon", lexicon, "--samples", "0", "--merge", pair)
    }
    let unknown = try merging("AA=QQ")
    #expect(unknown.status == 1 && unknown.outputBytes.isEmpty)
    #expect(
      unknown.errors == "g2p: --merge: neither the model nor \(lexicon) has a phone QQ\n")
    #expect(try merging("AA1=IH").errors.hasSuffix("phones are merged without stress, as AA\n"))
    // A phone of the lexicon alone will do.
    #expect(try merging("ZZ=IH").output.contains("WER, ZZ = IH"))
  }

  @Test func figuresThatCannotBeWrittenAreToldOfFirst() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write(ToyLanguage.lexicon(words: 20), to: "test.dict")
    for (folder, reason) in [
      ("/proc/x", "No such file or directory"), ("\(lexicon)/plots", "Not a directory"),
    ] {
      let outcome = try ToyLanguage.g2p("evaluate", "--lexicon", lexicon, "--plots", folder)
      #expect(outcome.status == 1 && outcome.outputBytes.isEmpty)
      #expect(outcome.errors == "g2p: cannot write \(folder): \(reason)\n")
    }
  }

  @Test func badLinesAreNamedOrCounted() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama P AA1 M AA0\nnothing\nluri L UW1 R IH0\n", to: "bad.dict")
    let refused = try ToyLanguage.g2p("evaluate", "--lexicon", lexicon)
    #expect(refused.status == 1)
    #expect(refused.outputBytes.isEmpty)
    #expect(refused.errors == "g2p: \(lexicon):2: no phones: \"nothing\"\n")
    let skipped = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--skip-bad-lines", "--format", "json")
    #expect(skipped.status == 0)
    #expect(skipped.output.contains("\"words\":2,"))
    #expect(skipped.errors.contains("\(lexicon): 1 bad line skipped"))
  }

  @Test func nothingToEvaluateIsAnError() throws {
    let scratch = try Scratch()
    let empty = try scratch.write("", to: "empty.dict")
    #expect(
      try ToyLanguage.g2p("evaluate", "--lexicon", empty).errors == "g2p: \(empty): no words\n")
    let absent = try ToyLanguage.g2p("evaluate", "--lexicon", scratch("absent"))
    #expect(absent.status == 1)
    #expect(absent.errors.contains("absent: No such file or directory"))
    let folder = try ToyLanguage.g2p("evaluate", "--lexicon", scratch.path)
    #expect(folder.status == 1 && folder.errors.contains("Is a directory"))
  }

  @Test func strangersAreToldFromWords() throws {
    let scratch = try Scratch()
    // Only e, which is one of two phones by chance, leaves a doubt.
    let lines = ToyLanguage.lexicon().split(separator: "\n").filter { !$0.contains("e") }.prefix(60)
    let lexicon = try scratch.write(lines.joined(separator: "\n"), to: "test.dict")
    let noise = try scratch.write("keke\ntepe\nneme\nreke\nlefe\n", to: "noise.txt")
    let again = try scratch.write(lines.joined(separator: "\n"), to: "known.txt")
    let json = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--strangers", noise, "--strangers", again, "--format",
      "json", "--samples", "4")
    let figures = try #require(
      try JSONSerialization.jsonObject(with: Data(json.outputBytes)) as? [String: Any])
    let strangers = try #require(figures["strangers"] as? [[String: Any]])
    #expect(strangers.map { $0["words"] as? Int } == [5, 60])
    let areas = try strangers.map { try #require($0["aurocConfidence"] as? Double) }
    #expect(areas[0] > 0.9 && areas[1] == 0.5, "\(areas)")
    for figures in strangers { #expect(figures["aurocUncertainty"] as? Double != nil) }
    let text = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--strangers", noise, "--samples", "0")
    #expect(text.output.contains("noise.txt, 5 words: AUROC by confidence"))

    let empty = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--strangers", scratch.write("\n", to: "empty.txt"))
    #expect(empty.status == 1 && empty.errors.contains("empty.txt: no words"))
    let absent = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--strangers", scratch("absent"))
    #expect(absent.status == 1 && absent.errors.contains("absent"))
  }
}
