import RealModule

/// Adam (Kingma & Ba 2015, alg. 1).
///
///     m = β₁ m + (1 − β₁) g     v = β₂ v + (1 − β₂) g²     w = w − η · m/(1 − β₁ᵗ) / (√(v/(1 − β₂ᵗ)) + ε)
public struct Adam<Scalar: EngineScalar>: Optimizer {
  private var moments: AdamMoments<Scalar>

  /// - Parameters:
  ///   - beta1: β₁
  ///   - beta2: β₂
  ///   - epsilon: ε
  public init(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8) {
    moments = AdamMoments(beta1: beta1, beta2: beta2, epsilon: epsilon)
  }

  /// One step.
  public mutating func update(
    _ model: inout some Module<Scalar>, with gradients: Gradients<Scalar>, rates: LearningRates,
    workers: Workers
  ) {
    stepCount += 1
    forEachTrainable(of: &model, with: gradients) { path, parameter, gradient in
      moments.update(
        path, &parameter, gradient, rate: rates.rate(for: parameter.role), weightDecay: 0,
        workers: workers)
    }
  }

  /// The number of steps taken, t.
  public var stepCount: Int {
    get { moments.stepCount }
    set { moments.stepCount = newValue }
  }

  /// `mean.PATH` → m, `meanSquare.PATH` → v
  public var state: [String: Tensor<Scalar>] {
    get { moments.state }
    set { moments.state = newValue }
  }

  /// `mean`, `meanSquare`
  public var slotNames: [String] { AdamMoments<Scalar>.slotNames }
}

/// The running moments that Adam and AdamW share.
struct AdamMoments<Scalar: EngineScalar>: Sendable {
  let beta1: Double
  let beta2: Double
  let epsilon: Double
  var stepCount = 0
  private var means = OptimizerSlots<Scalar>()
  private var meanSquares = OptimizerSlots<Scalar>()

  init(beta1: Double, beta2: Double, epsilon: Double) {
    precondition(
      (0..<1).contains(beta1) && (0..<1).contains(beta2) && epsilon > 0,
      "Adam: beta1 \(beta1), beta2 \(beta2), epsilon \(epsilon)")
    self.beta1 = beta1
    self.beta2 = beta2
    self.epsilon = epsilon
  }

  @specialized(where Scalar == Float)
  mutating func update(
    _ path: String, _ parameter: inout Parameter<Scalar>, _ gradient: Tensor<Scalar>,
    rate: Double, weightDecay: Double, workers: Workers
  ) {
    let correction1 = Scalar(1 - Double.pow(beta1, stepCount))
    let correction2 = Scalar(1 - Double.pow(beta2, stepCount))
    let shape = parameter.value.shape
    let w = parameter.mutablePointer
    means.update(path, shape: shape) { mean in
      meanSquares.update(path, shape: shape) { meanSquare in
        workers.forEachChunk(of: gradient.count, size: Workers.elementsPerChunk) {
          let at = $0.lowerBound
          Scalar.kernels.adam(
            $0.count, Scalar(rate), Scalar(beta1), Scalar(beta2), Scalar(epsilon), correction1,
            correction2, Scalar(weightDecay), gradient.pointer + at, mean + at, meanSquare + at,
            w + at)
        }
      }
    }
    keepAlive(parameter, gradient)
  }

  var state: [String: Tensor<Scalar>] {
    get { OptimizerSlots.join([("mean", means), ("meanSquare", meanSquares)]) }
    set {
      means = OptimizerSlots(newValue, name: "mean")
      meanSquares = OptimizerSlots(newValue, name: "meanSquare")
    }
  }

  static var slotNames: [String] { ["mean", "meanSquare"] }
}
