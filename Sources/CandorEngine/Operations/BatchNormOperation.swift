extension Context {
  /// What batch normalisation computed from a batch.
  public struct BatchStatistics: Sendable {
    /// `[D]`
    public let mean: Tensor<Scalar>
    /// `[D]`, with divisor n
    public let variance: Tensor<Scalar>
    /// n, the number of valid rows
    public let count: Int
  }

  /// Batch normalisation over the valid rows (Ioffe & Szegedy 2015, alg. 1).
  ///
  ///     y = (x − mean) / sqrt(variance + ε) · γ + β
  ///
  /// - Parameters:
  ///   - x: `[…, D]`; leading axes are rows
  ///   - gamma: `[D]`
  ///   - beta: `[D]`
  ///   - valid: one flag a row; padding takes no part and comes out zero. All rows by default.
  ///   - running: mean and variance to use instead of the batch's, `[D]` each
  /// - Returns: y, and the batch's statistics where they were used
  @specialized(where Scalar == Float)
  public func batchNorm(
    _ x: Variable<Scalar>, gamma: Variable<Scalar>, beta: Variable<Scalar>, valid: [UInt8]? = nil,
    epsilon: Scalar, running: (mean: Tensor<Scalar>, variance: Tensor<Scalar>)?
  ) -> (y: Variable<Scalar>, statistics: BatchStatistics?) {
    let D = x.shape.last ?? 0
    let rows = D == 0 ? 0 : x.value.count / D
    precondition(
      gamma.shape == [D] && beta.shape == [D] && (valid.map { $0.count == rows } ?? true),
      "batchNorm: input \(x.shape), gamma \(gamma.shape), beta \(beta.shape)")
    let count = valid.map { $0.reduce(0) { $0 + Int($1) } } ?? rows
    let workers = workers
    let columns = workers.columnsPerChunk(rows: rows, columns: D)

    var mean = running?.mean ?? Tensor<Scalar>(zeros: [D])
    var variance = running?.variance ?? Tensor<Scalar>(zeros: [D])
    if running == nil, count > 0 {
      let meanPointer = mean.mutablePointer
      let variancePointer = variance.mutablePointer
      workers.forEachChunk(of: D, size: columns) {
        Scalar.kernels.batchStatistics(
          rows, D, $0.lowerBound, $0.upperBound, valid, count, x.value.pointer, meanPointer,
          variancePointer)
      }
    }
    let inverse = Tensor(shape: [D], variance.scalars.map { 1 / Scalar.sqrt($0 + epsilon) })
    let y = Tensor<Scalar>(uninitialized: x.shape)
    let (m, v) = (mean, variance)
    workers.forEachChunk(of: D, size: columns) {
      Scalar.kernels.batchNormalize(
        rows, D, $0.lowerBound, $0.upperBound, valid, x.value.pointer, m.pointer, inverse.pointer,
        gamma.value.pointer, beta.value.pointer, y.freshPointer)
    }
    let fromBatch = running == nil
    let result = record(y, from: [x, gamma, beta]) { upstream, gradients in
      let gammaGradient = Tensor<Scalar>(uninitialized: [D])
      let betaGradient = Tensor<Scalar>(uninitialized: [D])
      let body = { (xGradient: UnsafeMutablePointer<Scalar>?) in
        workers.forEachChunk(of: D, size: columns) {
          Scalar.kernels.batchNormalizeAdjoint(
            rows, D, $0.lowerBound, $0.upperBound, valid, max(1, count), fromBatch ? 1 : 0,
            x.value.pointer, m.pointer, inverse.pointer, gamma.value.pointer, upstream.pointer,
            xGradient, gammaGradient.freshPointer, betaGradient.freshPointer)
        }
      }
      if x.node == nil {
        body(nil)
      } else {
        gradients.accumulate(into: x.node, shape: x.shape) { body($0) }
      }
      gradients.add(gammaGradient, to: gamma.node)
      gradients.add(betaGradient, to: beta.node)
    }
    return (
      result, fromBatch ? BatchStatistics(mean: m, variance: v, count: count) : nil
    )
  }
}
