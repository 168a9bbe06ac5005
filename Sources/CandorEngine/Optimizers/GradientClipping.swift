extension Gradients {
  /// The Euclidean norm of all gradients of a model taken as one vector.
  ///
  /// Summed in visiting order, so that the same gradients give the same bits.
  public func norm(over model: some Module<Scalar>) -> Double {
    var squares = 0.0
    for (_, parameter) in model.parameters {
      guard parameter.isTrainable, let gradient = self[parameter] else { continue }
      squares += Double(Scalar.kernels.sumOfSquares(gradient.count, gradient.pointer))
      keepAlive(gradient)
    }
    return squares.squareRoot()
  }

  /// Multiplies every gradient by `scale`.
  public mutating func scale(by scale: Scalar) {
    for identity in values.keys {
      guard var gradient = values.updateValue(Tensor(zeros: [0]), forKey: identity) else {
        continue
      }
      let elements = gradient.mutablePointer
      Scalar.kernels.scale(gradient.count, scale, elements, elements)
      values[identity] = gradient
    }
  }

  /// Scales all gradients so that their common norm is at most `limit` (Pascanu, Mikolov & Bengio 2013, alg. 1).
  ///
  /// - Returns: the norm before. It may be infinite or NaN; then nothing is scaled, and the step is not to be taken.
  public mutating func clip(toNorm limit: Double, over model: some Module<Scalar>) -> Double {
    let norm = norm(over: model)
    if norm.isFinite, norm > limit { scale(by: Scalar(limit / norm)) }
    return norm
  }
}
