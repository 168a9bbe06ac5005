import RealModule

extension Context {
  /// The negative log-likelihood of real targets under Gaussians, summed over the features of a row and over the rows,
  /// and divided by `normalizer` (Nix & Weigend 1994, eq. 2, with its constant).
  ///
  ///     loss = (1/n) Σ_b Σ_d ½ [ e^{s} (y − μ)² − s + ln 2π ],      s = ln τ = −ln σ²
  ///
  ///     ∂loss/∂μ = (1/n) e^{s} (μ − y)        ∂loss/∂s = (1/n) ½ [ e^{s} (y − μ)² − 1 ]
  ///
  /// The log-precision s says what kind of noise it is. A constant is a fixed precision, a parameter a trained one; its
  /// axes must be the last ones of μ: `[1]` is one precision for everything, `[D]` one for each feature, and `[…, D]`,
  /// an output of the network, is heteroscedastic noise.
  ///
  /// - Parameters:
  ///   - mean: μ, `[…, D]`; leading axes are rows
  ///   - logPrecision: s, of one element or of the trailing axes of μ
  ///   - targets: y, as many as μ has
  ///   - normalizer: n, or `nil` for the number of rows
  /// - Returns: a scalar, in nats
  public func gaussianNegativeLogLikelihood(
    mean: Variable<Scalar>, logPrecision: Variable<Scalar>, targets: Tensor<Scalar>,
    normalizer: Int? = nil
  ) -> Variable<Scalar> {
    let count = mean.value.count
    let period = logPrecision.value.count
    precondition(
      targets.count == count
        && (period == 1 || mean.shape.suffix(logPrecision.shape.count) == logPrecision.shape[...]),
      "gaussianNegativeLogLikelihood: mean \(mean.shape), log-precision \(logPrecision.shape), "
        + "targets \(targets.shape)")
    let features = max(1, mean.shape.last ?? 1)
    let scale = 1 / Scalar(max(1, normalizer ?? count / features))
    let precisions = Tensor<Scalar>(uninitialized: logPrecision.shape)
    let differences = Tensor<Scalar>(uninitialized: mean.shape)
    var total = Scalar(0)
    let constant = Scalar.log(2 * .pi)
    let s = logPrecision.value.pointer
    for index in 0..<period { precisions.freshPointer[index] = Scalar.exp(s[index]) }
    for index in 0..<count {
      let difference = mean.value.pointer[index] - targets.pointer[index]
      differences.freshPointer[index] = difference
      let at = index % period
      total += precisions.pointer[at] * difference * difference - s[at] + constant
    }
    keepAlive(mean, logPrecision, targets)
    return record(Tensor(scale * total / 2), from: [mean, logPrecision]) { upstream, gradients in
      let factor = scale * upstream.item
      gradients.accumulate(into: mean.node, shape: mean.shape) { accumulator in
        for index in 0..<count {
          accumulator[index] +=
            factor * precisions.pointer[index % period] * differences.pointer[index]
        }
      }
      gradients.accumulate(into: logPrecision.node, shape: logPrecision.shape) { accumulator in
        for index in 0..<count {
          let difference = differences.pointer[index]
          accumulator[index % period] +=
            factor / 2 * (precisions.pointer[index % period] * difference * difference - 1)
        }
      }
      keepAlive(precisions, differences)
    }
  }
}
