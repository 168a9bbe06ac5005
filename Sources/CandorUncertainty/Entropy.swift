import RealModule

/// Shannon entropy of one distribution, in nats: H[p] = −Σ_c p_c ln p_c, with 0 ln 0 = 0.
///
/// 0 when one class has all the probability, ln C when all C classes are equally likely.
/// The probabilities are not checked; `PredictiveSamples` does that.
public func entropy(_ probabilities: some Sequence<Double>) -> Double {
  var sum = 0.0
  for p in probabilities where p > 0 { sum -= p * Double.log(p) }
  // −1 · ln 1 and rounding can give −0 or a tiny negative number.
  return max(sum, 0)
}

/// ln Σ_i e^(x_i) without overflow; −∞ for no elements.
func logSumExp(_ values: some Sequence<Double>) -> Double {
  let highest = values.reduce(-Double.infinity) { max($0, $1) }
  guard highest.isFinite else { return highest }
  return highest + Double.log(values.reduce(0) { $0 + Double.exp($1 - highest) })
}
