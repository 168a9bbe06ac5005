extension Context {
  /// The mean over the valid steps of each row: `[T, B, D]` → `[B, D]`. A row without steps gives zeros.
  @specialized(where Scalar == Float)
  public func meanOverTime(
    _ x: Variable<Scalar>, lengths: SequenceLengths
  ) -> Variable<Scalar> {
    lengths.check(x.shape, operation: "meanOverTime")
    let (B, D) = (x.shape[1], x.shape[2])
    let mean = Tensor<Scalar>(zeros: [B, D])
    for (row, length) in lengths.lengths.enumerated() where length > 0 {
      for t in 0..<length {
        Scalar.kernels.scaleAdd(
          D, 1 / Scalar(length), x.value.pointer + (t * B + row) * D, mean.freshPointer + row * D)
      }
    }
    return record(mean, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        for (row, length) in lengths.lengths.enumerated() where length > 0 {
          for t in 0..<length {
            Scalar.kernels.scaleAdd(
              D, 1 / Scalar(length), upstream.pointer + row * D, accumulator + (t * B + row) * D)
          }
        }
      }
    }
  }

  /// The greatest value of each feature over the valid steps of each row: `[T, B, D]` → `[B, D]`. A row without steps
  /// gives zeros. The gradient goes to the first step that has the value.
  @specialized(where Scalar == Float)
  public func maximumOverTime(
    _ x: Variable<Scalar>, lengths: SequenceLengths
  ) -> Variable<Scalar> {
    lengths.check(x.shape, operation: "maximumOverTime")
    let (B, D) = (x.shape[1], x.shape[2])
    let maximum = Tensor<Scalar>(zeros: [B, D])
    var places = [Int32](repeating: 0, count: B * D)
    places.withUnsafeMutableBufferPointer { places in
      guard let places = places.baseAddress else { return }
      for (row, length) in lengths.lengths.enumerated() where length > 0 {
        let best = maximum.freshPointer + row * D
        best.update(from: x.value.pointer + row * D, count: D)
        for t in 1..<max(1, length) {
          Scalar.kernels.maximum(
            D, Int32(t), x.value.pointer + (t * B + row) * D, best, places + row * D)
        }
      }
    }
    let found = places
    return record(maximum, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        found.withUnsafeBufferPointer { places in
          guard let places = places.baseAddress else { return }
          for (row, length) in lengths.lengths.enumerated() {
            for t in 0..<length {
              Scalar.kernels.maximumAdjoint(
                D, Int32(t), places + row * D, upstream.pointer + row * D,
                accumulator + (t * B + row) * D)
            }
          }
        }
      }
    }
  }

  /// The last valid step of each row: `[T, B, D]` → `[B, D]`. A row without steps gives zeros.
  @specialized(where Scalar == Float)
  public func lastOverTime(
    _ x: Variable<Scalar>, lengths: SequenceLengths
  ) -> Variable<Scalar> {
    lengths.check(x.shape, operation: "lastOverTime")
    let (B, D) = (x.shape[1], x.shape[2])
    let last = Tensor<Scalar>(zeros: [B, D])
    for (row, length) in lengths.lengths.enumerated() where length > 0 {
      (last.freshPointer + row * D).update(
        from: x.value.pointer + ((length - 1) * B + row) * D, count: D)
    }
    return record(last, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        for (row, length) in lengths.lengths.enumerated() where length > 0 {
          Scalar.kernels.scaleAdd(
            D, 1, upstream.pointer + row * D, accumulator + ((length - 1) * B + row) * D)
        }
      }
    }
  }

  /// The same rows at every one of `steps` time steps: `[B, D]` → `[T, B, D]`.
  @specialized(where Scalar == Float)
  public func repeatOverTime(_ x: Variable<Scalar>, steps: Int) -> Variable<Scalar> {
    let count = x.value.count
    let repeated = Tensor<Scalar>(uninitialized: [steps] + x.shape)
    for t in 0..<steps {
      (repeated.freshPointer + t * count).update(from: x.value.pointer, count: count)
    }
    return record(repeated, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        for t in 0..<steps {
          Scalar.kernels.scaleAdd(count, 1, upstream.pointer + t * count, accumulator)
        }
      }
    }
  }
}
