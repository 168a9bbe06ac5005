extension Context {
  /// A two-dimensional convolution of images with channels last.
  ///
  ///     y[b, r, c, o] = bias[o] + Σ_{u, v, i} x[b, r·s + u·d − p, c·s + v·d − p, i] · weight[u, v, i, o]
  ///
  /// - Parameters:
  ///   - x: `[B, H, W, I]`
  ///   - weight: `[h, w, I, O]`
  ///   - bias: `[O]`
  ///   - stride: s
  ///   - padding: p, zeros on every side
  ///   - dilation: d
  /// - Returns: `[B, H', W', O]` with `H' = ⌊(H + 2p − d(h − 1) − 1) / s⌋ + 1`
  @specialized(where Scalar == Float)
  public func convolution(
    _ x: Variable<Scalar>, weight: Variable<Scalar>, bias: Variable<Scalar>?, stride: Int = 1,
    padding: Int = 0, dilation: Int = 1
  ) -> Variable<Scalar> {
    checkConvolution(
      "convolution", x, weight, inputs: 2, bias, outputs: 3, stride, padding, dilation)
    let (X, K) = (x.shape, weight.shape)
    guard
      let height = Convolution.size(
        X[1], kernel: K[0], stride: stride, padding: padding, dilation: dilation),
      let width = Convolution.size(
        X[2], kernel: K[1], stride: stride, padding: padding, dilation: dilation)
    else {
      preconditionFailure(
        "convolution: weight \(K) with dilation \(dilation) is larger than images \(X) "
          + "with padding \(padding)")
    }
    let convolution = Convolution(
      batch: X[0], large: (X[1], X[2], X[3]), small: (height, width, K[3]), kernel: (K[0], K[1]),
      stride: stride, padding: padding, dilation: dilation)
    let workers = workers
    let y = Tensor<Scalar>(uninitialized: convolution.smallShape)
    convolution.reduce(
      x.value, weight.value, accumulates: false, into: y.freshPointer, workers: workers
    ) { pixels, row in
      if let bias { Scalar.kernels.addBias(pixels, K[3], bias.value.pointer, row) }
    }
    return record(y, from: [x, weight] + (bias.map { [$0] } ?? [])) { upstream, gradients in
      gradients.write(to: x.node, shape: X) {
        convolution.expand(upstream, weight.value, accumulates: $1, into: $0, workers: workers)
      }
      gradients.write(to: weight.node, shape: K) {
        convolution.weightGradient(x.value, upstream, accumulates: $1, into: $0, workers: workers)
      }
      gradients.accumulate(into: bias?.node, shape: [K[3]]) {
        workers.columnSums(
          rows: upstream.count / max(1, K[3]), columns: K[3], upstream.pointer, into: $0)
      }
    }
  }

  /// The transposed convolution: the linear map whose matrix is the transpose of `convolution`'s, plus a bias. It
  /// enlarges images (Dumoulin & Visin 2016, ch. 4).
  ///
  ///     y[b, r·s + u·d − p, c·s + v·d − p, o] += x[b, r, c, i] · weight[u, v, o, i]
  ///
  /// - Parameters:
  ///   - x: `[B, H, W, I]`
  ///   - weight: `[h, w, O, I]`: that of the convolution from O to I channels
  ///   - bias: `[O]`
  ///   - stride: s
  ///   - padding: p, what is cut off on every side
  ///   - dilation: d
  /// - Returns: `[B, H', W', O]` with `H' = (H − 1) s − 2p + d(h − 1) + 1`
  @specialized(where Scalar == Float)
  public func transposedConvolution(
    _ x: Variable<Scalar>, weight: Variable<Scalar>, bias: Variable<Scalar>?, stride: Int = 1,
    padding: Int = 0, dilation: Int = 1
  ) -> Variable<Scalar> {
    checkConvolution(
      "transposedConvolution", x, weight, inputs: 3, bias, outputs: 2, stride, padding, dilation)
    let (X, K) = (x.shape, weight.shape)
    let height = (X[1] - 1) * stride - 2 * padding + dilation * (K[0] - 1) + 1
    let width = (X[2] - 1) * stride - 2 * padding + dilation * (K[1] - 1) + 1
    precondition(
      X[1] > 0 && X[2] > 0 && height > 0 && width > 0,
      "transposedConvolution: nothing is left of images \(X) with weight \(K), padding \(padding)")
    let convolution = Convolution(
      batch: X[0], large: (height, width, K[2]), small: (X[1], X[2], X[3]), kernel: (K[0], K[1]),
      stride: stride, padding: padding, dilation: dilation)
    let workers = workers
    let y = Tensor<Scalar>(uninitialized: convolution.largeShape)
    convolution.expand(
      x.value, weight.value, accumulates: false, into: y.freshPointer, workers: workers
    ) { pixels, row in
      if let bias { Scalar.kernels.addBias(pixels, K[2], bias.value.pointer, row) }
    }
    return record(y, from: [x, weight] + (bias.map { [$0] } ?? [])) { upstream, gradients in
      gradients.write(to: x.node, shape: X) {
        convolution.reduce(upstream, weight.value, accumulates: $1, into: $0, workers: workers)
      }
      gradients.write(to: weight.node, shape: K) {
        convolution.weightGradient(upstream, x.value, accumulates: $1, into: $0, workers: workers)
      }
      gradients.accumulate(into: bias?.node, shape: [K[2]]) {
        workers.columnSums(
          rows: upstream.count / max(1, K[2]), columns: K[2], upstream.pointer, into: $0)
      }
    }
  }

  private func checkConvolution(
    _ name: String, _ x: Variable<Scalar>, _ weight: Variable<Scalar>, inputs: Int,
    _ bias: Variable<Scalar>?, outputs: Int, _ stride: Int, _ padding: Int, _ dilation: Int
  ) {
    precondition(
      x.shape.count == 4 && weight.shape.count == 4 && weight.shape[0] > 0 && weight.shape[1] > 0
        && x.shape[3] == weight.shape[inputs]
        && (bias.map { $0.shape == [weight.shape[outputs]] } ?? true),
      "\(name): images \(x.shape), weight \(weight.shape), bias \(bias?.shape ?? [])")
    precondition(
      stride > 0 && padding >= 0 && dilation > 0,
      "\(name): stride \(stride), padding \(padding), dilation \(dilation)")
  }
}
