import CandorJoint
import CandorUncertainty

extension [Hypothesis] {
  /// Adds a transcription unless it is there, and says where it is.
  mutating func include(_ symbols: [Int32]) -> Int {
    if let index = firstIndex(where: { $0.symbols == symbols && !$0.isTruncated }) { return index }
    append(Hypothesis(symbols: symbols, logProbability: -.infinity))
    return count - 1
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
    /// The candidates that it and analogies propose.
    var proposed: [Int] = []
    /// What analogies say of each; none where none are known of any word.
    var analogies: [CandidateFeatures.Analogy] = []
    /// What each rescoring network says.
    var rescorers: [Rescored] = []
  }

  /// What a rescoring network says of a word's candidates.
  struct Rescored: Sendable {
    /// ln p(phones | word) of each.
    var logProbabilities: [Double]
    /// How unsure it is along the candidate that it prefers among those that are compared.
    var doubt: WordFeatures.Doubt
    /// The most probable one.
    var best: Int? { logProbabilities.firstIndexOfMaximum }
  }

  /// An opinion of some candidates alone.
  private func narrowed(_ opinion: Opinion, to compared: [Int]) -> Opinion {
    var opinion = opinion
    opinion.joint = compared.map { opinion.joint[$0] }
    opinion.jointBest = opinion.jointBest.flatMap(compared.firstIndex(of:))
    if !opinion.analogies.isEmpty { opinion.analogies = compared.map { opinion.analogies[$0] } }
    for index in opinion.rescorers.indices {
      let all = opinion.rescorers[index].logProbabilities
      opinion.rescorers[index].logProbabilities = compared.map { all[$0] }
    }
    return opinion
  }

  /// Adds what analogies and the joint model propose to what the network does, and lets both score all.
  ///
  /// - Parameter listed: hypotheses that are only to be listed, unless one of them is proposed here as well
  func propose(
    _ word: [Int32], to hypotheses: inout [Hypothesis], listed: Set<Int>
  ) -> Opinion {
    let analogues = analogies?.proposals(for: word) ?? []
    let strong = analogues.first.flatMap { analogue in
      analogue.strength < Self.leastAnalogy ? nil : hypotheses.include(analogue.phones)
    }
    var opinion =
      joint.flatMap {
        propose(
          word, to: &hypotheses, listed: listed.subtracting([strong].compactMap(\.self)), by: $0)
      } ?? Opinion(joint: hypotheses.map { _ in 0 })
    guard analogies != nil else { return opinion }
    if let strong, !opinion.proposed.contains(strong) { opinion.proposed.append(strong) }
    opinion.analogies = hypotheses.map { hypothesis in
      // The strongest come first.
      CandidateFeatures.Analogy(
        own: analogues.first { $0.phones == hypothesis.symbols }?.strength ?? 0,
        other: analogues.first { $0.phones != hypothesis.symbols }?.strength ?? 0)
    }
    return opinion
  }

  private func propose(
    _ word: [Int32], to hypotheses: inout [Hypothesis], listed: Set<Int>, by joint: JointModel
  ) -> Opinion? {
    var (found, costs) = joint.search(
      word, count: Self.proposals, within: Self.proposalMargin, width: Self.chains,
      margin: Self.chainMargin, scoring: hypotheses.map(\.symbols))
    var proposed: [Int] = []
    // A word that it reads as silence, letter by letter, is one that it cannot read.
    for candidate in found.list where !candidate.phones.isEmpty {
      let index = hypotheses.include(candidate.phones)
      if index == costs.count {
        costs.append(candidate.logProbability)
      } else if listed.contains(index) {
        // As if it were not.
        costs[index] = candidate.logProbability
      }
      proposed.append(index)
    }
    // What the search left out is part of p(word) as well; what is only listed must not change it.
    let compared = costs.indices.filter { !listed.contains($0) || proposed.contains($0) }
    let total = max(found.logTotal, compared.map { costs[$0] }.max() ?? -.infinity)
    guard total > -.infinity else { return nil }
    return Opinion(
      joint: costs.map { $0 - total }, spelling: total,
      jointBest: proposed.first ?? compared.max { (costs[$0], -$0) < (costs[$1], -$1) },
      proposed: proposed)
  }

