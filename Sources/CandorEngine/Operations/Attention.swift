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
  ///   - rows: for each row of the queries, the row of keys and values that it asks; its own by default. For
  ///     prediction: no gradient flows.
  ///   - scale: s; 1/√D by default
  /// - Returns: the contexts `[U, B, E]` and the weights `[B, U, T]`
  @specialized(where Scalar == Float)
  public func attention(
    queries: Variable<Scalar>, keys: Variable<Scalar>, values: Variable<Scalar>,
    lengths: SequenceLengths, rows: [Int]? = nil, scale: Scalar? = nil
  ) -> (contexts: Variable<Scalar>, weights: Tensor<Scalar>) {
    lengths.check(keys.shape, operation: "attention")
    lengths.check(values.shape, operation: "attention")
    let (U, B, D) = (queries.shape[0], queries.shape[1], queries.shape[2])
    let (T, S, E) = (keys.shape[0], keys.shape[1], values.shape[2])
    precondition(
      B == rows?.count ?? S && keys.shape[2] == D,
      "attention: queries \(queries.shape), keys \(keys.shape)")
    precondition(lengths.lengths.allSatisfy { $0 > 0 }, "attention: a row without steps")
    precondition(
      rows?.allSatisfy { (0..<S).contains($0) } ?? true, "attention: a row beyond \(S)")
    let scale = scale ?? 1 / Scalar.sqrt(Scalar(D))
    let workers = workers
    let chunk = workers.rowsPerChunk(B)
    let weights = Tensor<Scalar>(uninitialized: [B, U, T])
    let contexts = Tensor<Scalar>(uninitialized: [U, B, E])
    workers.forEachChunk(of: B, size: chunk) {
      for b in $0 {
        let s = rows?[b] ?? b
        Scalar.kernels.attention(
          U, T, lengths.lengths[s], D, E, scale, queries.value.pointer + b * D, B * D,
          keys.value.pointer + s * D, S * D, values.value.pointer + s * E, S * E,
          weights.freshPointer + b * U * T, contexts.freshPointer + b * E, B * E)
      }
    }
    if rows != nil { return (Variable(contexts), weights) }
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
