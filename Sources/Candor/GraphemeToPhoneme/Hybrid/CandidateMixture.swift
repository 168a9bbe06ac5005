import CandorUncertainty
import RealModule

/// What is known of a candidate transcription of a word.
package struct CandidateFeatures: Sendable, Equatable {
  /// ln p(phones | word) of the network, averaged over samples of its weights.
  var network: Double
  /// The same of each rescoring network.
  var rescorers: [Double]
  /// ln p(phones | word) of the joint model; 0 without one.
  var joint: Double
  /// What analogies say of it.
  var analogy: Analogy
  /// The number of phones.
  var phones: Double

  package init(
    network: Double, rescorers: [Double] = [], joint: Double, analogy: Analogy = .none, phones: Int
  ) {
    (self.network, self.rescorers, self.joint) = (network, rescorers, joint)
    self.analogy = analogy
    self.phones = Double(phones)
  }

  /// How strongly a word's neighbours propose a candidate, and another one: −ln(1 − P) of the strongest proposal, in nats.
  package struct Analogy: Sendable, Equatable {
    var own: Double
    var other: Double

    package init(own: Double, other: Double) { (self.own, self.other) = (own, other) }

    package static let none = Analogy(own: 0, other: 0)
  }

  /// One model's ln p of a word's candidates, of which those that it finds by more than 30 nats less probable than its
  /// best one count as equally improbable.
  static func floored(_ logProbabilities: [Double]) -> [Double] {
    let floor = max(logProbabilities.max() ?? 0, -10_000) - 30
    return logProbabilities.map { max($0, floor) }
  }

  /// In the order of the mixture's weights.
  var vector: [Double] { [network] + rescorers + [joint, analogy.own - analogy.other, phones] }
}

/// A log-linear mixture: the probability of each candidate c of a word, and that none of them is right.
///
///     q(c) ∝ exp(network · ln p_network(c) + Σₖ rescorers[k] · ln pₖ(c) + joint · ln p_joint(c)
///                + analogy · ln((1 − P_others) / (1 − P_own)) + phone · phones in c)
///     q(none) ∝ exp(none)
///
/// where P_own is how far the analogy can be trusted that proposes c, and P_others the one that proposes another most
/// strongly; 0 where there is none.
public struct CandidateMixture: Sendable, Codable, Equatable {
  /// The weight of the network.
  public var network: Double
  /// The weight of each rescoring network.
  public var rescorers: [Double]
  /// The weight of the joint model.
  public var joint: Double
  /// The weight of analogies.
  public var analogy: Double
  /// The weight of each phone.
  public var phone: Double
  /// The score of none.
  public var none: Double

  /// The network and the joint model count alike, rescoring networks and analogies nothing.
  static func unfitted(rescorers: Int = 0) -> CandidateMixture {
    CandidateMixture([0.5] + Array(repeating: 0, count: rescorers) + [0.5, 0, 0, -4])
  }

  /// Weights in the order of `CandidateFeatures.vector`, and last the score of none.
  init(_ vector: [Double]) {
    let end = vector.count - 4
    (network, rescorers) = (vector[0], Array(vector[1..<end]))
    (joint, analogy) = (vector[end], vector[end + 1])
    (phone, none) = (vector[end + 2], vector[end + 3])
  }

  var vector: [Double] { [network] + rescorers + [joint, analogy, phone, none] }

  func score(_ features: CandidateFeatures) -> Double {
    zip(rescorers, features.rescorers).reduce(
      network * features.network + joint * features.joint
        + analogy * (features.analogy.own - features.analogy.other) + phone * features.phones
    ) { $0 + $1.0 * $1.1 }
  }

  /// q of each candidate; what is missing to 1 is the probability of none.
  func probabilities(_ candidates: [CandidateFeatures]) -> [Double] {
    let scores = candidates.map(score)
    let highest = scores.reduce(none) { max($0, $1) }
    let exponentials = scores.map { Double.exp($0 - highest) }
    let total = exponentials.reduce(Double.exp(none - highest), +)
    return exponentials.map { $0 / total }
  }

  /// The candidate with the highest score.
  func best(_ candidates: [CandidateFeatures]) -> Int {
    let scores = candidates.map(score)
    return scores.indices.max { (scores[$0], -$0) < (scores[$1], -$1) } ?? 0
  }

  /// The weights that make the right candidates of validation words most probable, or none where no candidate is
  /// right. A ridge of one word holds them near the unfitted ones.
  static func fit(
    _ words: [(candidates: [CandidateFeatures], isRight: [Bool])], rescorers: Int
  ) -> CandidateMixture {
    let prior = unfitted(rescorers: rescorers).vector
    let count = prior.count
    let rows = words.map { word in
      word.candidates.map { $0.vector + [0] } + [Array(repeating: 0, count: count - 1) + [1]]
    }
    let targets = words.map { word in
      word.isRight.contains(true)
        ? word.isRight + [false] : word.isRight.map { _ in false } + [true]
    }
    let fitted = NewtonMethod.minimum(from: prior) { weights in
      var value = 0.0
      var gradient = [Double](repeating: 0, count: count)
      var curvature = [Double](repeating: 0, count: count * count)
      for k in 0..<count {
        let distance = weights[k] - prior[k]
        value += distance * distance / 2
        gradient[k] += distance
        curvature[k * count + k] += 1
      }
      for (row, isTarget) in zip(rows, targets) {
        let scores = row.map { x in zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 } }
        let highest = scores.max() ?? 0
        let q = scores.map { Double.exp($0 - highest) }
        let all = q.reduce(0, +)
        let right = max(zip(q, isTarget).reduce(0) { $0 + ($1.1 ? $1.0 : 0) }, 1e-300)
        value += Double.log(all) - Double.log(right)
        var mean = [Double](repeating: 0, count: count)
        for (x, weight) in zip(row, q) {
          for k in 0..<count { mean[k] += weight / all * x[k] }
        }
        for (c, x) in row.enumerated() {
          let share = q[c] / all
          let wanted = isTarget[c] ? q[c] / right : 0
          for k in 0..<count {
            gradient[k] += (share - wanted) * x[k]
            for l in 0..<count {
              curvature[k * count + l] += share * (x[k] - mean[k]) * (x[l] - mean[l])
            }
          }
        }
      }
      return NewtonMethod.Point(value: value, gradient: gradient, curvature: curvature)
    }
    return fitted.allSatisfy(\.isFinite) ? CandidateMixture(fitted) : CandidateMixture(prior)
  }
}
