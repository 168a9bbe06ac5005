/// A fully connected layer: `y = x Wᵀ + b`, `[…, I]` → `[…, O]`.
public struct Dense<Scalar: EngineScalar>: RegularizedLayer {
  /// W, `[O, I]`
  public var weight: Parameter<Scalar>
  /// b, `[O]`
  public var bias: Parameter<Scalar>

  /// Weights uniform in ±√(6/(I+O)) (Glorot & Bengio 2010, eq. 16), bias zero.
  public init(inputs: Int, outputs: Int, using generator: inout SeededGenerator) {
    let bound = Scalar((6 / Double(inputs + outputs)).squareRoot())
    weight = Parameter(.uniform([outputs, inputs], bound: bound, using: &generator))
    bias = Parameter(Tensor(zeros: [outputs]), role: .bias)
  }

  /// The number of input features I.
  public var inputCount: Int { weight.value.shape[1] }
  /// W alone.
  public var priorWeights: [Parameter<Scalar>] { [weight] }

  /// `x Wᵀ + b`
  public func callAsFunction(
    _ input: Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    context.dense(input, weight: context.variable(weight), bias: context.variable(bias))
  }

  /// Visits `weight` and `bias`.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("weight", &weight)
    visitor.visit("bias", &bias)
  }
}
