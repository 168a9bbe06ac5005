extension Context {
  /// Cross-entropy of softmax(logits) with the targets, summed over the valid rows and divided by `normalizer`.
  ///
  ///     loss = −(1/n) Σ_r w_r Σ_c q_{rc} ln softmax(logits_r)_c,    q = (1 − s) · onehot(target) + s/C
  ///
  /// - Parameters:
  ///   - logits: `[…, C]`; leading axes are rows
  ///   - targets: a class for each row; a negative target leaves the row out (padding)
  ///   - weights: w of each row, such as the weight of its class or the advantage of its action; `nil` for 1
  ///   - normalizer: n: the number of examples, or `nil` for the number of valid rows, or for the sum of their weights
  ///   - smoothing: s, label smoothing (Szegedy et al. 2016, §7)
  /// - Returns: a scalar, in nats
  @specialized(where Scalar == Float)
  public func softmaxCrossEntropy(
    _ logits: Variable<Scalar>, targets: [Int32], weights: [Scalar]? = nil, normalizer: Int? = nil,
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
      weights.map { $0.count == rows } ?? true,
      "softmaxCrossEntropy: \(weights?.count ?? 0) weights for \(rows) rows")
    let scale = 1 / (normalizer.map { Scalar(max(1, $0)) } ?? totalWeight(targets, weights))
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
    if let weights {
      for row in 0..<rows {
        let line = gradient.freshPointer + row * classes
        losses.freshPointer[row] *= weights[row]
        Scalar.kernels.scale(classes, weights[row], line, line)
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

  /// Cross-entropy of softmax(logits) with whole distributions, such as those of a teacher (Hinton et al. 2015).
  ///
  ///     loss = −(1/n) Σ_r Σ_c q_{rc} ln softmax(logits_r)_c
  ///
  /// - Parameters:
  ///   - logits: `[…, C]`; leading axes are rows
  ///   - distributions: q, `[rows · C]`; a row of zeros is left out, one that sums to less counts less
  ///   - normalizer: n: the number of examples
  /// - Returns: a scalar, in nats
  @specialized(where Scalar == Float)
  public func softmaxCrossEntropy(
    _ logits: Variable<Scalar>, distributions: [Scalar], normalizer: Int
  ) -> Variable<Scalar> {
    let classes = logits.shape.last ?? 0
    precondition(
      logits.value.count == distributions.count,
      "softmaxCrossEntropy: \(distributions.count) probabilities for logits \(logits.shape)")
    let scale = 1 / Scalar(max(1, normalizer))
    let logProbabilities = logSoftmax(logits).scalars
    let gradient = Tensor<Scalar>(uninitialized: logits.shape)
    var total = Scalar(0)
    for row in stride(from: 0, to: distributions.count, by: max(1, classes)) {
      let mass = distributions[row..<row + classes].reduce(0, +)
      for place in row..<row + classes {
        let q = distributions[place]
        // 0 · ln 0 is 0.
        if q != 0 { total -= q * logProbabilities[place] }
        gradient.freshPointer[place] =
          mass == 0 ? 0 : mass * Scalar.exp(logProbabilities[place]) - q
      }
    }
    return record(Tensor(scale * total), from: [logits]) { upstream, gradients in
      gradients.accumulate(into: logits.node, shape: logits.shape) {
        Scalar.kernels.scaleAdd(gradient.count, scale * upstream.item, gradient.pointer, $0)
      }
    }
  }

  /// The number of rows with a target, or the sum of their weights; 1 where that is 0.
  private func totalWeight(_ targets: [Int32], _ weights: [Scalar]?) -> Scalar {
    var total = Scalar(0)
    for (row, target) in targets.enumerated() where target >= 0 { total += weights?[row] ?? 1 }
    return total == 0 ? 1 : total
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
