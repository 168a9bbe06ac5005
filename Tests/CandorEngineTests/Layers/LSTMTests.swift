import CandorEngine
import TestSupport
import Testing

@Suite struct LSTMTests {
  private let x: Tensor<Double> = GradientCheck.random([4, 3, 2])
  private let lengths = SequenceLengths([4, 1, 3], maximum: 4)
  private static let concrete = DropoutChoice.concrete(
    initialRate: 0.3, prior: Prior(lengthScale: 1, dataCount: 5))

  private func lstm(
    _ dropout: DropoutChoice = .none, isReversed: Bool = false
  ) -> LSTM<Double> {
    var generator = SeededGenerator(seed: 1, purpose: "lstm")
    return LSTM(
      inputs: 2, hidden: 3, recurrentDropout: dropout.site("recurrent", inputCount: 3),
      isReversed: isReversed, using: &generator)
  }

  @Test func weights() {
    let layer = lstm()
    ParameterAudit.expectComplete(layer)
    ParameterAudit.expectComplete(lstm(Self.concrete))
    #expect(layer.inputCount == 2 && layer.hiddenCount == 3)
    #expect(layer.priorWeights.map(\.identity) == [layer.inputWeight.identity])
    #expect(layer.bias.value.scalars == [0, 0, 0, 1, 1, 1, 0, 0, 0, 0, 0, 0])
    #expect(layer.inputWeight.value.scalars.allSatisfy { abs($0) <= (6.0 / 5).squareRoot() })
    #expect(layer.recurrentWeight.value.scalars.allSatisfy { abs($0) <= 1 })
  }

  @Test(arguments: [false, true]) func gradients(isReversed: Bool) throws {
    for choice in [DropoutChoice.none, .fixed(rate: 0.4), Self.concrete] {
      try GradientCheck.expect(model: lstm(choice, isReversed: isReversed)) { model, context in
        let result = model(Sequences(Variable(x), lengths: lengths), in: context)
        let loss = context.add(
          context.sum(context.tanh(result.outputs)), context.sum(context.tanh(result.cell)))
        return loss
      }
    }
  }

  /// The recurrent site covers U with K = H; W is the business of a site at the input.
  @Test func theRecurrentPenalty() {
    let layer = lstm(Self.concrete)
    let context = Context<Double>(mode: .training)
    _ = layer(Sequences(Variable(x), lengths: lengths), in: context)
    #expect(context.penalties.map(\.name) == ["recurrent"])
    let squares = layer.recurrentWeight.value.scalars.reduce(0) { $0 + $1 * $1 }
    let entropy = -0.3 * Double.log(0.3) - 0.7 * Double.log(0.7)
    expectClose(
      context.penalties[0].value.value.item, squares / 10 / 0.7 - 3 * entropy / 5, absolute: 1e-12,
      relative: 1e-12)
  }

  @Test func bothDirections() throws {
    var generator = SeededGenerator(seed: 1, purpose: "bidirectional")
    let layer = BidirectionalLSTM<Double>(
      inputs: 2, hidden: 3, forwardDropout: Self.concrete.site("f", inputCount: 3),
      backwardDropout: Self.concrete.site("b", inputCount: 3), using: &generator)
    ParameterAudit.expectComplete(layer)
    #expect(
      layer.priorWeights.map(\.identity) == [
        layer.forward.inputWeight.identity, layer.backward.inputWeight.identity,
      ])
    #expect(layer.forward.inputWeight.value.scalars != layer.backward.inputWeight.value.scalars)
    let input = Sequences<Double>(Variable(x), lengths: lengths)
    let context = Context<Double>(mode: .deterministic)
    let (both, a, b) = (
      layer(input, in: context), layer.forward(input, in: context),
      layer.backward(input, in: context)
    )
    #expect(both.outputs.shape == [4, 3, 6] && both.hidden.shape == [3, 6])
    let parts = context.split(both.outputs, widths: [3, 3])
    #expect(parts[0].value.scalars == a.outputs.value.scalars)
    #expect(parts[1].value.scalars == b.outputs.value.scalars)
    // Forward ends at the last valid step, backward at the first.
    let last = context.lastOverTime(a.outputs, lengths: lengths)
    #expect(a.hidden.value.scalars == last.value.scalars)
    #expect(b.hidden.value.scalars == Array(b.outputs.value.scalars[0..<9]))
    try GradientCheck.expect(model: layer, limit: 6) { model, context in
      let result = model(input, in: context)
      return context.sum(context.tanh(result.outputs))
    }
  }
}
