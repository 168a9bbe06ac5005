/// A layer of long short-term memory over sequences, in one direction.
public struct LSTM<Scalar: EngineScalar>: RegularizedLayer {
  /// W, `[4H, I]`, rows in blocks i, f, g, o
  public var inputWeight: Parameter<Scalar>
  /// U, `[4H, H]`
  public var recurrentWeight: Parameter<Scalar>
  /// b, `[4H]`
  public var bias: Parameter<Scalar>
  /// Dropout of the recurrent state, tied over time; it owns U's prior.
  public var recurrentDropout: DropoutSite<Scalar>
  /// Whether time runs from the last valid step to the first.
  public let isReversed: Bool

  /// Weights of each gate uniform after Glorot & Bengio (2010); bias zero but 1 for the forget gate
  /// (Jozefowicz et al. 2015).
  ///
  /// - Parameters:
  ///   - inputs: I
  ///   - hidden: H
  ///   - recurrentDropout: dropout of the recurrent state
  ///   - isReversed: whether time runs backward
  public init(
    inputs: Int, hidden: Int, recurrentDropout: DropoutSite<Scalar> = .none,
    isReversed: Bool = false, using generator: inout SeededGenerator
  ) {
    let inputBound = Scalar((6 / Double(inputs + hidden)).squareRoot())
    let recurrentBound = Scalar((3 / Double(hidden)).squareRoot())
    inputWeight = Parameter(
      .uniform([4 * hidden, inputs], bound: inputBound, using: &generator))
    recurrentWeight = Parameter(
      .uniform([4 * hidden, hidden], bound: recurrentBound, using: &generator))
    var offsets = Tensor<Scalar>(zeros: [4 * hidden])
    offsets.withUnsafeMutableElements { elements in
      for index in hidden..<2 * hidden { elements[index] = 1 }
    }
    bias = Parameter(offsets, role: .bias)
    self.recurrentDropout = recurrentDropout
    self.isReversed = isReversed
  }

  /// The number of hidden units H.
  public var hiddenCount: Int { recurrentWeight.value.shape[1] }
  /// The number of input features I.
  public var inputCount: Int { inputWeight.value.shape[1] }
  /// W alone: dropping an input drops columns of W (never the bias, never U).
  public var priorWeights: [Parameter<Scalar>] { [inputWeight] }

  /// h of every step and the last state, from a zero state.
  public func callAsFunction(
    _ input: Sequences<Scalar>, in context: Context<Scalar>
  ) -> LSTMOutput<Scalar> {
    self(input, from: nil, in: context)
  }

  /// h of every step and the last state, from a given state.
  public func callAsFunction(
    _ input: Sequences<Scalar>, from initial: LSTMState<Scalar>?, in context: Context<Scalar>
  ) -> LSTMOutput<Scalar> {
    let mask = recurrentDropout.mask(
      rows: input.lengths.rows, weights: [recurrentWeight], in: context)
    return context.lstm(
      input.values, inputWeight: context.variable(inputWeight),
      recurrentWeight: context.variable(recurrentWeight), bias: context.variable(bias),
      initial: initial, lengths: input.lengths, reverse: isReversed, recurrentMask: mask)
  }

  /// Visits `inputWeight`, `recurrentWeight`, `bias` and `recurrentDropout`.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("inputWeight", &inputWeight)
    visitor.visit("recurrentWeight", &recurrentWeight)
    visitor.visit("bias", &bias)
    visitor.visit("recurrentDropout", &recurrentDropout)
  }
}