  /// What the mixture makes of a word.
  ///
  /// - Parameter compared: the candidates among which the best one is; others, which are only to be listed, divide what
  ///   these leave, so that the best one's confidence does not depend on how many are
  func evidence(
    _ opinion: Opinion, _ scores: ScoredHypotheses, _ hypotheses: [Hypothesis], compared: [Int],
    graphemes: [Int32], sampled: Bool
  ) -> HybridEvidence {
    let mixture = calibration[sampled: sampled].mixture
    var all = [Double](repeating: 0, count: hypotheses.count)
    if compared.count < hypotheses.count {
      all = mixture.probabilities(features(opinion, scores.logProbabilities, hypotheses))
    }
    let opinion = narrowed(opinion, to: compared)
    let logProbabilities = compared.map { scores.logProbabilities[$0] }
    let best = compared.firstIndex(of: scores.best) ?? 0
    let candidates = features(opinion, logProbabilities, compared.map { hypotheses[$0] })
    let probabilities = mixture.probabilities(candidates)
    let left = compared.reduce(1) { $0 - all[$1] }
    let scale = left > 0 ? (1 - probabilities.reduce(0, +)) / left : 0
    for index in all.indices { all[index] *= scale }
    for (index, probability) in zip(compared, probabilities) { all[index] = probability }
    let next = probabilities.indices.filter { $0 != best }
      .sorted { (probabilities[$0], -$0) > (probabilities[$1], -$1) }.prefix(TraitReader.others)
    return HybridEvidence(
      candidates: candidates, probabilities: all,
      word: WordFeatures(
        probability: probabilities[best], none: 1 - probabilities.reduce(0, +),
        candidate: candidates[best],
        agreeing: WordFeatures.Agreement(
          network: best == logProbabilities.firstIndexOfMaximum,
          rescorers: opinion.rescorers.map { $0.best == best ? 1 : 0 }.mean,
          joint: best == opinion.jointBest),
        doubt: scores.doubt,
        rescorersDoubt: .mean(opinion.rescorers.map(\.doubt)),
        spelling: opinion.spelling / Double(max(1, graphemes.count)), graphemes: graphemes.count,
        hasAnalogies: opinion.analogies.first.map { max($0.own, $0.other) > 0 },
        others: WordFeatures.Others(
          probabilities: next.map { probabilities[$0] }, next: next.first.map { candidates[$0] },
          count: candidates.count - 1),
        lists: knownWords?.membership(of: graphemes) ?? []),
      subject: TraitReader.Subject(
        graphemes: graphemes, best: hypotheses[scores.best].symbols,
        others: next.map { hypotheses[compared[$0]].symbols }))
  }

  /// The candidate with the highest score among those that are compared.
  func choice(
    _ opinion: Opinion, _ logProbabilities: [Double], _ hypotheses: [Hypothesis], compared: [Int],
    sampled: Bool
  ) -> Int {
    compared[
      calibration[sampled: sampled].mixture.best(
        features(
          narrowed(opinion, to: compared), compared.map { logProbabilities[$0] },
          compared.map { hypotheses[$0] }))]
  }

  /// The calibrated log-odds that the chosen candidates of words are right.
  func logOdds(
    _ words: [(features: WordFeatures, traits: [UInt32])], sampled: Bool
  ) -> [Double] {
    let weights = calibration[sampled: sampled]
    return LearnedConfidence.logOdds(
      words.map { ($0.features, traits?.logOdds($0.traits, sampled: sampled) ?? 0) },
      weights.confidence, confidenceNetworks?[sampled: sampled]
    ).map { weights.scaling.calibrated(logOdds: $0) }
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
        analogy: opinion.analogies.isEmpty ? .none : opinion.analogies[index],
        phones: hypotheses[index].symbols.count)
    }
  }
}

extension ScoredHypotheses {
  /// How unsure the network is along the best hypothesis.
  var doubt: WordFeatures.Doubt {
    let least = symbolProbabilities.reduce(into: (1.0, 1.0)) { least, probability in
      if probability < least.0 {
        least = (probability, least.0)
      } else {
        least.1 = min(least.1, probability)
      }
    }
    return WordFeatures.Doubt(
      uncertainty: mutualInformation, entropy: entropy,
      greatestUncertainty: greatestMutualInformation, greatestEntropy: greatestEntropy,
      leastProbability: least.0, secondLeastProbability: least.1)
  }
}

extension [Double] {
  /// The first place of the greatest number.
  fileprivate var firstIndexOfMaximum: Int? { indices.max { (self[$0], -$0) < (self[$1], -$1) } }
}
