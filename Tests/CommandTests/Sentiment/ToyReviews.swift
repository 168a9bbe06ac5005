import TestSupport
import Testing

/// Reviews that a tiny network learns within a second: a few words speak for a film, a few against it.
enum ToyReviews {
  /// `LABEL TEXT` on each line, always the same.
  static func texts(_ count: Int = 240, seed: UInt64 = 12345) -> String {
    var state = seed
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let good = ["great", "lovely", "funny", "superb"]
    let bad = ["awful", "boring", "dull", "terrible"]
    let neutral = ["the", "film", "is", "and", "a", "plot"]
    return (0..<count).map { index in
      let opinion = (index % 2 == 0 ? good : bad)[draw(4)]
      var words = (0...draw(6)).map { _ in neutral[draw(6)] }
      words.insert(opinion, at: draw(words.count + 1))
      // One in twelve is labelled wrongly, so that there is something to be unsure of.
      let isPositive = (index % 2 == 0) != (index % 12 == 5)
      return "\(isPositive ? "positive" : "negative") \(words.joined(separator: " "))\n"
    }.joined()
  }

  /// Settings with which they are learned fast.
  static let settings = """
    {"embedding": 12, "hidden": 8, "minimumPieceCount": 1, "batchSize": 16, "warmUpSteps": 10,
     "learningRate": 0.02, "averageDecay": 0, "initialRate": 0.1, "dropoutRegularizer": 0.003, "heldOutFraction": 0.2,
     "patience": 100}
    """

  /// What `sentiment train` made of them, once for all tests.
  static let trained = Result { try Trained() }

  /// A trained bundle and the files around it.
  struct Trained: Sendable {
    let folder: Scratch
    let outcome: Binary.Outcome

    init() throws {
      folder = try Scratch()
      outcome = try Binary.run(
        "sentiment",
        [
          "train", "--input", folder.write(ToyReviews.texts(), to: "toy.txt"), "--config",
          folder.write(ToyReviews.settings, to: "settings.json"), "--output", folder("bundle"),
          "--epochs", "8",
        ])
      try #require(outcome.status == 0, "\(outcome.errors)")
    }

    var bundle: String { folder("bundle") }
  }

  /// Runs `sentiment` with the trained bundle.
  static func sentiment(
    _ arguments: String..., input: [UInt8] = []
  ) throws -> Binary.Outcome {
    try Binary.run(
      "sentiment", arguments, input: input,
      environment: ["CANDOR_SENTIMENT_MODEL": try trained.get().bundle])
  }
}
