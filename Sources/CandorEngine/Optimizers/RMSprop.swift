/// RMSprop (Hinton, Coursera 2012, lecture 6e).
///
///     v = ρ v + (1 − ρ) g²        w = w − η g / (√v + ε)        or  / √(v + ε)
public struct RMSprop<Scalar: EngineScalar>: Optimizer {
  /// ρ
  public let decay: Double
  /// ε
  public let epsilon: Double
  /// Whether ε stands inside the root (old Keras and TensorFlow) or is added to the root (PyTorch).
  public let epsilonInsideRoot: Bool
  /// The number of steps taken.
  public var stepCount = 0
  private var meanSquares = OptimizerSlots<Scalar>()

  /// - Parameters:
  ///   - decay: ρ
  ///   - epsilon: ε
  ///   - epsilonInsideRoot: √(v + ε) rather than √v + ε
  public init(decay: Double = 0.9, epsilon: Double = 1e-7, epsilonInsideRoot: Bool = false) {
    precondition(
      (0..<1).contains(decay) && epsilon > 0, "RMSprop: decay \(decay), epsilon \(epsilon)")
    self.decay = decay
    self.epsilon = epsilon
    self.epsilonInsideRoot = epsilonInsideRoot
  }

  /// One step.
  public mutating func update(
    _ model: inout some Module<Scalar>, with gradients: Gradients<Scalar>, rates: LearningRates,
    workers: Workers
  ) {
    stepCount += 1
    forEachTrainable(of: &model, with: gradients) { path, parameter, gradient in
      let rate = Scalar(rates.rate(for: parameter.role))
      let (decay, epsilon) = (Scalar(decay), Scalar(epsilon))
      let inside: Int32 = epsilonInsideRoot ? 1 : 0
      let w = parameter.mutablePointer
      meanSquares.update(path, shape: parameter.value.shape) { meanSquare in
        workers.forEachChunk(of: gradient.count, size: Workers.elementsPerChunk) {
          let at = $0.lowerBound
          Scalar.kernels.rmsprop(
            $0.count, rate, decay, epsilon, inside, gradient.pointer + at, meanSquare + at, w + at)
        }
      }
      keepAlive(parameter, gradient)
    }
  }

  /// `meanSquare.PATH` → v
  public var state: [String: Tensor<Scalar>] {
    get { OptimizerSlots.join([("meanSquare", meanSquares)]) }
    set { meanSquares = OptimizerSlots(newValue, name: "meanSquare") }
  }

  /// `meanSquare`
  public var slotNames: [String] { ["meanSquare"] }
}
