import Candor
import CandorEngine
import CandorText
import Foundation
import TestSupport
import Testing

@Suite struct SentimentTrainingTests {
  private func corpus(_ texts: [(String, String)]) -> SentimentCorpus {
    SentimentCorpus(
      file: "f",
      contents: .texts(
        texts.enumerated().map { LabelledText(label: $1.0, text: $1.1, line: $0 + 1) }))
  }

  private func treebank() throws -> SentimentCorpus {
    SentimentCorpus(
      file: "t", contents: .trees(try ToyReviews.trees.map { try SentimentTree($0.utf8) }))
  }

  @Test func aTreebankGivesEveryPhraseOnce() throws {
    let training = try SentimentTraining(
      corpora: [treebank()], validation: [treebank()], settings: ToyReviews.settings)
    #expect(training.labels == .binary)
    // Five sentences; `The plot` and its neutral words among the phrases, `dull` with label 0 and with label 1.
    #expect(training.sentenceCount == 5)
    #expect(training.exampleCount == 5 + 15)
    #expect(training.validation.map(\.label) == [1, 0, 0, 1])
    #expect(training.initialNetwork().configuration.fineClasses == 5)
    let fine = try SentimentTraining(
      corpora: [treebank()], validation: [treebank()], labels: .fine, settings: ToyReviews.settings)
    #expect(fine.validation.map(\.label) == [4, 0, 2, 1, 3])
    #expect(fine.initialNetwork().configuration.fineClasses == 0)
  }

  @Test func labelsAreThoseOfTheTexts() {
    func labels(_ names: [String]) -> [String] {
      SentimentLabels.of(names.map { LabelledText(label: $0, text: "x") }).names
    }
    #expect(labels(["1", "0", "1"]) == ["negative", "positive"])
    #expect(labels(["pos", "neg"]) == ["negative", "positive"])
    #expect(labels(["10", "9", "2"]) == ["2", "9", "10"])
    #expect(labels(["b", "a", "c"]) == ["a", "b", "c"])
    #expect(labels(["0", "neg"]) == ["0", "neg"])
    #expect(labels(["0", "1", "neg", "pos"]) == ["negative", "positive"])
    #expect(labels(["Positive", "positive", "negative"]) == ["negative", "positive"])
    #expect(labels(["-1", "1"]) == ["negative", "positive"])
    #expect(labels(["-1", "0", "1"]) == ["-1", "0", "1"])
    let three = SentimentLabels(["negative", "neutral", "positive"])
    #expect((0..<5).map(three.index(ofTreebankLabel:)) == [0, 0, 1, 2, 2])
    #expect((0..<5).map(SentimentLabels.fine.index(ofTreebankLabel:)) == [0, 1, 2, 3, 4])
    #expect((0..<5).map(SentimentLabels.binary.index(ofTreebankLabel:)) == [0, 0, nil, 1, 1])
    #expect(
      (0..<5).map(SentimentLabels(["a", "b"]).index(ofTreebankLabel:)).allSatisfy { $0 == nil })
    #expect(
      SentimentLabels.binary.index(of: "1") == 1 && SentimentLabels.binary.index(of: "x") == nil)
  }

  @Test func anUnknownLabelIsRefusedWithItsLine() throws {
    let error = #expect(throws: CorpusError.self) {
      try SentimentTraining(
        corpora: [corpus([("a", "x y"), ("b", "y z")])],
        validation: [corpus([("a", "x"), ("c", "z")])], settings: ToyReviews.settings)
    }
    #expect(error?.description == "f:2: unknown label (there are a, b): \"c\"")
  }

  @Test func textsThatTeachNothingAreRefused() throws {
    #expect(throws: SentimentTraining.UnusableTexts.self) {
      try SentimentTraining(corpora: [corpus([("a", "x"), ("a", "y")])])
    }
    #expect(throws: SentimentTraining.UnusableTexts.self) {
      try SentimentTraining(
        corpora: [corpus([("a", ""), ("b", " ")])], validation: [corpus([("a", "x")])])
    }
  }

  @Test func heldOutTextsAreNeverTrainedOn() throws {
    let texts = (0..<200).map { ("\($0 % 3)", "word\($0 / 2) and more") }
    let training = try SentimentTraining(
      corpora: [corpus(texts)], settings: ToyReviews.settings, seed: 5)
    #expect(training.sentenceCount + training.validation.count == 200)
    #expect((5...60).contains(training.validation.count))
    for (text, _) in training.validation {
      let word = try #require(text.split(separator: " ").first.map(String.init))
      #expect(!training.reader.words.contains(word))
    }
  }

  @Test func settingsAreChecked() throws {
    let good = Data("{\"hidden\": 7, \"fixedRate\": 0.5}".utf8)
    let settings = try JSONDecoder().decode(SentimentSettings.self, from: good)
    #expect(settings.hidden == 7 && settings.fixedRate == 0.5)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode(SentimentSettings.self, from: Data("{\"hiden\": 7}".utf8))
    }
    for change: (inout SentimentSettings) -> Void in [
      { $0.hidden = 0 }, { $0.dropoutRegularizer = .nan }, { $0.wordDropout = 2 },
      { $0.batchSize = 0 },
      { $0.maximumLength = 0 }, { $0.fixedRate = 1 }, { $0.blankDropout = -1 },
    ] {
      var settings = SentimentSettings()
      change(&settings)
      #expect(throws: InvalidSetting.self) { try settings.validate() }
    }
  }

  @Test func thePrecisionReachesTheTraining() throws {
    var settings = ToyReviews.settings
    for precision in ProductPrecision.allCases {
      settings.precision = precision
      let copy = try JSONDecoder().decode(
        SentimentSettings.self, from: JSONEncoder().encode(settings))
      let training = try SentimentTraining(corpora: [ToyReviews.corpus(40)], settings: copy)
      #expect(training.configuration.precision == precision)
    }
  }

  @Test func vectorsBeginTheTraining() throws {
    let vectors = try WordVectors(
      LineReader(bytes: Array("superb 1 2 3\nzebra 4 5 6\n".utf8), name: "v"))
    let training = try SentimentTraining(
      corpora: [ToyReviews.corpus(40)], vectors: vectors, settings: ToyReviews.settings)
    #expect(training.settings.embedding == 3)
    let id = try #require(training.reader.words.id(of: "superb"))
    let table = try #require(training.initialNetwork().tensors()["words.table"])
    #expect(Array(table.scalars[3 * id..<3 * id + 3]) == [1, 2, 3])
    #expect(training.reader.words.contains("zebra"))
  }

  @Test func aTrainingThatGoesOnGivesTheSameBits() throws {
    let folder = try TemporaryFolder()
    let whole = try ToyReviews.trained.get()
    var options = TrainingOptions()
    options.note = { _ in }
    options.showsProgress = false
    options.checkpointPath = folder.path("c")
    let counter = Counter()
    options.shouldStop = { counter.next() > 30 }
    let stopped = try whole.training.run(options)
    #expect(stopped.outcome == .interrupted)
    options.shouldStop = { false }
    let resumed = try whole.training.run(options, resumingFrom: folder.path("c"))
    for (name, tensor) in resumed.model.tensors() {
      #expect(tensor.scalars == whole.result.model.tensors()[name]?.scalars, "\(name)")
    }
  }

  private final class Counter: @unchecked Sendable {
    private var count = 0
    func next() -> Int {
      count += 1
      return count
    }
  }
}
