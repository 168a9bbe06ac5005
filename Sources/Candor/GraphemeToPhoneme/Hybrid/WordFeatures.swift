import RealModule

/// What tells whether the chosen transcription of a word is right.
struct WordFeatures: Sendable, Equatable {
  /// In the order of the weights.
  static let names = [
    "constant", "mixture", "network", "joint", "agreement", "uncertainty", "entropy", "spelling",
  ]
  /// The weights without data: the confidence is the mixture's probability.
  static let prior = [0, 1, 0, 0, 0, 0, 0, 0.0]

  /// One value for each name.
  let vector: [Double]

  /// - Parameters:
  ///   - probability: q of the chosen candidate
  ///   - candidate: its features
  ///   - agrees: whether it is the best of each model
  ///   - uncertainty: mutual information along it, in nats
  ///   - entropy: of the network's mean prediction along it, in nats
  ///   - spelling: ln p(word) of the joint model, a grapheme
  init(
    probability: Double, candidate: CandidateFeatures, agrees: Bool, uncertainty: Double,
    entropy: Double, spelling: Double
  ) {
    let q = min(max(probability, 1e-6), 1 - 1e-6)
    vector = [
      1, Double.log(q) - Double.log(onePlus: -q), max(candidate.network, -10),
      max(candidate.joint, -10), agrees ? 1 : 0, min(max(uncertainty, 0), 10),
      min(max(entropy, 0), 20), min(max(spelling, -20), 0),
    ]
  }
}
