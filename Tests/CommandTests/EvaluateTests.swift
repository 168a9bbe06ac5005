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
  }

  @Test func stressIsLeftOutWhereTheReferencesHaveNone() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("PAMA\tP AA M AA\nLURI\tL UW R IH\n", to: "test.tsv")
    let outcome = try ToyLanguage.g2p("evaluate", "--lexicon", lexicon)
    #expect(outcome.output.contains("left out"))
    #expect(outcome.output.contains("0.00 %"))
  }

  @Test func aWordAtALimitIsTheFirst() throws {
    let scratch = try Scratch()
    let lexicon = try scratch.write("pama P AA1 M AA0\nluri K\n", to: "test.dict")
    let outcome = try ToyLanguage.g2p(
      "evaluate", "--lexicon", lexicon, "--limit", "1", "--format", "json")
    #expect(outcome.output.contains("\"words\":1,") && outcome.output.contains("\"wer\":0,"))
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
}
