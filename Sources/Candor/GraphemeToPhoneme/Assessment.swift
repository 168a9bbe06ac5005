/// Candidate transcriptions of a word and what the models say of them.
struct Assessment: Sendable {
  /// The candidates.
  var hypotheses: [Hypothesis]
  /// What the samples of the network's weights say.
  var scores: ScoredHypotheses
  /// Whether there were samples.
  var isSampled: Bool
  /// What the mixture looks at; none where the network is alone.
  var hybrid: HybridEvidence?

  /// The probability of each candidate: the mixture's, or the network's.
  var probabilities: [Double] { hybrid?.probabilities ?? scores.probabilities }
}

/// What a hybrid looks at to choose among the candidates of a word.
struct HybridEvidence: Sendable {
  /// Of each candidate.
  var candidates: [CandidateFeatures]
  /// q of each candidate under the mixture.
  var probabilities: [Double]
  /// What tells whether the best one is right.
  var word: WordFeatures
  /// What else may tell it.
  var subject: TraitReader.Subject
  /// The calibrated log-odds that the best one is right.
  var logOdds = 0.0
}
