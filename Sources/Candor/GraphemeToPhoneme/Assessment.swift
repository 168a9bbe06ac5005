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
  /// What the mixture looks at; none without a joint model.
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
  /// What the joint model says of a word and of its candidates.
  struct Opinion: Sendable {
    /// ln p(phones | word) of each candidate.
    var costs: [Double]
    /// ln p(word).
    var total: Double
    /// The candidate that the joint model prefers, if it can read the word.
    var best: Int?
  }

  /// Adds the joint model's proposals to the network's, and scores all.
  func propose(
    _ word: [Int32], to hypotheses: inout [Hypothesis]
  ) -> Opinion {
    let found = joint.candidates(for: word, count: Self.proposals, width: 24, margin: 8)
    let highest = found.list.first?.logProbability ?? -.infinity
    var costs = hypotheses.map { joint.logProbability(word, $0.symbols) }
    var best: Int?
    for candidate in found.list where candidate.logProbability >= highest - Self.proposalMargin {
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
    guard total > -.infinity else {
      return Opinion(costs: costs.map { _ in 0 }, total: 0, best: nil)
    }
    return Opinion(costs: costs.map { $0 - total }, total: total, best: best)
  }

  /// What the mixture makes of a word.
  func evidence(
    _ opinion: Opinion?, _ scores: ScoredHypotheses, _ hypotheses: [Hypothesis], graphemes: Int,
    sampled: Bool
  ) -> HybridEvidence? {
    guard let opinion else { return nil }
    let best = scores.best
    let candidates = features(opinion, scores.logProbabilities, hypotheses)
    let probabilities = calibration[sampled: sampled].mixture.probabilities(candidates)
    let networkBest =
      scores.logProbabilities.indices.max {
        scores.logProbabilities[$0] < scores.logProbabilities[$1]
      }
    return HybridEvidence(
      candidates: candidates, probabilities: probabilities,
      word: WordFeatures(
        probability: probabilities[best], candidate: candidates[best],
        agrees: best == networkBest && best == opinion.best,
        uncertainty: scores.mutualInformation, entropy: scores.entropy,
        spelling: opinion.total / Double(max(1, graphemes))))
  }

  /// The candidate with the highest score.
  func choice(
    _ opinion: Opinion?, _ logProbabilities: [Double], _ hypotheses: [Hypothesis], sampled: Bool
  ) -> Int? {
    opinion.map {
      calibration[sampled: sampled].mixture.best(features($0, logProbabilities, hypotheses))
    }
  }

  /// The calibrated probability that the chosen candidate is right.
  func confidence(_ evidence: HybridEvidence, sampled: Bool) -> Double {
    LogisticRegression(weights: calibration[sampled: sampled].confidence)
      .probability(evidence.word.vector)
  }

  private func features(
    _ opinion: Opinion, _ logProbabilities: [Double], _ hypotheses: [Hypothesis]
  ) -> [CandidateFeatures] {
    hypotheses.indices.map {
      CandidateFeatures(
        network: logProbabilities[$0], joint: opinion.costs[$0],
        phones: hypotheses[$0].symbols.count)
    }
  }
}
