extension Module {
  /// Moves every parameter, statistics included, towards those of another copy of the model.
  ///
  ///     w ← d w + (1 − d) w',    d = min(decay, (1 + t) / (10 + t))
  ///
  /// The bound on d lets the average forget the initial weights (as TensorFlow's moving average does).
  ///
  /// - Parameters:
  ///   - model: the copy that is trained
  ///   - decay: the greatest d
  ///   - step: t, the number of averages taken before
  mutating func average(with model: Self, decay: Double, step: Int) {
    let decay = Scalar(min(decay, Double(1 + step) / Double(10 + step)))
    var targets: [ParameterIdentity: Tensor<Scalar>] = [:]
    for (_, parameter) in model.parameters { targets[parameter.identity] = parameter.value }
    updateParameters { _, parameter in
      guard let target = targets[parameter.identity] else { return }
      let elements = parameter.mutablePointer
      Scalar.kernels.scale(target.count, decay, elements, elements)
      Scalar.kernels.scaleAdd(target.count, 1 - decay, target.pointer, elements)
      keepAlive(target)
    }
  }
}
