import CandorEngine
import TestSupport
import Testing

@Suite struct ConcatenateTests {
  @Test func gradients() {
    let a: Tensor<Double> = GradientCheck.random([3, 2, 2], seed: 1)
    let b: Tensor<Double> = GradientCheck.random([3, 2, 1], seed: 2)
    let c: Tensor<Double> = GradientCheck.random([3, 2, 3], seed: 3)
    GradientCheck.expect([a, b, c]) { $0.concatenate($1) }
    GradientCheck.expect([a]) { $0.concatenate($1) }
    GradientCheck.expect([a, b]) { $0.concatenate([$1[0], $1[1], $1[0]]) }
    GradientCheck.expect([b]) { $0.concatenate([Variable(a), $1[0]]) }
  }

  @Test func split() {
    let a: Tensor<Double> = GradientCheck.random([3, 2, 6], seed: 1)
    GradientCheck.expect([a], outputs: { $0.split($1[0], widths: [2, 1, 3]) })
    // One part alone: the others get no gradient.
    GradientCheck.expect([a]) { $0.split($1[0], widths: [2, 1, 3])[1] }
    let context = Context<Double>(mode: .deterministic)
    let parts = context.split(Variable(a), widths: [2, 0, 1, 3])
    #expect(parts.map(\.shape) == [[3, 2, 2], [3, 2, 0], [3, 2, 1], [3, 2, 3]])
    #expect(context.concatenate(parts).value.scalars == a.scalars)
  }

  @Test func featuresLieSideBySide() {
    let context = Context<Float>(mode: .deterministic)
    let joined = context.concatenate([
      Variable(Tensor(shape: [2, 1], [1, 2])), Variable(Tensor(shape: [2, 2], [3, 4, 5, 6])),
    ])
    #expect(joined.shape == [2, 3])
    #expect(joined.value.scalars == [1, 3, 4, 2, 5, 6])
  }
}
