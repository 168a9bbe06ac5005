/// Adam with decoupled weight decay (Loshchilov & Hutter 2019, alg. 2): `w = w (1 − η λ)` before the step of Adam.
public struct AdamW<Scalar: EngineScalar>: Optimizer {
  /// λ
  public let weightDecay: Double
  /// The roles that decay: weights and tables by default, never biases or dropout logits.
  public let decayedRoles: Set<ParameterRole>
  private var moments: AdamMoments<Scalar>

  /// - Parameters:
  ///   - weightDecay: λ
  ///   - decayedRoles: the roles that decay
  ///   - beta1: β₁
  ///   - beta2: β₂
  ///   - epsilon: ε
  public init(
    weightDecay: Double = 0.01, decayedRoles: Set<ParameterRole> = [.weight, .table],
    beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8
  ) {
    precondition(weightDecay >= 0, "AdamW: weight decay \(weightDecay)")
    self.weightDecay = weightDecay
    self.decayedRoles = decayedRoles
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
        path, &parameter, gradient, rate: rates.rate(for: parameter.role),
        weightDecay: decayedRoles.contains(parameter.role) ? weightDecay : 0, workers: workers)
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
