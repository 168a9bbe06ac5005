/// Batch normalisation of features over the valid positions of a batch (Ioffe & Szegedy 2015): the rows of `[B, D]`, the
/// valid time steps of sequences, the pixels of images `[B, H, W, D]` (BatchNorm2D elsewhere).
///
/// In training, the batch's own mean and variance; otherwise running averages of them, kept with the unbiased
/// variance: `running = (1 − m) · running + m · batch`.
public struct BatchNorm<Scalar: EngineScalar>: Module {
  /// γ, `[D]`
  public var gamma: Parameter<Scalar>
  /// β, `[D]`
  public var beta: Parameter<Scalar>
  /// `[D]`
  public var runningMean: Parameter<Scalar>
  /// `[D]`
  public var runningVariance: Parameter<Scalar>
  /// m, the share of the newest batch in the running averages.
  public let momentum: Scalar
  /// ε, added to the variance.
  public let epsilon: Scalar

  /// γ = 1, β = 0, running mean 0 and variance 1.
  public init(features: Int, momentum: Scalar = 0.1, epsilon: Scalar = 1e-5) {
    gamma = Parameter(Tensor(shape: [features], repeating: 1), role: .bias)
    beta = Parameter(Tensor(zeros: [features]), role: .bias)
    runningMean = Parameter(Tensor(zeros: [features]), role: .statistic)
    runningVariance = Parameter(Tensor(shape: [features], repeating: 1), role: .statistic)
    self.momentum = momentum
    self.epsilon = epsilon
  }

  /// Normalises the valid positions of sequences; padding comes out zero.
  public func callAsFunction(
    _ input: Sequences<Scalar>, in context: Context<Scalar>
  ) -> Sequences<Scalar> {
    Sequences(
      normalize(input.values, valid: input.lengths.valid, in: context), lengths: input.lengths)
  }

  /// Normalises rows `[…, D]`.
  public func callAsFunction(
    _ input: Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    normalize(input, valid: nil, in: context)
  }

  private func normalize(
    _ x: Variable<Scalar>, valid: [UInt8]?, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let running =
      context.mode == .training ? nil : (mean: runningMean.value, variance: runningVariance.value)
    let (y, statistics) = context.batchNorm(
      x, gamma: context.variable(gamma), beta: context.variable(beta), valid: valid,
      epsilon: epsilon, running: running)
    if let statistics, statistics.count > 1 {
      let unbiased = Scalar(statistics.count) / Scalar(statistics.count - 1)
      context.update(runningMean, to: mix(runningMean.value, statistics.mean, scale: 1))
      context.update(
        runningVariance, to: mix(runningVariance.value, statistics.variance, scale: unbiased))
    }
    return y
  }

  private func mix(_ old: Tensor<Scalar>, _ new: Tensor<Scalar>, scale: Scalar) -> Tensor<Scalar> {
    Tensor(
      shape: old.shape,
      zip(old.scalars, new.scalars).map { (1 - momentum) * $0 + momentum * scale * $1 })
  }

  /// Visits `gamma`, `beta`, `runningMean` and `runningVariance`.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("gamma", &gamma)
    visitor.visit("beta", &beta)
    visitor.visit("runningMean", &runningMean)
    visitor.visit("runningVariance", &runningVariance)
  }
}
