import RealModule

/// σ(x) = 1 / (1 + e⁻ˣ), without overflow.
package func logistic(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + Double.exp(-x)) : Double.exp(x) / (1 + Double.exp(x))
}

/// ln(1 + eˣ), without overflow. The cross-entropy between a target t and σ(x) is ln(1 + eˣ) − t x.
func softplus(_ x: Double) -> Double { max(x, 0) + Double.log(onePlus: Double.exp(-abs(x))) }
