import RealModule

/// ln(eᵃ + eᵇ)
@inline(__always)
func logSum(_ a: Double, _ b: Double) -> Double {
  let (high, low) = a > b ? (a, b) : (b, a)
  return low == -.infinity ? high : high + Double.log(onePlus: Double.exp(low - high))
}
