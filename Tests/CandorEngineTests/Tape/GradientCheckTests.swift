import CandorEngine
import TestSupport
import Testing

/// The check that all gradients rest on must itself be able to fail.
@Suite struct GradientCheckTests {
  private let x: Tensor<Double> = GradientCheck.random([3, 2])

  @Test func rightAdjointsPass() {
    #expect(GradientCheck.problems(of: [x]) { [$0.scale($1[0], by: 2)] } == [])
    #expect(GradientCheck.problems(of: [x, x]) { [$0.add($1[0], $1[1]), $0.tanh($1[0])] } == [])
  }

  @Test func wrongAdjointsFail() {
    // x · x where the tape sees one factor only: half the gradient.
    #expect(
      GradientCheck.problems(of: [x]) { [$0.masked($1[0], by: Variable($1[0].value))] }.count == 1)
    // A gradient that is off by a thousandth.
    #expect(
      GradientCheck.problems(of: [x]) { context, x in
        [context.add(x[0], context.scale(Variable(x[0].value), by: 1e-3))]
      }.count == 1)
    // No gradient at all where there should be one.
    #expect(GradientCheck.problems(of: [x]) { [$0.tanh(Variable($1[0].value))] }.count == 1)
    // Wrong for the second input only.
    let problems = GradientCheck.problems(of: [x, x]) { context, x in
      [context.add(x[0], Variable(x[1].value))]
    }
    #expect(problems.count == 1 && problems[0].contains("input 1"))
    // Wrong in the second output only.
    #expect(
      GradientCheck.problems(of: [x]) { [$0.tanh($1[0]), $0.tanh(Variable($1[0].value))] }.count
        == 1)
  }

  @Test func vacuousAndBrokenChecksFail() {
    #expect(GradientCheck.problems(of: [x]) { [$0.scale($1[0], by: 0)] }.count == 1)
    #expect(GradientCheck.problems(of: [x]) { [$0.scale($1[0], by: .nan)] }.count == 1)
    withKnownIssue { GradientCheck.expect([x]) { $0.tanh(Variable($1[0].value)) } }
  }

  /// With ones as upstream gradient, an adjoint that sums and spreads would look right.
  @Test func theUpstreamGradientIsNotConstant() {
    let upstream: Tensor<Double> = GradientCheck.random([20], seed: 1, from: 0.2, to: 2)
    #expect(Set(upstream.scalars).count == 20)
    #expect(upstream.scalars.allSatisfy { abs($0) >= 0.2 })
  }
}
