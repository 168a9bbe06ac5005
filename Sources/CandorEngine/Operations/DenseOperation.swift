extension Context {
  /// `y = x Wᵀ + b`.
  ///
  /// - Parameters:
  ///   - x: `[…, I]`; leading axes are rows
  ///   - weight: `[O, I]`
  ///   - bias: `[O]`
  /// - Returns: `[…, O]`
  public func dense(
    _ x: Variable<Scalar>, weight: Variable<Scalar>, bias: Variable<Scalar>?
  ) -> Variable<Scalar> {
    let inputs = weight.shape.last ?? 0
    let outputs = weight.shape.first ?? 0
    precondition(
      weight.shape.count == 2 && x.shape.last == inputs
        && (bias.map { $0.shape == [outputs] } ?? true),
      "dense: input \(x.shape), weight \(weight.shape), bias \(bias?.shape ?? [])")
    let rows = x.value.count / max(1, inputs)
    let workers = workers
    let y = Tensor<Scalar>(uninitialized: x.shape.dropLast() + [outputs])
    workers.matrixProduct(
      transposeB: true, m: rows, n: outputs, k: inputs, x.value.pointer, stride: inputs,
      weight.value.pointer, stride: inputs, y.freshPointer, stride: outputs)
    if let bias {
      workers.forEachChunk(of: rows, size: max(1, Workers.elementsPerChunk / max(1, outputs))) {
        Scalar.kernels.addBias(
          $0.count, outputs, bias.value.pointer, y.freshPointer + $0.lowerBound * outputs)
      }
    }
    return record(y, from: [x, weight] + (bias.map { [$0] } ?? [])) { upstream, gradients in
      gradients.write(to: x.node, shape: x.shape) {
        workers.matrixProduct(
          m: rows, n: inputs, k: outputs, upstream.pointer, stride: outputs, weight.value.pointer,
          stride: inputs, accumulates: $1, $0, stride: inputs)
      }
      gradients.write(to: weight.node, shape: weight.shape) {
        workers.transposedProduct(
          m: outputs, n: inputs, k: rows, upstream.pointer, stride: outputs,
          x.value.pointer, stride: inputs, accumulates: $1, $0, stride: inputs)
      }
      gradients.accumulate(into: bias?.node, shape: [outputs]) { sums in
        workers.columnSums(rows: rows, columns: outputs, upstream.pointer, into: sums)
      }
    }
  }
}

extension Workers {
  /// `sums[j] += Σ_rows x[row, j]`, the columns divided among the threads.
  func columnSums<Scalar: EngineScalar>(
    rows: Int, columns: Int, _ x: UnsafePointer<Scalar>, into sums: UnsafeMutablePointer<Scalar>
  ) {
    forEachChunk(of: columns, size: Workers.columnsPerChunk(rows: rows, columns: columns)) {
      Scalar.kernels.columnSums(rows, columns, $0.lowerBound, $0.upperBound, x, sums)
    }
  }

  /// Columns of a matrix in one chunk: all of a small one.
  static func columnsPerChunk(rows: Int, columns: Int) -> Int {
    rows * columns < elementsPerChunk ? columns : (columns + 31) / 32 * 16
  }
}
