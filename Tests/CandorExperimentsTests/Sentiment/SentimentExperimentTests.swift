import CandorEngine
import CandorExperiments
import Foundation
import TestSupport
import Testing

@Suite struct SentimentExperimentTests {
  @Test func everyParameterIsVisited() {
    var sizes = LastStateConfiguration(words: 7)
    sizes.embedding = 3
    sizes.hidden = 4
    ParameterAudit.expectComplete(
      LastStateClassifier<Float>(sizes, dropout: .concrete(initialRate: 0.1, prior: nil), seed: 1))
  }

  @Test func runsAreNamedAndChosen() throws {
    #expect(SentimentVariant.all.count == 8)
    #expect(Set(SentimentVariant.all.map(\.name)).count == 8)
    #expect(
      try SentimentExperiment.select(["concrete"], from: SentimentVariant.all).map(\.isConcrete)
        == [true])
    #expect(throws: ExperimentError.self) {
      try SentimentExperiment.select(["odd"], from: SentimentVariant.all)
    }
    var settings = SentimentExperimentSettings(.smoke)
    settings.epochs = 0
    #expect(throws: ExperimentError.self) { try settings.validate() }
  }

  /// A treebank in which one word of each sentence tells all: sentences of its three parts are alike.
  @Test func learnsASeparableTreebank() throws {
    let scratch = try Scratch()
    var generator = SeededGenerator(seed: 5, purpose: "treebank")
    for (part, count) in [("train", 80), ("dev", 40), ("test", 40)] {
      let lines = (0..<count).map { index in
        let words = (0..<Int.random(in: 1...4, using: &generator)).map { _ in
          ["film", "plot", "cast", "end"][Int.random(in: 0..<4, using: &generator)]
        }
        let isGood = index % 2 == 0
        return words.reduce("(\(isGood ? 4 : 0) \(isGood ? "fine" : "dull"))") {
          "(\(isGood ? 4 : 0) \($0) (2 \($1)))"
        }
      }
      try scratch.write("sst/\(part).txt", lines.joined(separator: "\n") + "\n")
    }
    var settings = SentimentExperimentSettings(.smoke)
    (settings.epochs, settings.limit, settings.batchSize) = (12, nil, 8)
    settings.learningRate = 0.02
    let experiment = try SentimentExperiment(
      settings: settings,
      runs: SentimentExperiment.select(["concrete"], from: SentimentVariant.all),
      environment: ExperimentEnvironment(output: scratch.folder + "/output"))
    #expect(try experiment.train(corpora: scratch.folder))
    let result = try experiment.report().rows[0].result
    #expect(result.trainingSentences == 80)
    #expect(result.validation.accuracy > 0.9 && result.test.accuracy > 0.9)
  }

  /// Every run at a tiny size, continued and gathered.
  @Test(.needsCorpus("sst/train.txt", "sst/dev.txt", "sst/test.txt"))
  func everyRunTrainsAndIsGathered() throws {
    let scratch = try Scratch()
    var experiment = try SentimentExperiment(
      settings: SentimentExperimentSettings(.smoke),
      environment: ExperimentEnvironment(output: scratch.folder))
    #expect(try experiment.train(corpora: Corpora.folder))
    experiment.environment.resumes = true
    #expect(try experiment.train(corpora: Corpora.folder))
    let report = try experiment.report()
    #expect(report.rows.count == 8)
    for row in report.rows {
      #expect(row.epochs.count == 2)
      #expect((0...1).contains(row.result.test.accuracy))
      #expect(row.result.finalRates.allSatisfy { row.variant.isConcrete ? $0 < 0.5 : $0 == 0.5 })
    }
    #expect(report.markdown.split(separator: "\n").count == 10)
    #expect(try scratch.text("accuracy.tsv").split(separator: "\n").count == 3)
    experiment.settings.seed = 7
    #expect(throws: ExperimentError.self) { try experiment.train(corpora: Corpora.folder) }
  }

  @Test(.needsCorpus("sst/train.txt", "sst/dev.txt", "sst/test.txt"))
  func anInterruptedRunContinuesToTheSameNumbers() throws {
    let scratch = try Scratch()
    let whole = try SentimentExperiment(
      settings: SentimentExperimentSettings(.smoke),
      runs: SentimentExperiment.select(["concrete"], from: SentimentVariant.all),
      environment: ExperimentEnvironment(output: scratch.folder + "/whole"))
    let (first, second) = try cutAndWhole(whole, corpora: Corpora.folder, after: 1)
    let rows = [first, second].map { $0.rows[0] }
    #expect(rows[0].result.validation == rows[1].result.validation)
    #expect(rows[0].result.finalRates == rows[1].result.finalRates)
    #expect(rows[0].epochs.map(\.loss) == rows[1].epochs.map(\.loss))
  }
}
