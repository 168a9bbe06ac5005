extension Context {
  /// Cross-entropy of softmax(logits) with the targets, summed over the valid rows and divided by `normalizer`.
  ///
  ///     loss = −(1/n) Σ_r w_{target(r)} Σ_c q_{rc} ln softmax(logits_r)_c,    q = (1 − s) · onehot(target) + s/C
  ///
  /// A row may be a pixel of an image `[B, H, W, C]` as well as a word or a time step.
  ///
  /// - Parameters:
  ///   - logits: `[…, C]`; leading axes are rows
  ///   - targets: a class for each row; a negative target leaves the row out (padding, an ignored class)
  ///   - classWeights: w, one for each class; 1 by default
  ///   - normalizer: n: the number of examples, or `nil` for the sum of the valid rows' weights, which is their number
  ///     where no weights are given
  ///   - smoothing: s, label smoothing (Szegedy et al. 2016, §7)
  /// - Returns: a scalar, in nats
  @specialized(where Scalar == Float)
  public func softmaxCrossEntropy(
    _ logits: Variable<Scalar>, targets: [Int32], classWeights: [Scalar]? = nil,
    normalizer: Int? = nil,
    smoothing: Scalar = 0
  ) -> Variable<Scalar> {
    let classes = logits.shape.last ?? 0
    let rows = targets.count
    precondition(
      logits.value.count == rows * classes,
      "softmaxCrossEntropy: \(rows) targets for logits \(logits.shape)")
    precondition(
      targets.allSatisfy { $0 < Int32(classes) }, "softmaxCrossEntropy: target beyond \(classes)")
    precondition(
      classWeights.map { $0.count == classes && $0.allSatisfy { $0 >= 0 } } ?? true,
      "softmaxCrossEntropy: class weights \(classWeights ?? []) for \(classes) classes")
    let total = targets.reduce(into: Scalar(0)) {
      $0 += $1 < 0 ? 0 : classWeights?[Int($1)] ?? 1
    }
    let divisor = normalizer.map { Scalar($0) } ?? total
    let scale = divisor > 0 ? 1 / divisor : 1
    let losses = Tensor<Scalar>(uninitialized: [rows])
    let gradient = Tensor<Scalar>(uninitialized: logits.shape)
    workers.forEachChunk(of: rows, size: max(1, (1 << 13) / max(1, classes))) { range in
      targets.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        Scalar.kernels.softmaxCrossEntropy(
          range.count, classes, logits.value.pointer + range.lowerBound * classes,
          base + range.lowerBound, classWeights, smoothing, losses.freshPointer + range.lowerBound,
          gradient.freshPointer + range.lowerBound * classes)
      }
    }
    let loss = scale * Scalar.kernels.sum(rows, losses.pointer)
    keepAlive(losses)
    return record(Tensor(loss), from: [logits]) { upstream, gradients in
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
