import CandorUncertainty

/// What was learned to tell whether the best transcription of a word is right.
package struct LearnedConfidence {
  /// A word whose transcription turned out right or wrong.
  package struct Outcome {
    var features: [Double]
    var traits: [UInt32]
    var isRight: Bool

    package init(features: [Double], traits: [UInt32], isRight: Bool) {
      (self.features, self.traits, self.isRight) = (features, traits, isRight)
    }
  }

  /// The mean of their log-odds counts.
  package var regressions: [LogisticRegression]
  /// What traits add to it.
  package var traits: [UInt32: Double]

  /// Learns from words that no model has seen: from their features, and of very many words from their traits.
  ///
  /// - Parameter lists: of known words, whose features are the last
  package init(_ outcomes: [Outcome], lists: Int) throws(UncertaintyError) {
    let isRight = outcomes.map(\.isRight)
    let regression = try LogisticRegression.fit(
      features: outcomes.map(\.features), correct: isRight, prior: WordFeatures.prior(lists: lists),
      productRidge: WordFeatures.productRidge)
    regressions = [regression]
    traits = [:]
    guard outcomes.count >= ConfidenceTraits.leastWords else { return }
    traits = try TraitRegression.fit(
      traits: outcomes.map(\.traits), logOdds: outcomes.map { regression.logOdds($0.features) },
      correct: isRight, ridge: ConfidenceTraits.ridge, least: ConfidenceTraits.leastOccurrences)
  }

  /// The mean of what hybrids have learned, of which what features say is scaled and shifted to be right of these words.
  /// Traits keep their weights: the hybrids may have learned them from these very words, of which they would then seem
  /// to tell more than of others.
  package init(
    meanOf hybrids: [Hybrid], sampled: Bool, scaledTo outcomes: [Outcome]
  ) throws(UncertaintyError) {
    let learned = hybrids.flatMap { $0.calibration[sampled: sampled].confidence }
    let scaling = try PlattScaling.fit(
      confidences: outcomes.map { outcome in
        logistic(learned.map { $0.logOdds(outcome.features) }.mean)
      }, correct: outcomes.map(\.isRight))
    regressions = learned.map { $0.rescaled(by: scaling) }
    traits = [:]
    for hybrid in hybrids {
      let share =
        Double(hybrid.calibration[sampled: sampled].confidence.count) / Double(learned.count)
      for (trait, weights) in hybrid.traits?.weights ?? [:] {
        traits[trait, default: 0] += share * weights[sampled: sampled]
      }
    }
  }
}
