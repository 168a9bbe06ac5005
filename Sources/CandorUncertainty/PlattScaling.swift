import RealModule

/// Makes confidences honest when only confidences are known: q = σ(a · logit(c) + b), a ≥ 0.
///
/// a = 1, b = 0 changes nothing; a < 1 takes confidence away, b shifts it. Since a ≥ 0, the order
/// of the items is kept. Reference: Platt, "Probabilistic Outputs for Support Vector Machines"
/// (1999); the Newton iteration follows Lin, Lin & Weng, "A Note on Platt's Probabilistic Outputs
/// for Support Vector Machines" (2007).
public struct PlattScaling: Sendable, Equatable {
  /// a, at least 0.
  public let slope: Double
  /// b.
  public let intercept: Double

  /// Takes coefficients that were fitted before.
  ///
  /// - Throws: `UncertaintyError.invalidValue` for a negative slope or a number that is not finite.
  public init(slope: Double, intercept: Double) throws(UncertaintyError) {
    if !(slope >= 0 && slope.isFinite) {
      throw .invalidValue(what: "slope", value: slope, index: 0)
    }
    if !intercept.isFinite { throw .invalidValue(what: "intercept", value: intercept, index: 0) }
    self.slope = slope
    self.intercept = intercept
  }

  /// Changes nothing.
  public static let identity = PlattScaling(unchecked: 1, 0)

  private init(unchecked slope: Double, _ intercept: Double) {
    self.slope = slope
    self.intercept = intercept
  }

  /// The honest log-odds. Those beyond a confidence 10⁻⁹ away from 0 or 1 count as that: nothing was fitted farther out.
  public func calibrated(logOdds: Double) -> Double {
    slope * min(max(logOdds, logit(0)), logit(1)) + intercept
  }

  /// The honest confidence, 0…1. A confidence outside 0…1 counts as the nearer limit.
  public func calibrated(_ confidence: Double) -> Double {
    logistic(calibrated(logOdds: logit(confidence)))
  }

  /// What first makes another scaling's correction and then this one's, for confidences between which both were fitted:
  /// what the first puts beyond a confidence 10⁻⁹ away from 0 or 1 is not held there.
  ///
  /// - Throws: `UncertaintyError.invalidValue` where the coefficients overflow
  public func after(_ first: PlattScaling) throws(UncertaintyError) -> PlattScaling {
    try PlattScaling(
      slope: slope * first.slope, intercept: slope * first.intercept + intercept)
  }

  /// Fits a and b to what turned out right.
  ///
  /// Minimises the cross-entropy to Platt's targets, (N₊ + 1)/(N₊ + 2) for a right item and
  /// 1/(N₋ + 2) for a wrong one, which keep a and b finite even when the confidences separate
  /// the two perfectly. The loss is convex: Newton steps with backtracking converge, and when
  /// the minimum has a < 0, the one with a ≥ 0 has a = 0.
  ///
  /// - Throws: `UncertaintyError` for no items, unequal counts or a confidence outside 0…1.
  public static func fit(
    confidences: [Double], correct: [Bool]
  ) throws(UncertaintyError) -> PlattScaling {
    try validatePairs(confidences, what: "confidences", in: 0...1, outcomes: correct.count)
    let inputs = confidences.map { logit($0) }
    let right = Double(correct.count { $0 })
    let wrong = Double(correct.count) - right
    let targets = correct.map { $0 ? (right + 1) / (right + 2) : 1 / (wrong + 2) }
    let flat = PlattScaling(unchecked: 0, logit(targets.reduce(0, +) / Double(targets.count)))

    let fitted = NewtonMethod.minimum(from: [1, 0], steps: 200) { coefficients in
      let (a, b) = (coefficients[0], coefficients[1])
      // A small ridge keeps the system solvable when all confidences are equal.
      var point = NewtonMethod.Point(
        value: 0, gradient: [0, 0], curvature: [1e-10, 0, 0, 1e-10])
      for (x, target) in zip(inputs, targets) {
        let s = a * x + b
        let p = logistic(s)
        let weight = p * (1 - p)
        point.value += softplus(s) - target * s
        point.gradient[0] += (p - target) * x
        point.gradient[1] += p - target
        point.curvature[0] += weight * x * x
        point.curvature[1] += weight * x
        point.curvature[3] += weight
      }
      point.curvature[2] = point.curvature[1]
      return point
    }
    let (a, b) = (fitted[0], fitted[1])
    guard a > 0, a.isFinite, b.isFinite else { return flat }
    return PlattScaling(unchecked: a, b)
  }
}

extension PlattScaling: Codable {
  private enum CodingKeys: String, CodingKey { case slope, intercept }

  /// Reads `slope` and `intercept`.
  ///
  /// - Throws: `DecodingError`, `UncertaintyError.invalidValue`
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    try self.init(
      slope: try container.decode(Double.self, forKey: .slope),
      intercept: try container.decode(Double.self, forKey: .intercept))
  }
}

/// ln(c / (1 − c)), with c kept 10⁻⁹ away from 0 and 1 so that it is finite.
private func logit(_ confidence: Double) -> Double {
  let c = min(max(confidence, 1e-9), 1 - 1e-9)
  return Double.log(c) - Double.log(onePlus: -c)
}
