extension Gradients {
  /// The Euclidean norm of all gradients of a model taken as one vector.
  ///
  /// Summed in visiting order, so that the same gradients give the same bits on any number of threads.
  public func norm(over model: some Module<Scalar>, workers: Workers = .single) -> Double {
    var squares = 0.0
    for (_, parameter) in model.parameters {
      guard parameter.isTrainable, let gradient = self[parameter] else { continue }
      squares += workers.sumOfSquares(gradient)
    }
    return squares.squareRoot()
  }

  /// Multiplies every gradient by `scale`.
  public mutating func scale(by scale: Scalar, workers: Workers = .single) {
    // A view of the keys would share the gradients, each of which would be copied to be changed.
    for identity in Array(values.keys) {
      guard var gradient = values.updateValue(Tensor(zeros: [0]), forKey: identity) else {
        continue
      }
      let elements = gradient.mutablePointer
      workers.forEachChunk(of: gradient.count, size: Workers.elementsPerChunk) {
        let part = elements + $0.lowerBound
        Scalar.kernels.scale($0.count, scale, part, part)
      }
      values[identity] = gradient
    }
  }

  /// Scales all gradients so that their common norm is at most `limit` (Pascanu, Mikolov & Bengio 2013, alg. 1).
  ///
  /// - Returns: the norm before. It may be infinite or NaN; then nothing is scaled, and the step is not to be taken.
  public mutating func clip(
    toNorm limit: Double, over model: some Module<Scalar>, workers: Workers = .single
  ) -> Double {
    let norm = norm(over: model, workers: workers)
    if norm.isFinite, norm > limit { scale(by: Scalar(limit / norm), workers: workers) }
    return norm
  }
}

extension Workers {
  @specialized(where Scalar == Float)
  fileprivate func sumOfSquares<Scalar: EngineScalar>(_ tensor: Tensor<Scalar>) -> Double {
    let size = Workers.elementsPerChunk
    var sums = [Double](repeating: 0, count: (tensor.count + size - 1) / size)
    sums.withUnsafeMutableBufferPointer { sums in
      nonisolated(unsafe) let sums = sums
      forEachChunk(of: tensor.count, size: size) {
        sums[$0.lowerBound / size] = Double(
          Scalar.kernels.sumOfSquares($0.count, tensor.pointer + $0.lowerBound))
      }
    }
    keepAlive(tensor)
    return sums.reduce(0, +)
  }
}
