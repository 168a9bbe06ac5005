extension Context {
  /// The negative logarithm of Gamma densities of precisions τ = e^{s}, without its constant, summed and scaled.
  ///
  ///     penalty = c · Σ [ b e^{s} − (a − 1) s ]        −ln Gamma(τ; a, b) = b τ − (a − 1) ln τ + const
  ///
  /// - Parameters:
  ///   - logPrecision: s, of any shape
  ///   - shape: a
  ///   - rate: b
  ///   - coefficient: c, 1/N for a loss averaged over N examples
  /// - Returns: a scalar, in nats for one example
  public func gammaPenalty(
    logPrecision: Variable<Scalar>, shape: Scalar, rate: Scalar, coefficient: Scalar
  ) -> Variable<Scalar> {
    let values = logPrecision.value.scalars
    let total = values.reduce(0) { $0 + rate * Scalar.exp($1) - (shape - 1) * $1 }
    return record(Tensor(coefficient * total), from: [logPrecision]) { upstream, gradients in
      let factor = coefficient * upstream.item
      gradients.add(
        Tensor(
          shape: logPrecision.shape,
          values.map { factor * (rate * Scalar.exp($0) - (shape - 1)) }), to: logPrecision.node)
    }
  }
}
