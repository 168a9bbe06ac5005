import CandorEngine
import TestSupport
import Testing

@Suite struct PoolingTests {
  private let x: Tensor<Double> = GradientCheck.random([4, 3, 2])
  private let lengths = SequenceLengths([4, 0, 2], maximum: 4)

  @Test func gradients() {
    GradientCheck.expect([x]) { $0.meanOverTime($1[0], lengths: lengths) }
    GradientCheck.expect([x]) { $0.lastOverTime($1[0], lengths: lengths) }
    GradientCheck.expect([x]) { $0.maximumOverTime($1[0], lengths: lengths) }
    let rows: Tensor<Double> = GradientCheck.random([3, 2])
    GradientCheck.expect([rows]) { $0.repeatOverTime($1[0], steps: 4) }
  }

  @Test func values() {
    let context = Context<Double>(mode: .deterministic)
    let x = Variable(Tensor<Double>(shape: [2, 3, 1], [1, 2, 3, 5, 100, 100]))
    let lengths = SequenceLengths([2, 1, 0], maximum: 2)
    #expect(context.meanOverTime(x, lengths: lengths).value.scalars == [3, 2, 0])
    #expect(context.lastOverTime(x, lengths: lengths).value.scalars == [5, 2, 0])
    #expect(context.maximumOverTime(x, lengths: lengths).value.scalars == [5, 2, 0])
    let repeated = context.repeatOverTime(Variable(Tensor(shape: [2, 1], [1, 2])), steps: 3)
    #expect(repeated.shape == [3, 2, 1])
    #expect(repeated.value.scalars == [1, 2, 1, 2, 1, 2])
  }

  @Test func theMaximumOfNegativeValuesIsOneOfThem() {
    let context = Context<Float>(mode: .training)
    let x = context.input(Tensor(shape: [3, 1, 2], [-3, -1, -2, -1, 9, 9]))
    let y = context.maximumOverTime(x, lengths: SequenceLengths([2], maximum: 3))
    #expect(y.value.scalars == [-2, -1])
    // Of equal values the first one gets the gradient.
    #expect(context.gradients(of: y, for: [x])[0]?.scalars == [0, 1, 1, 0, 0, 0])
  }
}
