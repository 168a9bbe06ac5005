import CKernels

extension Context {
  /// A relaxed dropout mask whose rate can be learned by gradient (Gal, Hron & Kendall 2017, §3).
  ///
  ///     z = σ((logit p + log u − log(1 − u)) / t)        mask = (1 − z) / (1 − p)
  ///
  /// z near 1 means dropped; E[mask] is near 1. The gradient flows to the logit through z and through the scale.
  ///
  /// - Parameters:
  ///   - logit: logit p = log p − log(1 − p), one element
  ///   - temperature: t; smaller is closer to a Bernoulli mask
  ///   - uniforms: u in (0, 1), of the shape of the mask
  @specialized(where Scalar == Float)
  public func concreteMask(
    logit: Variable<Scalar>, temperature: Scalar, uniforms: Tensor<Scalar>
  ) -> Variable<Scalar> {
    let value = logit.value.item
    let mask = Tensor<Scalar>(uninitialized: uniforms.shape)
    workers.forEachChunk(of: mask.count, size: 1 << 14) {
      Scalar.kernels.concreteMask(
        $0.count, value, temperature, uniforms.pointer + $0.lowerBound,
        mask.freshPointer + $0.lowerBound)
    }
    return record(mask, from: [logit]) { upstream, gradients in
      let total = Scalar.kernels.concreteMaskAdjoint(
        mask.count, value, temperature, mask.pointer, upstream.pointer)
      gradients.add(Tensor(shape: logit.shape, repeating: total), to: logit.node)
    }
  }

  /// A hard mask: 0 with probability `rate`, else 1 / (1 − rate). A constant.
  @specialized(where Scalar == Float)
  public func bernoulliMask(rate: Scalar, uniforms: Tensor<Scalar>) -> Variable<Scalar> {
    let mask = Tensor<Scalar>(uninitialized: uniforms.shape)
    Scalar.kernels.bernoulliMask(mask.count, rate, uniforms.pointer, mask.freshPointer)
    return Variable(mask)
  }

  /// Uniform numbers in (0, 1), `[rows, units]`, from the streams of the batch's rows for one layer.
  @specialized(where Scalar == Float)
  func uniforms(layer key: UInt64, rows: Int, units: Int) -> Tensor<Scalar> {
    let streams = streams(layer: key, rows: rows)
    let single = Tensor<Float>(uninitialized: [rows, units])
    workers.forEachChunk(of: rows, size: max(1, (1 << 14) / max(1, units))) { range in
      streams.withUnsafeBufferPointer {
        guard let base = $0.baseAddress else { return }
        candor_uniform(
          range.count, units, base + range.lowerBound,
          single.freshPointer + range.lowerBound * units)
      }
    }
    return single.converted(to: Scalar.self)
  }
}
