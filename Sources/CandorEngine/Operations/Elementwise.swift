extension Context {
  /// The hyperbolic tangent of each element.
  @specialized(where Scalar == Float)
  public func tanh(_ x: Variable<Scalar>) -> Variable<Scalar> {
    elementwise(x, Scalar.kernels.tanh, adjoint: Scalar.kernels.tanhAdjoint)
  }

  /// `max(x, 0)` of each element.
  @specialized(where Scalar == Float)
  public func relu(_ x: Variable<Scalar>) -> Variable<Scalar> {
    elementwise(x, Scalar.kernels.relu, adjoint: Scalar.kernels.reluAdjoint)
  }

  @specialized(where Scalar == Float)
  private func elementwise(
    _ x: Variable<Scalar>,
    _ forward: @Sendable (Int, KernelTable<Scalar>.Input, KernelTable<Scalar>.Output) -> Void,
    adjoint:
      @escaping @Sendable (
        Int, KernelTable<Scalar>.Input, KernelTable<Scalar>.Input, KernelTable<Scalar>.Output
      ) -> Void
  ) -> Variable<Scalar> {
    let workers = workers
    let y = Tensor<Scalar>(uninitialized: x.shape)
    workers.forEachChunk(of: y.count, size: Workers.elementsPerChunk) {
      forward($0.count, x.value.pointer + $0.lowerBound, y.freshPointer + $0.lowerBound)
    }
    return record(y, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        workers.forEachChunk(of: y.count, size: Workers.elementsPerChunk) {
          adjoint(
            $0.count, y.pointer + $0.lowerBound, upstream.pointer + $0.lowerBound,
            accumulator + $0.lowerBound)
        }
      }
    }
  }

  /// `x · mask`: the mask covers the trailing axes of `x` and is repeated over the leading ones.
  ///
  /// A mask `[B, D]` on a sequence `[T, B, D]` is tied over time; a mask of the shape of `x` is not shared.
  @specialized(where Scalar == Float)
  public func masked(_ x: Variable<Scalar>, by mask: Variable<Scalar>) -> Variable<Scalar> {
    let size = mask.value.count
    precondition(
      x.shape.suffix(mask.shape.count).elementsEqual(mask.shape),
      "masked: mask \(mask.shape) does not cover the trailing axes of \(x.shape)")
    let workers = workers
    let repeats = size == 0 ? 0 : x.value.count / size
    let y = Tensor<Scalar>(uninitialized: x.shape)
    workers.forEachChunk(of: size, size: Workers.elementsPerChunk / max(1, repeats)) { part in
      for r in 0..<repeats {
        let at = r * size + part.lowerBound
        Scalar.kernels.multiply(
          part.count, x.value.pointer + at, mask.value.pointer + part.lowerBound,
          y.freshPointer + at)
      }
    }
    return record(y, from: [x, mask]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        workers.forEachChunk(of: size, size: Workers.elementsPerChunk / max(1, repeats)) { part in
          for r in 0..<repeats {
            let at = r * size + part.lowerBound
            Scalar.kernels.multiplyAdd(
              part.count, upstream.pointer + at, mask.value.pointer + part.lowerBound,
              accumulator + at)
          }
        }
      }
      gradients.accumulate(into: mask.node, shape: mask.shape) { accumulator in
        workers.forEachChunk(of: size, size: Workers.elementsPerChunk / max(1, repeats)) { part in
          for r in 0..<repeats {
            let at = r * size + part.lowerBound
            Scalar.kernels.multiplyAdd(
              part.count, upstream.pointer + at, x.value.pointer + at, accumulator + part.lowerBound
            )
          }
        }
      }
    }
  }
}
