import RealModule

/// Scores of confidences that are best, in expectation, for the true probabilities only: they
/// reward being sure and right, and punish being sure and wrong. Lower is better.
public enum ProperScores {
  /// Brier score of binary outcomes, 0…1: (1/N) Σ_i (c_i − 1[right])² (Brier 1950).
  /// ¼ for the constant confidence ½.
  ///
  /// - Throws: `UncertaintyError` for no items, unequal counts or a confidence outside 0…1.
  public static func brier(
    confidences: [Double], correct: [Bool]
  ) throws(UncertaintyError) -> Double {
    try validatePairs(confidences, what: "confidences", in: 0...1, outcomes: correct.count)
    let sum = zip(confidences, correct).reduce(0.0) { sum, pair in
      let difference = pair.0 - (pair.1 ? 1 : 0)
      return sum + difference * difference
    }
    return sum / Double(confidences.count)
  }

  /// Negative log-likelihood of binary outcomes, nats:
  /// −(1/N) Σ_i ln(c_i if right, 1 − c_i if wrong). ln 2 for the constant confidence ½.
  ///
  /// A probability below 10⁻¹² counts as 10⁻¹², so that one item that was surely wrong gives a
  /// large number and not an infinite one.
  ///
  /// - Throws: `UncertaintyError` for no items, unequal counts or a confidence outside 0…1.
  public static func negativeLogLikelihood(
    confidences: [Double], correct: [Bool]
  ) throws(UncertaintyError) -> Double {
    try validatePairs(confidences, what: "confidences", in: 0...1, outcomes: correct.count)
    let sum = zip(confidences, correct).reduce(0.0) { sum, pair in
      sum - Double.log(max(pair.1 ? pair.0 : 1 - pair.0, 1e-12))
    }
    return sum / Double(confidences.count)
  }
}
