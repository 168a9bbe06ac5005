import CandorJoint
import CandorUncertainty

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
  /// What tells whether it is right.
  var word: WordFeatures
}

extension [Hypothesis] {
  /// Adds a transcription unless it is there.
  mutating func include(_ symbols: [Int32]) {
    guard !contains(where: { $0.symbols == symbols && !$0.isTruncated }) else { return }
    append(Hypothesis(symbols: symbols, logProbability: -.infinity))
  }
}

extension Hybrid {
  /// What the other models say of a word's candidates.
  struct Opinion: Sendable {
    /// ln p(phones | word) of each under the joint model; 0 without one that can read the word.
    var joint: [Double]
    /// ln p(word) of the joint model.
    var spelling = 0.0
    /// The candidate that the joint model prefers.
    var jointBest: Int?
    /// What each rescoring network says.
    var rescorers: [Rescored] = []
  }

  /// What a rescoring network says of a word's candidates.
  struct Rescored: Sendable {
    /// ln p(phones | word) of each.
    var logProbabilities: [Double]
    /// How unsure it is along the candidate that it prefers.
    var doubt: WordFeatures.Doubt
    /// The candidate that it prefers.
    var best: Int? { logProbabilities.firstIndexOfMaximum }
  }

  /// Adds the joint model's proposals to the network's, and lets it score all.
  func propose(_ word: [Int32], to hypotheses: inout [Hypothesis]) -> Opinion {
    if let opinion = joint.flatMap({ propose(word, to: &hypotheses, by: $0) }) { return opinion }
    return Opinion(joint: hypotheses.map { _ in 0 })
  }

  private func propose(
    _ word: [Int32], to hypotheses: inout [Hypothesis], by joint: JointModel
  ) -> Opinion? {
    var (found, costs) = joint.search(
      word, count: Self.proposals, within: Self.proposalMargin, width: Self.chains,
      margin: Self.chainMargin, scoring: hypotheses.map(\.symbols))
    var best: Int?
    for candidate in found.list {
      let index =
        hypotheses.firstIndex { $0.symbols == candidate.phones && !$0.isTruncated }
        ?? hypotheses.count
      if index == hypotheses.count {
        hypotheses.append(Hypothesis(symbols: candidate.phones, logProbability: -.infinity))
        costs.append(candidate.logProbability)
      }
      best = best ?? index
    }
    // What the search left out is part of p(word) as well.
    let total = max(found.logTotal, costs.max() ?? -.infinity)
    guard total > -.infinity else { return nil }
    return Opinion(
      joint: costs.map { $0 - total }, spelling: total,
      jointBest: best ?? costs.firstIndexOfMaximum)
  }

  /// What the mixture makes of a word.
  func evidence(
    _ opinion: Opinion, _ scores: ScoredHypotheses, _ hypotheses: [Hypothesis], graphemes: Int,
    sampled: Bool
  ) -> HybridEvidence {
    let best = scores.best
    let candidates = features(opinion, scores.logProbabilities, hypotheses)
    let probabilities = calibration[sampled: sampled].mixture.probabilities(candidates)
    return HybridEvidence(
      candidates: candidates, probabilities: probabilities,
      word: WordFeatures(
        probability: probabilities[best], none: 1 - probabilities.reduce(0, +),
        candidate: candidates[best],
        agreeing: WordFeatures.Agreement(
          network: best == scores.logProbabilities.firstIndexOfMaximum,
          rescorers: opinion.rescorers.map { $0.best == best ? 1 : 0 }.mean,
          joint: best == opinion.jointBest),
        doubt: scores.doubt,
        rescorersDoubt: WordFeatures.Doubt(
          uncertainty: opinion.rescorers.map(\.doubt.uncertainty).mean,
          entropy: opinion.rescorers.map(\.doubt.entropy).mean),
        spelling: opinion.spelling / Double(max(1, graphemes)), graphemes: graphemes))
  }

  /// The candidate with the highest score.
  func choice(
    _ opinion: Opinion, _ logProbabilities: [Double], _ hypotheses: [Hypothesis], sampled: Bool
  ) -> Int {
    calibration[sampled: sampled].mixture.best(features(opinion, logProbabilities, hypotheses))
  }

  /// The calibrated probability that the chosen candidate is right.
  func confidence(_ evidence: HybridEvidence, sampled: Bool) -> Double {
    LogisticRegression(weights: calibration[sampled: sampled].confidence)
      .probability(evidence.word.vector)
  }

  private func features(
    _ opinion: Opinion, _ logProbabilities: [Double], _ hypotheses: [Hypothesis]
  ) -> [CandidateFeatures] {
    let network = CandidateFeatures.floored(logProbabilities)
    let rescorers = opinion.rescorers.map { CandidateFeatures.floored($0.logProbabilities) }
    let joint = CandidateFeatures.floored(opinion.joint)
    return hypotheses.indices.map { index in
      CandidateFeatures(
        network: network[index], rescorers: rescorers.map { $0[index] }, joint: joint[index],
        phones: hypotheses[index].symbols.count)
    }
  }
}

extension ScoredHypotheses {
  /// How unsure the network is along the best hypothesis.
  var doubt: WordFeatures.Doubt {
    WordFeatures.Doubt(uncertainty: mutualInformation, entropy: entropy)
  }
}

extension [Double] {
  /// The first place of the greatest number.
  fileprivate var firstIndexOfMaximum: Int? { indices.max { (self[$0], -$0) < (self[$1], -$1) } }
}
