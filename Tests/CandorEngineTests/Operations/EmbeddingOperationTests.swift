import CandorEngine
import TestSupport
import Testing

@Suite struct EmbeddingOperationTests {
  private let table: Tensor<Double> = GradientCheck.random([4, 3])

  @Test func gradients() {
    // Row 2 is never looked up, row 1 three times.
    GradientCheck.expect([table]) {
      $0.embedding($1[0], indices: [1, 0, 1, 3, 3, 1], shape: [3, 2])
    }
  }

  @Test func paddingIsLookedUpButNotTrained() {
    let context = Context<Double>(mode: .training)
    let input = context.input(table)
    let y = context.embedding(input, indices: [1, 0, 1], shape: [3], padding: 0)
    #expect(y.value.scalars[3..<6].elementsEqual(table.scalars[0..<3]))
    let gradient = context.gradients(of: y, for: [input])[0]
    #expect(gradient?.scalars == [0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0])
  }

  @Test(.needsGolden("embedding")) func golden() throws {
    for name in ["embedding", "embedding_padding"] {
      for golden in try Goldens.cases("embedding", named: name) {
        try check(golden, Double.self)
        try check(golden, Float.self)
      }
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    let context = Context<Scalar>(mode: .training)
    let table = context.input(try golden.values("inputs.table", type))
    let indices = try golden.tensor("inputs.indices")
    let padding =
      golden.has("config.padding_index") ? Int32(try golden.number("config.padding_index")) : nil
    let y = context.embedding(
      table, indices: indices.integers.map { Int32($0) }, shape: indices.shape, padding: padding)
    expectGolden(y.value, try golden.values("outputs.y", type), "y")
    let gradient = context.gradients(
      of: y, for: [table], upstream: try golden.values("upstream.y", type))[0]
    expectGolden(gradient, try golden.values("gradients.table", type), golden.name)
  }
}
