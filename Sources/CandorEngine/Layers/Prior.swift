/// The prior of Concrete Dropout, from which both coefficients of its penalty follow (Gal, Hron & Kendall 2017, eq. 2).
///
/// For a negative log-likelihood averaged over examples, a site with K inputs and weights W adds
///
///     β · [ ℓ²/(2N) · Σ‖W‖² / (1 − p)  −  (K/N) · H(p) ]        H(p) = −p ln p − (1 − p) ln(1 − p)
///
/// Gal's published code has twice both coefficients, `wr = ℓ²/(τN)` and `dr = 2/(τN)`: its Gaussian loss leaves out
/// the factor ½, which a cross-entropy does not have. The factor and the 1/N are written here and nowhere else.
public struct Prior: Sendable, Codable, Equatable {
  /// ℓ, the length scale: larger means smaller weights.
  public let lengthScale: Double
  /// N, the number of training examples.
  public let dataCount: Int
  /// β, the weight of the whole prior. 1 is the evidence lower bound; larger keeps more uncertainty.
  public let beta: Double

  /// - Parameters:
  ///   - lengthScale: ℓ
  ///   - dataCount: N, at least one
  ///   - beta: β
  public init(lengthScale: Double, dataCount: Int, beta: Double = 1) {
    precondition(
      lengthScale >= 0 && dataCount > 0 && beta >= 0,
      "Prior: length scale \(lengthScale), data count \(dataCount), beta \(beta)")
    self.lengthScale = lengthScale
    self.dataCount = dataCount
    self.beta = beta
  }

  /// The prior that a pair of plain coefficients stands for: `wr · Σ‖W‖²/(1 − p) + dr · K · (p ln p + (1−p) ln(1−p))`.
  ///
  /// - Parameters:
  ///   - weightRegularizer: wr
  ///   - dropoutRegularizer: dr, above zero
  ///   - dataCount: N
  public init(weightRegularizer: Double, dropoutRegularizer: Double, dataCount: Int) {
    precondition(dropoutRegularizer > 0, "Prior: dropout regularizer \(dropoutRegularizer)")
    self.init(
      lengthScale: (2 * weightRegularizer / dropoutRegularizer).squareRoot(), dataCount: dataCount,
      beta: dropoutRegularizer * Double(dataCount))
  }

  /// Why the coefficients cannot be used, or `nil`: values from a file may be anything.
  var problem: String? {
    lengthScale >= 0 && lengthScale.isFinite && dataCount > 0 && beta >= 0 && beta.isFinite
      ? nil : "prior of length scale \(lengthScale), data count \(dataCount), beta \(beta)"
  }

  /// wr = β ℓ² / (2N), the coefficient of Σ‖W‖² / (1 − p).
  public var weightRegularizer: Double {
    beta * lengthScale * lengthScale / (2 * Double(dataCount))
  }

  /// dr = β / N, the coefficient of −K · H(p).
  public var dropoutRegularizer: Double { beta / Double(dataCount) }
}

extension Prior: CustomStringConvertible {
  /// β, ℓ and N, and the two coefficients that follow.
  public var description: String {
    "prior β \(beta), ℓ \(lengthScale), N \(dataCount); "
      + "wr \(weightRegularizer), dr \(dropoutRegularizer)"
  }
}
