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
    #expect(try SentimentVariant.named(["concrete"]).map(\.isConcrete) == [true])
    #expect(throws: ExperimentError.self) { try SentimentVariant.named(["odd"]) }
    var settings = SentimentExperimentSettings()
    settings.epochs = 0
    #expect(throws: ExperimentError.self) { try settings.validate() }
  }

  /// Every run at a tiny size, continued and gathered.
  @Test(.needsCorpus("sst/train.txt", "sst/dev.txt", "sst/test.txt"))
  func everyRunTrainsAndIsGathered() throws {
    let output = NSTemporaryDirectory() + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: output) }
    var settings = SentimentExperimentSettings()
    settings.epochs = 2
    settings.embedding = 6
    settings.hidden = 6
    settings.limit = 60
    var experiment = try SentimentExperiment(
      settings: settings, variants: SentimentVariant.all, output: output)
    #expect(try experiment.train(corpora: Corpora.folder))
    experiment.resumes = true
    #expect(try experiment.train(corpora: Corpora.folder))
    let report = try experiment.report()
    #expect(report.rows.count == 8)
    for row in report.rows {
      #expect(row.epochs.count == 2)
      #expect((0...1).contains(row.result.test.accuracy))
      #expect(row.result.finalRates.allSatisfy { row.variant.isConcrete ? $0 < 0.5 : $0 == 0.5 })
    }
    #expect(report.markdown.split(separator: "\n").count == 10)
    #expect(FileManager.default.fileExists(atPath: output + "/accuracy.tsv"))
    experiment.settings.seed = 7
    #expect(throws: ExperimentError.self) { try experiment.train(corpora: Corpora.folder) }
  }
}
