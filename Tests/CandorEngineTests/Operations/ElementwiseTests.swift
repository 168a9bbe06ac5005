import CandorEngine
import TestSupport
import Testing

@Suite struct ElementwiseTests {
  @Test func gradients() {
    let x: Tensor<Double> = GradientCheck.random([3, 4], from: 0.05, to: 2)
    GradientCheck.expect([x]) { $0.tanh($1[0]) }
    GradientCheck.expect([x]) { $0.relu($1[0]) }
  }

  @Test func masksTiedOverTheLeadingAxes() {
    let x: Tensor<Double> = GradientCheck.random([3, 2, 4])
    for shape in [[3, 2, 4], [2, 4], [4], []] {
      let mask: Tensor<Double> = GradientCheck.random(shape, seed: 5)
      GradientCheck.expect([x, mask]) { $0.masked($1[0], by: $1[1]) }
      GradientCheck.expect([mask]) { $0.masked(Variable(x), by: $1[0]) }
    }
  }

  @Test func values() {
    let context = Context<Float>(mode: .deterministic)
    let x = Variable(Tensor<Float>(shape: [2, 2], [-1, 0, 2, .nan]))
    let relu = context.relu(x).value.scalars
    #expect(relu[0] == 0 && relu[1] == 0 && relu[2] == 2)
    #expect(relu[3].isNaN, "a diverged model must be seen")
    #expect(context.tanh(x).value.scalars[3].isNaN)
    let masked = context.masked(
      Variable(Tensor<Float>(shape: [2, 2], [1, 2, 3, 4])),
      by: Variable(Tensor(shape: [2], [0, 10])))
    #expect(masked.value.scalars == [0, 20, 0, 40])
  }

  @Test func singlePrecisionFollowsDouble() {
    let points = (-400...400).map { Double($0) / 20 } + [-1000, -90, 90, 1000]
    let context = Context<Float>(mode: .deterministic)
    let found = context.tanh(Variable(Tensor(shape: [points.count], points.map { Float($0) })))
    let exact = Context<Double>(mode: .deterministic)
      .tanh(Variable(Tensor(shape: [points.count], points.map { Double(Float($0)) })))
    expectClose(
      found.value.scalars.map { Double($0) }, exact.value.scalars, absolute: 3e-7, relative: 1e-7)
  }
}
