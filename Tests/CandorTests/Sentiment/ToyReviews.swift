import Candor
import CandorEngine
import CandorText

/// Reviews that a tiny network learns in a second: a few words speak for a film, a few against it, and `not` before one
/// turns it around. One text in twelve is labelled wrongly, so that there is something to be unsure of.
enum ToyReviews {
  static let good = ["great", "lovely", "funny", "superb"]
  static let bad = ["awful", "boring", "dull", "terrible"]
  static let neutral = ["the", "film", "is", "and", "a", "plot"]

  /// Always the same texts, as many of each label.
  static func texts(_ count: Int, seed: UInt64 = 1) -> [LabelledText] {
    var generator = SeededGenerator(seed: seed, purpose: "toy reviews")
    return (0..<count).map { index in
      let isPositive = index % 2 == 0
      let turned = Int.random(in: 0..<3, using: &generator) == 0
      let words = (isPositive != turned) ? good : bad
      let opinion =
        (turned ? "not " : "") + words[Int.random(in: 0..<words.count, using: &generator)]
      var all = (0...Int.random(in: 0..<6, using: &generator)).map { _ in
        neutral[Int.random(in: 0..<neutral.count, using: &generator)]
      }
      all.insert(opinion, at: Int.random(in: 0...all.count, using: &generator))
      return LabelledText(
        label: isPositive != (index % 12 == 5) ? "positive" : "negative",
        text: all.joined(separator: " "),
        line: index + 1)
    }
  }

  static func corpus(_ count: Int, seed: UInt64 = 1) -> SentimentCorpus {
    SentimentCorpus(file: "toy", contents: .texts(texts(count, seed: seed)))
  }

  /// Some small trees, with every kind of label.
  static let trees: [String] = [
    "(4 (2 The) (4 (2 film) (4 (2 is) (4 great))))", "(0 (2 A) (0 (0 dull) (2 plot)))",
    "(2 (2 The) (2 plot))", "(1 (2 not) (3 funny))", "(3 (2 not) (1 (1 dull) (2 .)))",
  ]

  static var settings: SentimentSettings {
    var settings = SentimentSettings()
    settings.embedding = 12
    settings.hidden = 8
    settings.minimumPieceCount = 1
    settings.batchSize = 16
    settings.epochs = 12
    settings.warmUpSteps = 10
    settings.learningRate = 0.02
    settings.averageDecay = 0
    settings.initialRate = 0.1
    settings.dropoutRegularizer = 0.003
    settings.wordDropout = 0.02
    settings.blankDropout = 0.02
    return settings
  }

  /// A trained predictor, once for all tests.
  static let trained = Result { try train() }

  private static func train() throws -> (
    training: SentimentTraining, result: TrainingResult<SentimentNetwork<Float>>,
    predictor: SentimentClassifier
  ) {
    let training = try SentimentTraining(
      corpora: [corpus(300)], validation: [corpus(80, seed: 2)], settings: settings, seed: 1)
    var options = TrainingOptions()
    options.note = { _ in }
    options.showsProgress = false
    let result = try training.run(options)
    return (training, result, try training.predictor(of: result.model))
  }

  static func tiny<Scalar>(
    _ dropout: DropoutChoice = .concrete(
      initialRate: 0.3, prior: Prior(lengthScale: 0.7, dataCount: 10, beta: 2)), pieces: Int = 5,
    fine: Int = 3, as type: Scalar.Type = Scalar.self
  ) -> SentimentNetwork<Scalar> {
    SentimentNetwork(
      SentimentNetworkConfiguration(
        words: 6, pieces: pieces, classes: 2, fineClasses: fine, embedding: 4, layers: 2, hidden: 3,
        inputDropout: dropout, recurrentDropout: dropout), seed: 3)
  }
}
