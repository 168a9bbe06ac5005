import CandorEngine
import TestSupport
import Testing

@Suite struct DenseTests {
  @Test func layer() throws {
    var generator = SeededGenerator(seed: 1, purpose: "dense")
    let dense = Dense<Double>(inputs: 5, outputs: 4, using: &generator)
    ParameterAudit.expectComplete(dense)
    #expect(dense.inputCount == 5)
    #expect(dense.priorWeights.map(\.identity) == [dense.weight.identity])
    #expect(dense.weight.value.shape == [4, 5] && dense.bias.value.scalars == [0, 0, 0, 0])
    let bound = (6.0 / 9).squareRoot()
    #expect(dense.weight.value.scalars.allSatisfy { abs($0) <= bound })
    #expect(Set(dense.weight.value.scalars).count == 20)
    let x: Tensor<Double> = GradientCheck.random([3, 5])
    try GradientCheck.expect(model: dense, limit: 20) { model, context in
      context.sum(context.tanh(model(Variable(x), in: context)))
    }
  }

  @Test func theSeedDecidesTheWeights() {
    func weights(_ seed: UInt64) -> [Double] {
      var generator = SeededGenerator(seed: seed, purpose: "dense")
      return Dense<Double>(inputs: 5, outputs: 4, using: &generator).weight.value.scalars
    }
    #expect(weights(1) == weights(1))
    #expect(weights(1) != weights(2))
  }
}

@Suite struct EmbeddingTests {
  @Test func layer() throws {
    var generator = SeededGenerator(seed: 1, purpose: "embedding")
    let embedding = Embedding<Double>(symbols: 6, features: 3, padding: 0, using: &generator)
    ParameterAudit.expectComplete(embedding)
    #expect(embedding.table.value.shape == [6, 3])
    #expect(embedding.table.value.scalars.allSatisfy { abs($0) <= 1 })
    let context = Context<Double>(mode: .training)
    let indices: [Int32] = [1, 0, 5, 5, 2, 0]
    let y = embedding(indices, shape: [3, 2], in: context)
    #expect(y.shape == [3, 2, 3])
    let table = embedding.table.value.scalars
    #expect(y.value.scalars == indices.flatMap { table[Int($0) * 3..<Int($0) * 3 + 3] })
    let gradient = try context.gradients(
      of: context.objective(context.sum(y)), for: embedding)[embedding.table]
    #expect(
      gradient?.scalars == [0, 0, 0, 1, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 2, 2, 2])
  }

  /// All squares together are 1 on average.
  @Test func vectorsHaveUnitLength() {
    var generator = SeededGenerator(seed: 1, purpose: "embedding")
    let table = Embedding<Double>(symbols: 500, features: 40, using: &generator).table.value.scalars
    #expect(abs(table.reduce(0) { $0 + $1 * $1 } / 500 - 1) < 0.02)
  }
}
