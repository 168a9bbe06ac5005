/// Gaussian noise around the outputs of a regression network, and where its precision comes from.
///
///     y ~ N(μ, 1/τ),      s = ln τ
public struct GaussianLikelihood<Scalar: EngineScalar>: Module {
  /// Where the precision comes from.
  public enum Noise: Sendable, Equatable {
    /// It is known: s for every feature.
    case fixed(logPrecision: Double)
    /// One s for each feature is trained, with a prior if there is one.
    case trained(initialLogPrecision: Double = 0, prior: GammaPrior? = nil)
    /// The network says s beside μ: it has twice as many outputs, first all μ, then all s.
    case heteroscedastic
  }

  /// Names the layer, uniquely in its model.
  public let name: String
  /// Where the precision comes from.
  public let noise: Noise
  /// D, the number of features of a target.
  public let features: Int
  /// s of each feature, `[D]`, where it is fixed or trained.
  public var logPrecision: Parameter<Scalar>?

  /// - Parameters:
  ///   - noise: where the precision comes from
  ///   - features: D
  ///   - name: unique in the model
  public init(_ noise: Noise, features: Int = 1, name: String = "likelihood") {
    self.noise = noise
    self.features = features
    self.name = name
    switch noise {
    case .fixed(let s):
      logPrecision = Parameter(Tensor(shape: [features], repeating: Scalar(s)), role: .statistic)
    case .trained(let s, _):
      logPrecision = Parameter(Tensor(shape: [features], repeating: Scalar(s)), role: .bias)
    case .heteroscedastic:
      logPrecision = nil
    }
  }

  /// How many outputs the network before it must have.
  public var outputCount: Int { logPrecision == nil ? 2 * features : features }

  /// μ, `[…, D]`, and s, `[D]` or `[…, D]`, from the outputs of the network.
  public func parts(
    of outputs: Variable<Scalar>, in context: Context<Scalar>
  ) -> (mean: Variable<Scalar>, logPrecision: Variable<Scalar>) {
    if let logPrecision { return (outputs, context.variable(logPrecision)) }
    let parts = context.split(outputs, widths: [features, features])
    return (parts[0], parts[1])
  }

  /// The negative log-likelihood of targets, a mean over the rows; registers the prior of the precision.
  ///
  /// - Parameters:
  ///   - outputs: of the network, `[…, outputCount]`
  ///   - targets: `[…, D]`
  public func loss(
    _ outputs: Variable<Scalar>, targets: Tensor<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let (mean, s) = parts(of: outputs, in: context)
    if case .trained(_, let prior?) = noise, let logPrecision {
      context.addPenalty(layer: RandomStream.key(name), of: logPrecision.identity) {
        Penalty(
          name: name,
          value: context.gammaPenalty(
            logPrecision: s, shape: Scalar(prior.shape), rate: Scalar(prior.rate),
            coefficient: Scalar(prior.coefficient)))
      }
    }
    return context.gaussianNegativeLogLikelihood(mean: mean, logPrecision: s, targets: targets)
  }

  /// Visits `logPrecision` where there is one.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("logPrecision", &logPrecision)
  }
}

/// A Gamma(a, b) prior on a precision τ: density ∝ τ^{a−1} e^{−bτ}.
public struct GammaPrior: Sendable, Codable, Equatable {
  /// a
  public var shape: Double
  /// b
  public var rate: Double
  /// What −ln of the density is multiplied by: 1/N for a loss averaged over N examples.
  public var coefficient: Double

  /// - Parameters:
  ///   - shape: a
  ///   - rate: b
  ///   - coefficient: 1/N for a loss averaged over N examples
  public init(shape: Double, rate: Double, coefficient: Double) {
    self.shape = shape
    self.rate = rate
    self.coefficient = coefficient
  }
}
