import RealModule

/// σ(x) = 1 / (1 + e⁻ˣ), without overflow.
package func logistic(_ x: Double) -> Double {
  x >= 0 ? 1 / (1 + Double.exp(-x)) : Double.exp(x) / (1 + Double.exp(x))
}
