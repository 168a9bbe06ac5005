extension Context {
  /// Sums of rows of a table: `y[n] = |bag_n|^(−½) Σ_{i ∈ bag_n} table[i]`; an empty bag gives zeros.
  ///
  /// The root keeps the size of a sum of unrelated vectors the same however many there are.
  ///
  /// - Parameters:
  ///   - table: `[V, D]`
  ///   - bags: N lists of positions in the table
  /// - Returns: `[N, D]`
  @specialized(where Scalar == Float)
  public func embeddingBag(_ table: Variable<Scalar>, bags: [[Int32]]) -> Variable<Scalar> {
    let rows = table.shape[0]
    let width = table.shape[1]
    precondition(
      bags.allSatisfy { $0.allSatisfy { (0..<Int32(rows)).contains($0) } },
      "embeddingBag: index outside 0..<\(rows)")
    let y = Tensor<Scalar>(zeros: [bags.count, width])
    for (n, bag) in bags.enumerated() where !bag.isEmpty {
      let scale = 1 / Scalar(bag.count).squareRoot()
      for index in bag {
        Scalar.kernels.scaleAdd(
          width, scale, table.value.pointer + Int(index) * width, y.freshPointer + n * width)
      }
    }
    return record(y, from: [table]) { upstream, gradients in
      gradients.accumulate(into: table.node, shape: table.shape) { accumulator in
        for (n, bag) in bags.enumerated() where !bag.isEmpty {
          let scale = 1 / Scalar(bag.count).squareRoot()
          for index in bag {
            Scalar.kernels.scaleAdd(
              width, scale, upstream.pointer + n * width, accumulator + Int(index) * width)
          }
        }
      }
    }
  }
}
