extension Context {
  /// Global dot-product attention of every query over the valid steps of its own row (Luong et al. 2015, §3.1).
  ///
  ///     w_{ut} = softmax_t(s · q_u · k_t)        context_u = Σ_t w_{ut} v_t
  ///
  /// - Parameters:
  ///   - queries: `[U, B, D]`
  ///   - keys: `[T, B, D]`
  ///   - values: `[T, B, E]`
  ///   - lengths: valid steps of each row of keys and values, each at least one
  ///   - scale: s; 1/√D by default
  /// - Returns: the contexts `[U, B, E]` and the weights `[B, U, T]`
  public func attention(
    queries: Variable<Scalar>, keys: Variable<Scalar>, values: Variable<Scalar>,
    lengths: SequenceLengths, scale: Scalar? = nil
  ) -> (contexts: Variable<Scalar>, weights: Tensor<Scalar>) {
    lengths.check(keys.shape, operation: "attention")
    lengths.check(values.shape, operation: "attention")
    let (U, B, D) = (queries.shape[0], queries.shape[1], queries.shape[2])
    let (T, E) = (keys.shape[0], values.shape[2])
    precondition(
      B == lengths.rows && keys.shape[2] == D,
      "attention: queries \(queries.shape), keys \(keys.shape)")
    precondition(lengths.lengths.allSatisfy { $0 > 0 }, "attention: a row without steps")
    let scale = scale ?? 1 / Scalar.sqrt(Scalar(D))
    let workers = workers
    let chunk = Workers.rowsPerChunk(B)
    let weights = Tensor<Scalar>(uninitialized: [B, U, T])
    let contexts = Tensor<Scalar>(uninitialized: [U, B, E])
    workers.forEachChunk(of: B, size: chunk) {
      for b in $0 {
        Scalar.kernels.attention(
          U, T, lengths.lengths[b], D, E, scale, queries.value.pointer + b * D, B * D,
          keys.value.pointer + b * D, B * D, values.value.pointer + b * E, B * E,
          weights.freshPointer + b * U * T, contexts.freshPointer + b * E, B * E)
      }
    }
    let result = record(contexts, from: [queries, keys, values]) { upstream, gradients in
      // One kernel writes all three; what nobody asks for is computed and dropped.
      let queryGradient = Tensor<Scalar>(zeros: queries.shape)
      let keyGradient = Tensor<Scalar>(zeros: keys.shape)
      let valueGradient = Tensor<Scalar>(zeros: values.shape)
      workers.forEachChunk(of: B, size: chunk) {
        for b in $0 {
          Scalar.kernels.attentionAdjoint(
            U, T, lengths.lengths[b], D, E, scale, queries.value.pointer + b * D, B * D,
            keys.value.pointer + b * D, B * D, values.value.pointer + b * E, B * E,
            weights.pointer + b * U * T, upstream.pointer + b * E, B * E,
            queryGradient.freshPointer + b * D, keyGradient.freshPointer + b * D,
            valueGradient.freshPointer + b * E)
        }
      }
      gradients.add(queryGradient, to: queries.node)
      gradients.add(keyGradient, to: keys.node)
      gradients.add(valueGradient, to: values.node)
    }
    return (result, weights)
  }
}
