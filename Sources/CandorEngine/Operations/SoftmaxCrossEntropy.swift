extension Context {
  /// Cross-entropy of softmax(logits) with the targets, summed over the valid rows and divided by `normalizer`.
  ///
  ///     loss = −(1/n) Σ_r Σ_c q_{rc} ln softmax(logits_r)_c,    q = (1 − s) · onehot(target) + s/C
  ///
  /// - Parameters:
  ///   - logits: `[…, C]`; leading axes are rows
  ///   - targets: a class for each row; a negative target leaves the row out (padding)
  ///   - normalizer: n: the number of examples, or `nil` for the number of valid rows
  ///   - smoothing: s, label smoothing (Szegedy et al. 2016, §7)
  /// - Returns: a scalar, in nats
  @specialized(where Scalar == Float)
  public func softmaxCrossEntropy(
    _ logits: Variable<Scalar>, targets: [Int32], normalizer: Int? = nil, smoothing: Scalar = 0
  ) -> Variable<Scalar> {
    let classes = logits.shape.last ?? 0
    let rows = targets.count
    precondition(
      logits.value.count == rows * classes,
      "softmaxCrossEntropy: \(rows) targets for logits \(logits.shape)")
    precondition(
      targets.allSatisfy { $0 < Int32(classes) }, "softmaxCrossEntropy: target beyond \(classes)")
    let valid = targets.reduce(0) { $0 + ($1 < 0 ? 0 : 1) }
    let scale = 1 / Scalar(max(1, normalizer ?? valid))
    let losses = Tensor<Scalar>(uninitialized: [rows])
    let gradient = Tensor<Scalar>(uninitialized: logits.shape)
    workers.forEachChunk(of: rows, size: max(1, (1 << 13) / max(1, classes))) { range in
      targets.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        Scalar.kernels.softmaxCrossEntropy(
          range.count, classes, logits.value.pointer + range.lowerBound * classes,
          base + range.lowerBound, smoothing, losses.freshPointer + range.lowerBound,
          gradient.freshPointer + range.lowerBound * classes)
      }
    }
    let total = Scalar.kernels.sum(rows, losses.pointer)
    keepAlive(losses)
    return record(Tensor(scale * total), from: [logits]) { upstream, gradients in
      gradients.accumulate(into: logits.node, shape: logits.shape) {
        Scalar.kernels.scaleAdd(gradient.count, scale * upstream.item, gradient.pointer, $0)
      }
    }
  }

  /// ln softmax of each row of the last axis. For prediction: no gradient flows.
  @specialized(where Scalar == Float)
  public func logSoftmax(_ logits: Variable<Scalar>) -> Tensor<Scalar> {
    let classes = logits.shape.last ?? 0
    let result = Tensor<Scalar>(uninitialized: logits.shape)
    Scalar.kernels.logSoftmax(
      classes == 0 ? 0 : logits.value.count / classes, classes, logits.value.pointer,
      result.freshPointer)
    return result
  }
}
