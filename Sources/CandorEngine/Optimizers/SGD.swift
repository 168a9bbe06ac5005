/// Stochastic gradient descent, with momentum if wished (Sutskever et al. 2013, eq. 1–2, in the form of PyTorch).
///
///     v = μ v + g        w = w − η v
public struct SGD<Scalar: EngineScalar>: Optimizer {
  /// μ
  public let momentum: Double
  /// The number of steps taken.
  public var stepCount = 0
  private var velocities = OptimizerSlots<Scalar>()

  /// - Parameter momentum: μ, in 0 ..< 1
  public init(momentum: Double = 0) {
    precondition((0..<1).contains(momentum), "SGD: momentum \(momentum)")
    self.momentum = momentum
  }

  /// One step.
  public mutating func update(
    _ model: inout some Module<Scalar>, with gradients: Gradients<Scalar>, rates: LearningRates,
    workers: Workers
  ) {
    stepCount += 1
    forEachTrainable(of: &model, with: gradients) { path, parameter, gradient in
      let rate = Scalar(rates.rate(for: parameter.role))
      let count = gradient.count
      let w = parameter.mutablePointer
      let momentum = Scalar(momentum)
      let step = { (velocity: UnsafeMutablePointer<Scalar>?) in
        workers.forEachChunk(of: count, size: Workers.elementsPerChunk) {
          let at = $0.lowerBound
          Scalar.kernels.sgd(
            $0.count, rate, momentum, gradient.pointer + at, velocity.map { $0 + at }, w + at)
        }
        keepAlive(gradient)
      }
      if momentum == 0 {
        step(nil)
      } else {
        velocities.update(path, shape: parameter.value.shape) { step($0) }
      }
      keepAlive(parameter)
    }
  }

  /// `velocity.PATH` → v
  public var state: [String: Tensor<Scalar>] {
    get { OptimizerSlots.join([("velocity", velocities)]) }
    set { velocities = OptimizerSlots(newValue, name: "velocity") }
  }

  /// `velocity`
  public var slotNames: [String] { ["velocity"] }
}
