extension Context {
  /// The Kullback–Leibler term of one Concrete Dropout site (Gal, Hron & Kendall 2017, eq. 2 to 4).
  ///
  ///     penalty = a · Σ‖W‖² / (1 − p)  −  b · K · H(p),      H(p) = −p ln p − (1 − p) ln(1 − p)
  ///
  /// - Parameters:
  ///   - logit: logit p, one element
  ///   - weights: the matrices that the site's prior covers, biases excluded
  ///   - inputs: K, the number of inputs that the site can drop
  ///   - weightCoefficient: a, of one weight's square
  ///   - entropyCoefficient: b, of one input's entropy
  /// - Returns: a scalar, in nats for one example
  @specialized(where Scalar == Float)
  public func dropoutPenalty(
    logit: Variable<Scalar>, weights: [Variable<Scalar>], inputs: Int, weightCoefficient a: Scalar,
    entropyCoefficient b: Scalar
  ) -> Variable<Scalar> {
    let logitValue = logit.value.item
    // Both probabilities, their logarithms and 1/(1 − p) from e^−|logit| ≤ 1: finite also where p rounds to 0 or 1.
    let small = Scalar.exp(-abs(logitValue))
    let p = (logitValue < 0 ? small : 1) / (1 + small)
    let q = (logitValue < 0 ? 1 : small) / (1 + small)
    let entropy = Scalar.log(onePlus: small) + small / (1 + small) * abs(logitValue)
    let inverse = 1 + Scalar.exp(logitValue)
    let squares = weights.reduce(Scalar(0)) {
      $0 + Scalar.kernels.sumOfSquares($1.value.count, $1.value.pointer)
    }
    let k = Scalar(inputs)
    let value = a * squares * inverse - b * k * entropy
    return record(Tensor(value), from: [logit] + weights) { upstream, gradients in
      let upstream = upstream.item
      // d(1/(1−p))/dlogit = p/(1−p);  dH/dlogit = −logit · p(1−p)
      let gradient = a * squares * p * inverse + b * k * logitValue * p * q
      gradients.add(Tensor(shape: logit.shape, repeating: upstream * gradient), to: logit.node)
      for weight in weights {
        gradients.accumulate(into: weight.node, shape: weight.shape) {
          Scalar.kernels.scaleAdd(
            weight.value.count, upstream * 2 * a * inverse, weight.value.pointer, $0)
        }
      }
    }
  }
}
