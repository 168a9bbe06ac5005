import Candor
import CandorEngine
import CandorText
import TestSupport
import Testing

@Suite struct SentimentClassifierTests {
  @Test func itLearnsAndSaysSo() throws {
    let (training, result, predictor) = try ToyReviews.trained.get()
    #expect((result.bestMetric ?? 0) > 0.8)
    #expect(training.labels == .binary)
    let found = try predictor("The film is superb")
    #expect(found.label == "positive")
    #expect(found.probability > 0.7 && found.probability <= 1)
    #expect(abs(found.probabilities.reduce(0, +) - 1) < 1e-9)
    #expect((found.uncertainty ?? -1) >= 0)
    #expect(found.problem == nil && found.unknownWords.isEmpty)
    #expect(try predictor("a dull film").label == "negative")
    #expect(try predictor("not superb").label == "negative")
  }

  @Test func aTextsNumbersDoNotDependOnItsCompany() throws {
    let predictor = try ToyReviews.trained.get().predictor
    let texts = ToyReviews.texts(60, seed: 7).map(\.text) + ["", "xqj", "superb"]
    for samples in [0, 1, 5] {
      let options = SentimentClassifier.Options(samples: samples, seed: 3)
      let together = try predictor.classify(texts, options: options)
      for (text, result) in zip(texts, together) {
        let alone = try predictor(text, options: options)
        #expect(alone.label == result.label && alone.problem == result.problem)
        expectClose(alone.probability, result.probability, absolute: 1e-5, relative: 1e-5)
        #expect((alone.uncertainty == nil) == (samples == 0 || alone.label == nil))
      }
      var threads = options
      threads.threads = 2
      #expect(try predictor.classify(texts, options: threads) == together)
    }
  }

  @Test func seedsChooseTheSamples() throws {
    let predictor = try ToyReviews.trained.get().predictor
    func probability(_ seed: UInt64) throws -> Double {
      try predictor("the plot", options: .init(samples: 4, seed: seed)).probability
    }
    #expect(try probability(1) == probability(1))
    #expect(try probability(1) != probability(2))
  }

  @Test func whatCannotBeReadSaysWhy() throws {
    let predictor = try ToyReviews.trained.get().predictor
    for text in ["", " \t", "\u{0}\u{0}".filter { $0 == " " }] {
      let found = try predictor(text)
      #expect(found.label == nil && found.problem == .nothingToRead && found.probability == 0)
      #expect(found.uncertainty == nil && found.probabilities.isEmpty)
    }
    let emoji = try predictor("😀")
    #expect(emoji.label == nil && emoji.problem == .nothingKnown && emoji.unknownWords == ["😀"])
    let partly = try predictor("😀 superb")
    #expect(partly.label == "positive" && partly.unknownWords == ["😀"])
    let long = try predictor(String(repeating: "superb ", count: 5000))
    #expect(long.label == "positive" && long.problem == .cut(tokens: 400))
  }

  @Test func bytesSayNearlyTheSame() throws {
    let bytes = try ToyReviews.trained.get().predictor
    let full = SentimentClassifier(
      network: bytes.network, reader: bytes.reader, labels: bytes.labels,
      calibration: bytes.calibration, precision: .full)
    let texts = ToyReviews.texts(60, seed: 8).map(\.text)
    for samples in [0, 5] {
      let options = SentimentClassifier.Options(samples: samples, seed: 3)
      let (one, other) = (
        try bytes.classify(texts, options: options), try full.classify(texts, options: options)
      )
      #expect(one.map(\.probability) != other.map(\.probability))
      for (one, other) in zip(one, other) {
        expectClose(one.probabilities, other.probabilities, absolute: 0.02, relative: 0.02)
      }
    }
  }

  @Test func aNetworkWithoutDropoutHasNoSamples() throws {
    let (training, _, trained) = try ToyReviews.trained.get()
    var configuration = trained.network.configuration
    configuration.inputDropout = .none
    configuration.recurrentDropout = .none
    let still = SentimentClassifier(
      network: SentimentNetwork(configuration, seed: 1), reader: training.reader,
      labels: training.labels)
    #expect(throws: NothingStochastic(samples: 4)) {
      try still("superb", options: .init(samples: 4))
    }
    #expect(try still("superb").uncertainty == nil)
  }

  @Test func calibrationMakesProbabilitiesHonest() throws {
    let (training, _, predictor) = try ToyReviews.trained.get()
    let calibration = predictor.calibration
    #expect(calibration.sampledTemperature > 0 && calibration.deterministicTemperature > 0)
    // On the texts on which it was fitted no other temperature is likelier.
    func likelihood(_ factor: Double) throws -> Double {
      var other = calibration
      other.deterministicTemperature *= factor
      let changed = SentimentClassifier(
        network: predictor.network, reader: predictor.reader, labels: predictor.labels,
        calibration: other)
      var evaluation = SentimentEvaluation(labels: training.labels)
      let results = try changed.classify(
        training.validation.map(\.text), options: .init(samples: 0))
      for (result, text) in zip(results, training.validation) {
        evaluation.add(result, label: text.label)
      }
      return try evaluation.figures().negativeLogLikelihood
    }
    let fitted = try likelihood(1)
    #expect(try likelihood(0.8) > fitted)
    #expect(try likelihood(1.25) > fitted)
  }

  @Test func anExplanationAddsUpWhatWordsDo() throws {
    let predictor = try ToyReviews.trained.get().predictor
    let found = try predictor.explain("The film, is superb!")
    #expect(found.parts.map(\.text) == ["The", "film", ",", "is", "superb", "!"])
    let strongest = found.parts.max { $0.leaveOneOut < $1.leaveOneOut }
    #expect(strongest?.text == "superb")
    let against = try predictor.explain("The film is superb", label: "negative")
    let towards = try predictor.explain("The film is superb", label: "positive")
    for (a, b) in zip(against.parts, towards.parts) {
      expectClose(a.leaveOneOut, -b.leaveOneOut, absolute: 1e-4, relative: 1e-4)
      expectClose(a.gradientTimesInput, -b.gradientTimesInput, absolute: 1e-4, relative: 1e-4)
    }
    #expect(try predictor.explain("").parts.isEmpty)
    #expect(try predictor.explain("superb", label: "sideways").label == nil)
    #expect(try predictor.explain("superb").parts.count == 1)
  }
}
