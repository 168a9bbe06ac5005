extension Context {
  /// Rows of a table: `y[n] = table[indices[n]]`.
  ///
  /// - Parameters:
  ///   - table: `[V, D]`
  ///   - indices: positions in the table, of any shape with `shape`
  ///   - shape: the axes of `indices`, such as `[T, B]`
  ///   - padding: an index whose row gets no gradient
  /// - Returns: `shape + [D]`
  @specialized(where Scalar == Float)
  public func embedding(
    _ table: Variable<Scalar>, indices: [Int32], shape: [Int], padding: Int32? = nil
  ) -> Variable<Scalar> {
    let rows = table.shape[0]
    let width = table.shape[1]
    precondition(
      indices.count == shape.reduce(1, *), "embedding: \(indices.count) indices for \(shape)")
    precondition(
      indices.allSatisfy { (0..<Int32(rows)).contains($0) }, "embedding: index outside 0..<\(rows)")
    let y = Tensor<Scalar>(uninitialized: shape + [width])
    Scalar.kernels.gather(indices.count, width, indices, table.value.pointer, y.freshPointer)
    return record(y, from: [table]) { upstream, gradients in
      gradients.accumulate(into: table.node, shape: table.shape) { accumulator in
        guard let padding else {
          Scalar.kernels.scatterAdd(indices.count, width, indices, upstream.pointer, accumulator)
          return
        }
        for (n, index) in indices.enumerated() where index != padding {
          Scalar.kernels.scaleAdd(
            width, 1, upstream.pointer + n * width, accumulator + Int(index) * width)
        }
      }
    }
  }
}
