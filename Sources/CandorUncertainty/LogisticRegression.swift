import RealModule

/// The probability that something is right, from several features of it and the product of each two:
///
///     q = σ(b + Σ_k w_k z_k + Σ_{k ≤ l} v_kl z̄_k z̄_l)        z_k = (x_k − mean_k) / deviation_k
///
/// It is Platt scaling with more than one feature. By the products a feature counts more where another one is large. Far
/// from the data they would say anything, so z̄ is z held within ±3.
public struct LogisticRegression: Sendable, Codable, Equatable {
  /// b.
  public private(set) var intercept: Double
  /// The mean of each feature in the data.
  public private(set) var means: [Double]
  /// Its standard deviation, 0.05 at least: a feature that is almost always the same tells nothing by its last digits.
  public private(set) var deviations: [Double]
  /// w, one a feature.
  public private(set) var weights: [Double]
  /// v, in the order 11, 12, 22, 13, 23, 33, …
  public private(set) var products: [Double]

  /// A regression on the features as they are, without products: σ(Σ_k w_k x_k).
  public init(weights: [Double]) {
    intercept = 0
    means = weights.map { _ in 0 }
    deviations = weights.map { _ in 1 }
    self.weights = weights
    products = Array(repeating: 0, count: Self.products(weights.count))
  }

  private static func products(_ count: Int) -> Int { count * (count + 1) / 2 }

  /// What no number of a fit comes near; no sum of features so weighed overflows.
  package static let largest = 1e9

  /// Why it cannot be used with so many features, or `nil`: values from a file may be anything.
  public func problem(features count: Int) -> String? {
    for (name, values, wanted) in [
      ("weights", weights, count), ("means", means, count), ("deviations", deviations, count),
      ("products", products, Self.products(count)),
    ] where values.count != wanted {
      return "\(values.count) \(name), where this version has \(wanted)"
    }
    guard ([intercept] + means + weights + products).allSatisfy({ abs($0) <= Self.largest }) else {
      return "a weight is not finite, or beyond \(Self.largest)"
    }
    return deviations.allSatisfy { (1 / Self.largest...Self.largest).contains($0) }
      ? nil : "a deviation is not positive, or beyond \(Self.largest)"
  }

  /// The probability of an item with these features.
  public func probability(_ features: [Double]) -> Double { logistic(logOdds(features)) }

  /// The log-odds of an item with these features.
  public func logOdds(_ features: [Double]) -> Double {
    var logit = intercept
    var product = 0
    Self.forEachPart(
      of: features, means: means, deviations: deviations,
      feature: { logit += weights[$0] * $1 },
      product: {
        logit += products[product] * $0
        product += 1
      })
    return logit
  }

  /// Calls one of two functions with each z, and with each product of z̄, in the order of the weights.
  @inline(__always)
  private static func forEachPart(
    of features: [Double], means: [Double], deviations: [Double],
    feature: (_ k: Int, _ z: Double) -> Void, product: (Double) -> Void
  ) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: features.count) { held in
      for l in features.indices {
        let z = (features[l] - means[l]) / deviations[l]
        feature(l, z)
        held.initializeElement(at: l, to: min(max(z, -3), 3))
        for k in 0...l { product(held[k] * held[l]) }
      }
    }
  }

  /// 1, z, and the products of z̄.
  private static func parts(
    of features: [Double], means: [Double], deviations: [Double]
  ) -> [Double] {
    var z: [Double] = []
    var held: [Double] = []
    forEachPart(
      of: features, means: means, deviations: deviations, feature: { z.append($1) },
      product: { held.append($0) })
    return [1] + z + held
  }

  /// Fits the weights. Ridges hold them near what they are without data: the loss is
  ///
  ///     Σ_i cross-entropy(outcome_i, q_i) + ½ ridge (‖w − w_prior‖² + (b − b_prior)²) + ½ productRidge ‖v‖²
  ///
  /// - Parameters:
  ///   - features: of each item, as many as `prior` has weights
  ///   - correct: whether each item turned out right
  ///   - prior: the weights of the features, as they are, without data
  ///   - ridge: how much they count, in items a deviation away
  ///   - productRidge: how much it counts that products have no weight
  /// - Throws: `UncertaintyError` for no items, unequal counts or a feature that is not finite.
  public static func fit(
    features: [[Double]], correct: [Bool], prior: [Double], ridge: Double = 1,
    productRidge: Double
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
    var fitted = LogisticRegression(weights: prior)
    fitted.standardize(to: features)
    let items = features.map {
      parts(of: $0, means: fitted.means, deviations: fitted.deviations)
    }
    let linear = prior.count + 1
    let start = [fitted.intercept] + fitted.weights + fitted.products
    let ridges = start.indices.map { $0 < linear ? ridge : productRidge }
    let values = NewtonMethod.minimum(from: start) {
      loss(of: $0, items: items, correct: correct, prior: start, ridges: ridges)
    }
    fitted.intercept = values[0]
    fitted.weights = Array(values[1..<linear])
    fitted.products = Array(values[linear...])
    return fitted
  }

  /// Takes means and deviations from data, and gives the weights the values with which the probabilities stay.
  private mutating func standardize(to features: [[Double]]) {
    let count = Double(features.count)
    for k in weights.indices {
      let mean = features.reduce(0) { $0 + $1[k] } / count
      let variance = features.reduce(0) { $0 + ($1[k] - mean) * ($1[k] - mean) } / count
      means[k] = mean
      deviations[k] = max(variance.squareRoot(), 0.05)
      intercept += weights[k] * mean
      weights[k] *= deviations[k]
    }
  }

  private static func loss(
    of weights: [Double], items: [[Double]], correct: [Bool], prior: [Double], ridges: [Double]
  ) -> NewtonMethod.Point {
    let count = weights.count
    var value = 0.0
    var gradient = [Double](repeating: 0, count: count)
    var curvature = [Double](repeating: 0, count: count * count)
    for k in 0..<count {
      let distance = weights[k] - prior[k]
      value += ridges[k] * distance * distance / 2
      gradient[k] += ridges[k] * distance
      curvature[k * count + k] += ridges[k]
    }
    for (x, isRight) in zip(items, correct) {
      let s = zip(weights, x).reduce(0) { $0 + $1.0 * $1.1 }
      let q = logistic(s)
      value += softplus(s) - (isRight ? s : 0)
      let error = q - (isRight ? 1 : 0)
      for k in 0..<count {
        gradient[k] += error * x[k]
        let weighted = q * (1 - q) * x[k]
        for l in 0...k { curvature[k * count + l] += weighted * x[l] }
      }
    }
    for k in 0..<count {
      for l in 0..<k { curvature[l * count + k] = curvature[k * count + l] }
    }
    return NewtonMethod.Point(value: value, gradient: gradient, curvature: curvature)
  }
}
