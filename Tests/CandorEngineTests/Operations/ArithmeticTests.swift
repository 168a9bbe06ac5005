import CandorEngine
import TestSupport
import Testing

@Suite struct ArithmeticTests {
  private let a: Tensor<Double> = GradientCheck.random([3, 2], seed: 1)
  private let b: Tensor<Double> = GradientCheck.random([3, 2], seed: 2)

  @Test func values() {
    let context = Context<Double>(mode: .deterministic)
    let x = Variable(Tensor<Double>(shape: [3], [1, -2, 4]))
    #expect(context.add(x, x).value.scalars == [2, -4, 8])
    #expect(context.scale(x, by: -0.5).value.scalars == [-0.5, 1, -2])
    #expect(context.sum(x).value.item == 3)
    #expect(context.sum(x).shape == [])
  }

  @Test func gradients() {
    GradientCheck.expect([a, b]) { $0.add($1[0], $1[1]) }
    GradientCheck.expect([a]) { $0.scale($1[0], by: -2.5) }
    GradientCheck.expect([a]) { $0.sum($1[0]) }
  }

  @Test func aVariableUsedTwiceGetsBothGradients() {
    GradientCheck.expect([a]) { $0.add($1[0], $1[0]) }
    GradientCheck.expect([a]) { $0.masked($1[0], by: $1[0]) }
    // Through operations that take the upstream gradient over, add into it, and start it from zeros.
    GradientCheck.expect(
      [a, b],
      outputs: { context, x in
        let sum = context.add(x[0], x[1])
        let twice = context.add(sum, x[0])
        return [
          context.add(twice, context.scale(sum, by: 3)),
          context.masked(sum, by: context.tanh(x[0])),
          context.sum(x[0]), sum,
        ]
      })
  }
}
