/// Two LSTMs over the same input, one from each end; their outputs side by side (Graves & Schmidhuber 2005).
public struct BidirectionalLSTM<Scalar: EngineScalar>: RegularizedLayer {
  /// From the first step to the last.
  public var forward: LSTM<Scalar>
  /// From the last step to the first.
  public var backward: LSTM<Scalar>

  /// - Parameters:
  ///   - inputs: I
  ///   - hidden: H of each direction
  ///   - forwardDropout: dropout of the forward recurrent state
  ///   - backwardDropout: dropout of the backward recurrent state
  public init(
    inputs: Int, hidden: Int, forwardDropout: DropoutSite<Scalar> = .none,
    backwardDropout: DropoutSite<Scalar> = .none, using generator: inout SeededGenerator
  ) {
    forward = LSTM(
      inputs: inputs, hidden: hidden, recurrentDropout: forwardDropout, using: &generator)
    backward = LSTM(
      inputs: inputs, hidden: hidden, recurrentDropout: backwardDropout, isReversed: true,
      using: &generator)
  }

  /// The number of input features I.
  public var inputCount: Int { forward.inputCount }
  /// The input matrices of both directions.
  public var priorWeights: [Parameter<Scalar>] { forward.priorWeights + backward.priorWeights }

  /// Outputs `[T, B, 2H]` and last states `[B, 2H]`, forward before backward.
  public func callAsFunction(
    _ input: Sequences<Scalar>, in context: Context<Scalar>
  ) -> LSTMOutput<Scalar> {
    let a = forward(input, in: context)
    let b = backward(input, in: context)
    return LSTMOutput(
      outputs: context.concatenate([a.outputs, b.outputs]),
      hidden: context.concatenate([a.hidden, b.hidden]),
      cell: context.concatenate([a.cell, b.cell]))
  }

  /// Visits `forward` and `backward`.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("forward", &forward)
    visitor.visit("backward", &backward)
  }
}
