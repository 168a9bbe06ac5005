import RealModule

/// The probability that something is right, from several features of it: q = σ(Σ_k w_k x_k).
///
/// Platt scaling with more than one feature; a constant is a feature that is always 1. A ridge holds the weights near
/// given ones where the data say little: the loss is
///
///     Σ_i cross-entropy(outcome_i, q_i) + ½ ridge Σ_k (w_k − prior_k)²
public struct LogisticRegression: Sendable, Equatable {
  /// w, one a feature.
  public let weights: [Double]

  /// Takes weights that were fitted before.
  public init(weights: [Double]) { self.weights = weights }

  /// The probability of an item with these features.
  public func probability(_ features: [Double]) -> Double {
    Self.sigmoid(zip(weights, features).reduce(0) { $0 + $1.0 * $1.1 })
  }

  /// Fits the weights.
  ///
  /// - Parameters:
  ///   - features: of each item, as many as `prior` has weights
  ///   - correct: whether each item turned out right
  ///   - prior: the weights without data
  ///   - ridge: how much the prior counts, in items
  /// - Throws: `UncertaintyError` for no items, unequal counts or a feature that is not finite.
  public static func fit(
    features: [[Double]], correct: [Bool], prior: [Double], ridge: Double = 1
  ) throws(UncertaintyError) -> LogisticRegression {
    if features.isEmpty { throw .empty(what: "features") }
    if features.count != correct.count {
      throw .countMismatch(what: "outcomes", found: correct.count, expected: features.count)
    }
    for (index, row) in features.enumerated() {
      if row.count != prior.count {
        throw .countMismatch(what: "features", found: row.count, expected: prior.count)
      }
      for value in row where !value.isFinite {
        throw .invalidValue(what: "features", value: value, index: index)
      }
    }
    let count = prior.count
    let weights = NewtonMethod.minimum(from: prior) { weights in
      var value = 0.0
      var gradient = [Double](repeating: 0, count: count)
      var curvature = [Double](repeating: 0, count: count * count)
      for k in 0..<count {
        let distance = weights[k] - prior[k]
        value += ridge * distance * distance / 2
        gradient[k] += ridge * distance
        curvature[k * count + k] += ridge
      }
      for (x, isRight) in zip(features, correct) {
        let s = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 }
        let q = sigmoid(s)
        value += max(s, 0) + Double.log(onePlus: Double.exp(-abs(s))) - (isRight ? s : 0)
        let error = q - (isRight ? 1 : 0)
        for k in 0..<count {
          gradient[k] += error * x[k]
          let weighted = q * (1 - q) * x[k]
          for l in 0..<count { curvature[k * count + l] += weighted * x[l] }
        }
      }
      return NewtonMethod.Point(value: value, gradient: gradient, curvature: curvature)
    }
    return LogisticRegression(weights: weights)
  }

  private static func sigmoid(_ x: Double) -> Double {
    x >= 0 ? 1 / (1 + Double.exp(-x)) : Double.exp(x) / (1 + Double.exp(x))
  }
}
