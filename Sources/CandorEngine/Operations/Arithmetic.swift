extension Context {
  /// `a + b`, of equal shapes.
  @specialized(where Scalar == Float)
  public func add(_ a: Variable<Scalar>, _ b: Variable<Scalar>) -> Variable<Scalar> {
    precondition(a.shape == b.shape, "add: shapes \(a.shape) and \(b.shape)")
    let sum = Tensor<Scalar>(uninitialized: a.shape)
    Scalar.kernels.add(sum.count, a.value.pointer, b.value.pointer, sum.freshPointer)
    keepAlive(a, b)
    return record(sum, from: [a, b]) { upstream, gradients in
      gradients.add(upstream, to: a.node)
      gradients.add(upstream, to: b.node)
    }
  }

  /// `scale * x`.
  @specialized(where Scalar == Float)
  public func scale(_ x: Variable<Scalar>, by scale: Scalar) -> Variable<Scalar> {
    let scaled = Tensor<Scalar>(uninitialized: x.shape)
    Scalar.kernels.scale(scaled.count, scale, x.value.pointer, scaled.freshPointer)
    keepAlive(x)
    return record(scaled, from: [x]) { upstream, gradients in
      gradients.accumulate(into: x.node, shape: x.shape) { accumulator in
        Scalar.kernels.scaleAdd(upstream.count, scale, upstream.pointer, accumulator)
      }
      keepAlive(upstream)
    }
  }

  /// The sum of all elements, a scalar.
  @specialized(where Scalar == Float)
  public func sum(_ x: Variable<Scalar>) -> Variable<Scalar> {
    let total = Tensor(Scalar.kernels.sum(x.value.count, x.value.pointer))
    keepAlive(x)
    return record(total, from: [x]) { upstream, gradients in
      gradients.add(Tensor(shape: x.shape, repeating: upstream.item), to: x.node)
    }
  }
}
