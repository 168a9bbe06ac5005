import Candor
import CandorText
import CandorUncertainty
import TestSupport
import Testing

@Suite struct SentimentEnsembleTests {
  /// The trained model, and one that is surer or less sure of the same.
  private func members() throws -> [SentimentClassifier] {
    let trained = try ToyReviews.trained.get().predictor
    let other = SentimentClassifier(
      network: trained.network, reader: trained.reader, labels: trained.labels,
      calibration: SentimentCalibration(sampledTemperature: 3, deterministicTemperature: 4))
    return [trained, other]
  }

  @Test func itAnswersByTheMeanOfItsMembers() throws {
    let members = try members()
    let texts = ToyReviews.texts(30, seed: 9).map(\.text) + [""]
    for samples in [0, 4] {
      let options = SentimentClassifier.Options(samples: samples, seed: 2)
      let joined = try SentimentEnsemble(members).classify(texts, options: options)
      let opinions = try members.map { try $0.classify(texts, options: options) }
      for (index, result) in joined.dropLast().enumerated() {
        let (a, b) = (opinions[0][index], opinions[1][index])
        expectClose(
          result.probabilities, zip(a.probabilities, b.probabilities).map { ($0 + $1) / 2 },
          absolute: 1e-12, relative: 1e-12)
        #expect(result.probability == result.probabilities.max())
        let within = (a.entropy + b.entropy - (a.uncertainty ?? 0) - (b.uncertainty ?? 0)) / 2
        expectClose(
          try #require(result.uncertainty), max(0, entropy(result.probabilities) - within),
          absolute: 1e-12, relative: 1e-9)
        // To disagree adds to what each member does not know.
        #expect(
          try #require(result.uncertainty)
            >= ((a.uncertainty ?? 0) + (b.uncertainty ?? 0)) / 2 - 1e-12)
      }
      #expect(joined.last?.problem == .nothingToRead)
    }
  }

  @Test func oneMemberIsItself() throws {
    let member = try members()[0]
    let texts = ToyReviews.texts(10, seed: 9).map(\.text)
    #expect(try SentimentEnsemble([member]).classify(texts) == member.classify(texts))
  }

  @Test func membersMustHaveTheSameLabels() throws {
    let member = try members()[0]
    let other = SentimentClassifier(
      network: member.network, reader: member.reader, labels: SentimentLabels(["bad", "good"]))
    #expect(throws: SentimentEnsemble.UnequalLabels.self) {
      try SentimentEnsemble([member, other])
    }
  }
}
