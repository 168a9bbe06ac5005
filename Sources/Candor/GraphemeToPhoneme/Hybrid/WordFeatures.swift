import RealModule

/// What tells whether the chosen transcription of a word is right.
package struct WordFeatures: Sendable, Equatable {
  /// In the order of the weights; those of the lists of known words follow.
  package static let names = [
    "mixture", "network", "rescorers", "joint", "network agrees", "rescorers agree",
    "joint agrees", "uncertainty", "rescorers' uncertainty", "entropy", "rescorers' entropy",
    "spelling", "graphemes", "none", "analogy", "another analogy", "no analogy",
  ]
  /// What else may tell it, to those who have many words to learn it from.
  package static let detailNames = [
    "least phone", "second least phone", "greatest entropy", "greatest uncertainty",
    "rescorers' least phone", "rescorers' second least phone", "rescorers' greatest entropy",
    "rescorers' greatest uncertainty", "next", "next but one", "network's lead", "rescorers' lead",
    "joint lead", "phones", "candidates",
  ]
  /// The weights without data: the confidence is the mixture's probability.
  static func prior(lists: Int = 0) -> [Double] {
    names.map { $0 == "mixture" ? 1 : 0 } + Array(repeating: 0, count: lists)
  }
  /// How much it takes to give a product of two features a weight. Cross-validated on the validation words of both
  /// shipped models, ridges of 300 to 1000 err alike, and less than no products.
  static let productRidge = 600.0

  /// The models that find a candidate the best.
  package struct Agreement: Sendable, Equatable {
    var network: Bool
    /// The share of the rescoring networks.
    var rescorers: Double
    var joint: Bool

    package init(network: Bool, rescorers: Double, joint: Bool) {
      (self.network, self.rescorers, self.joint) = (network, rescorers, joint)
    }
  }

  /// How unsure a network is along the candidate that it looked at.
  package struct Doubt: Sendable, Equatable {
    /// Mutual information, in nats.
    package var uncertainty = 0.0
    /// Entropy of the mean prediction, in nats.
    package var entropy = 0.0
    /// The mutual information of the phone of which it is greatest.
    package var greatestUncertainty = 0.0
    /// The entropy of the phone of which it is greatest.
    package var greatestEntropy = 0.0
    /// The probability of the least probable phone, given those before.
    package var leastProbability = 1.0
    /// That of the second least probable one.
    package var secondLeastProbability = 1.0

    package static let none = Doubt()

    /// The mean of each number; none of none.
    package static func mean(_ doubts: [Doubt]) -> Doubt {
      guard !doubts.isEmpty else { return .none }
      func mean(_ number: (Doubt) -> Double) -> Double { doubts.map(number).mean }
      return Doubt(
        uncertainty: mean(\.uncertainty), entropy: mean(\.entropy),
        greatestUncertainty: mean(\.greatestUncertainty), greatestEntropy: mean(\.greatestEntropy),
        leastProbability: mean(\.leastProbability),
        secondLeastProbability: mean(\.secondLeastProbability))
    }
  }

  /// The candidates that come next.
  package struct Others: Sendable, Equatable {
    /// q of the two most probable ones, as far as there are any.
    var probabilities: [Double]
    /// The features of the most probable one.
    var next: CandidateFeatures?
    /// How many there are.
    var count: Int

    package init(probabilities: [Double], next: CandidateFeatures?, count: Int) {
      (self.probabilities, self.next, self.count) = (probabilities, next, count)
    }
  }

  /// One value for each name and list.
  package let vector: [Double]
  /// One value for each of `detailNames`.
  package let details: [Double]

  /// Takes values that were computed before.
  package init(vector: [Double], details: [Double]) {
    (self.vector, self.details) = (vector, details)
  }

  /// - Parameters:
  ///   - probability: q of the chosen candidate
  ///   - none: q of none of the candidates. With it the calibration errs less: on validation words by 2.4 instead of
  ///     3.1 %, and 1.6 instead of 2.2 % (cross-validated expected calibration error of the two shipped models)
  ///   - candidate: its features
  ///   - agreeing: which models find it the best
  ///   - doubt: the network's along it
  ///   - rescorersDoubt: the mean of the rescoring networks, each along the one that it prefers
  ///   - spelling: ln p(word) of the joint model, a grapheme
  ///   - graphemes: of the word
  ///   - hasAnalogies: whether there are analogies at all; `nil` where none are known of any word
  ///   - others: the candidates that were not chosen
  ///   - lists: 1 for each list of known words that has the word, else 0
  package init(
    probability: Double, none: Double, candidate: CandidateFeatures, agreeing: Agreement,
    doubt: Doubt, rescorersDoubt: Doubt, spelling: Double, graphemes: Int,
    hasAnalogies: Bool?, others: Others, lists: [Double]
  ) {
    let q = min(max(probability, 1e-6), 1 - 1e-6)
    /// −ln p, in which a nat counts the less the more there are.
    func cost(_ logProbability: Double) -> Double {
      Double.log(onePlus: 2 * min(max(-logProbability, 0), 10))
    }
    func magnitude(_ nats: Double) -> Double { Double.log(min(max(nats, 0), 20) + 0.01) }
    vector =
      [
        Double.log(q) - Double.log(onePlus: -q), cost(candidate.network),
        cost(candidate.rescorers.mean), cost(candidate.joint), agreeing.network ? 1 : 0,
        agreeing.rescorers, agreeing.joint ? 1 : 0, magnitude(doubt.uncertainty),
        magnitude(rescorersDoubt.uncertainty), magnitude(doubt.entropy),
        magnitude(rescorersDoubt.entropy), min(max(spelling, -20), 0), min(Double(graphemes), 30),
        Double.log(min(max(none, 1e-4), 1)), Double.log(onePlus: candidate.analogy.own),
        Double.log(onePlus: candidate.analogy.other), hasAnalogies == false ? 1 : 0,
      ] + lists
    func details(_ doubt: Doubt) -> [Double] {
      let least = min(max(doubt.leastProbability, 1e-4), 1 - 1e-4)
      return [
        Double.log(least) - Double.log(onePlus: -least),
        Double.log(1.01 - min(max(doubt.secondLeastProbability, 0), 1)),
        magnitude(doubt.greatestEntropy), magnitude(doubt.greatestUncertainty),
      ]
    }
    /// ln of one model's odds of the chosen candidate against the next.
    func lead(_ model: (CandidateFeatures) -> Double) -> Double {
      others.next.map { min(max(model(candidate) - model($0), -10), 10) } ?? 10
    }
    let next = (0..<2).map { rank in
      Double.log(max(rank < others.probabilities.count ? others.probabilities[rank] : 0, 1e-4))
    }
    self.details =
      details(doubt) + details(rescorersDoubt) + next + [
        lead(\.network), lead(\.rescorers.mean), lead(\.joint), candidate.phones,
        Double.log(Double(others.count + 1)),
      ]
  }
}

extension [Double] {
  /// 0 where there are none.
  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }
}
