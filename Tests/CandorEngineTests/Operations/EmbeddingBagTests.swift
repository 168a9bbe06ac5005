import CandorEngine
import TestSupport
import Testing

@Suite struct EmbeddingBagTests {
  private let table: Tensor<Double> = GradientCheck.random([4, 3])

  @Test func gradients() {
    GradientCheck.expect([table]) { $0.embeddingBag($1[0], bags: [[1, 0, 1], [], [3]]) }
  }

  @Test func values() {
    let context = Context<Float>(mode: .deterministic)
    let table = Variable(Tensor<Float>(shape: [3, 2], [1, 2, 10, 20, 100, 200]))
    let y = context.embeddingBag(table, bags: [[2], [], [0, 1, 1, 0]])
    #expect(y.shape == [3, 2])
    #expect(y.value.scalars == [100, 200, 0, 0, 11, 22])
  }
}
