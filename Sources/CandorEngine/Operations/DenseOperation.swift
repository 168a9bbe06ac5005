extension Context {
  /// `y = x Wᵀ + b`.
  ///
  /// - Parameters:
  ///   - x: `[…, I]`; leading axes are rows
  ///   - weight: `[O, I]`
  ///   - bias: `[O]`
  /// - Returns: `[…, O]`
  @specialized(where Scalar == Float)
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
    let (workers, precision) = (workers, precision)
    let y = Tensor<Scalar>(uninitialized: x.shape.dropLast() + [outputs])
    workers.product(
      m: rows, x.value.pointer, stride: inputs, packedTranspose(of: weight.value), y.freshPointer,
      stride: outputs
    ) { rows in
      guard let bias else { return }
      Scalar.kernels.addBias(
        rows.count, outputs, bias.value.pointer, y.freshPointer + rows.lowerBound * outputs)
    }
    return record(y, from: [x, weight] + (bias.map { [$0] } ?? [])) { upstream, gradients in
      gradients.write(to: x.node, shape: x.shape) {
        workers.product(
          m: rows, upstream.pointer, stride: outputs,
          PackedMatrix(
            weight.value.pointer, stride: inputs, k: outputs, n: inputs, precision: precision,
            workers: workers),
          accumulates: $1, $0, stride: inputs)
      }
      gradients.write(to: weight.node, shape: weight.shape) {
        workers.transposedProduct(
          m: outputs, n: inputs, k: rows, upstream.pointer, stride: outputs,
          x.value.pointer, stride: inputs, precision: precision, accumulates: $1, $0,
          stride: inputs)
      }
      gradients.accumulate(into: bias?.node, shape: [outputs]) { sums in
        workers.columnSums(rows: rows, columns: outputs, upstream.pointer, into: sums)
      }
    }
  }
}

extension Workers {
  /// `sums[j] += Σ_rows x[row, j]`, the columns divided among the threads.
  @specialized(where Scalar == Float)
  func columnSums<Scalar: EngineScalar>(
    rows: Int, columns: Int, _ x: UnsafePointer<Scalar>, into sums: UnsafeMutablePointer<Scalar>
  ) {
    forEachChunk(of: columns, size: columnsPerChunk(rows: rows, columns: columns)) {
      Scalar.kernels.columnSums(rows, columns, $0.lowerBound, $0.upperBound, x, sums)
    }
  }

  /// Columns of a matrix in one chunk: all of a small one, else as many for each thread, in whole vectors. Each is worked
  /// on by itself, so that the results do not depend on the cut.
  func columnsPerChunk(rows: Int, columns: Int) -> Int {
    let vectors = 16 * threads
    return rows * columns < Self.elementsPerChunk
      ? columns : (columns + vectors - 1) / vectors * 16
  }
}
