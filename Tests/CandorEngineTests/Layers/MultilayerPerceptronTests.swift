import CandorEngine
import TestSupport
import Testing

@Suite struct MultilayerPerceptronTests {
  private static let concrete = DropoutChoice.concrete(
    initialRate: 0.3, prior: Prior(lengthScale: 0.5, dataCount: 10))

  @Test func layersAndSites() throws {
    let network = MultilayerPerceptron<Double>(
      sizes: [5, 4, 3], dropout: [.fixed(rate: 0.25), Self.concrete], seed: 1)
    ParameterAudit.expectComplete(network)
    #expect(network.layers.map { $0.layer.weight.value.shape } == [[4, 5], [3, 4]])
    #expect(network.dropoutRates[0] == 0.25 && abs(network.dropoutRates[1] - 0.3) < 1e-6)
    let x: Tensor<Double> = GradientCheck.random([6, 5])
    try GradientCheck.expect(model: network, limit: 20) { model, context in
      context.sum(context.tanh(model(Variable(x), in: context)))
    }
  }

  /// y = W₂ max(0, W₁ x + b₁) + b₂, by hand.
  @Test func theMeanNetworkIsWhatTheEquationSays() {
    var network = MultilayerPerceptron<Double>(
      sizes: [2, 2, 1], dropout: [.none, .fixed(rate: 0.5)], seed: 1)
    let values: [[Double]] = [[1, -2, 3, 1], [0.5, -1], [2, 10], [4]]
    var next = 0
    network.updateParameters { _, parameter in
      parameter.value = Tensor(shape: parameter.value.shape, values[next])
      next += 1
    }
    let context = Context<Double>(mode: .deterministic)
    let x = Tensor<Double>(shape: [2, 2], [1, 1, 2, 0])
    // Hidden: (1 − 2 + 0.5, 3 + 1 − 1) → (0, 3), and (2 + 0.5, 6 − 1).
    #expect(network(Variable(x), in: context).value.scalars == [34, 59])
  }
}
