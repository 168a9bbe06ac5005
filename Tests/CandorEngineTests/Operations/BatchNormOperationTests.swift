import CandorEngine
import TestSupport
import Testing

@Suite struct BatchNormOperationTests {
  private let x: Tensor<Double> = GradientCheck.random([3, 2, 4], to: 2)
  private let gamma: Tensor<Double> = GradientCheck.random([4], seed: 2, from: 0.5, to: 2)
  private let beta: Tensor<Double> = GradientCheck.random([4], seed: 3)
  private let valid: [UInt8] = [1, 1, 1, 0, 1, 0]

  @Test func gradients() {
    for valid in [nil, valid] {
      GradientCheck.expect([x, gamma, beta], step: 1e-4) {
        $0.batchNorm(
          $1[0], gamma: $1[1], beta: $1[2], valid: valid, epsilon: 1e-3, running: nil
        ).y
      }
      GradientCheck.expect([x, gamma, beta]) {
        $0.batchNorm(
          $1[0], gamma: $1[1], beta: $1[2], valid: valid, epsilon: 1e-5,
          running: (
            GradientCheck.random([4], seed: 4), GradientCheck.uniform([4], from: 0.5, to: 2)
          )
        ).y
      }
    }
    GradientCheck.expect([gamma, beta]) {
      $0.batchNorm(
        Variable(x), gamma: $1[0], beta: $1[1], valid: valid, epsilon: 1e-5, running: nil
      ).y
    }
  }

  @Test func paddingComesOutZeroAndIsNotCounted() {
    let context = Context<Double>(mode: .training)
    let (y, statistics) = context.batchNorm(
      Variable(x), gamma: Variable(gamma), beta: Variable(beta), valid: valid, epsilon: 1e-5,
      running: nil)
    #expect(y.value.scalars[12..<16].allSatisfy { $0 == 0 })
    #expect(y.value.scalars[20..<24].allSatisfy { $0 == 0 })
    let kept = [0, 1, 2, 4].flatMap { x.scalars[$0 * 4..<$0 * 4 + 4] }
    let (compact, expected) = context.batchNorm(
      Variable(Tensor(shape: [4, 4], kept)), gamma: Variable(gamma), beta: Variable(beta),
      epsilon: 1e-5, running: nil)
    #expect(statistics?.count == 4)
    #expect(statistics?.mean.scalars == expected?.mean.scalars)
    #expect(statistics?.variance.scalars == expected?.variance.scalars)
    #expect(
      [0, 1, 2, 4].flatMap { y.value.scalars[$0 * 4..<$0 * 4 + 4] } == compact.value.scalars)
  }

  @Test func nothingValidIsNotANumberProblem() {
    let context = Context<Float>(mode: .training)
    let input = context.input(Tensor<Float>(shape: [2, 1], [1, 2]))
    let (y, statistics) = context.batchNorm(
      input, gamma: Variable(Tensor(shape: [1], [1])), beta: Variable(Tensor(shape: [1], [5])),
      valid: [0, 0], epsilon: 1e-5, running: nil)
    #expect(y.value.scalars == [0, 0])
    #expect(statistics?.count == 0)
    #expect(context.gradients(of: y, for: [input])[0]?.scalars ?? [0, 0] == [0, 0])
  }

  @Test(.needsGolden("batchnorm1d")) func golden() throws {
    for golden in try Goldens.cases("batchnorm1d") {
      try check(golden, Double.self)
      try check(golden, Float.self)
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    let context = Context<Scalar>(mode: .training)
    let names = ["x", "gamma", "beta"]
    let inputs = try names.map { context.input(try golden.values("inputs.\($0)", type)) }
    let running =
      golden.name == "batchnorm1d_eval"
      ? (try golden.values("running.mean", type), try golden.values("running.var", type)) : nil
    let (y, statistics) = context.batchNorm(
      inputs[0], gamma: inputs[1], beta: inputs[2],
      epsilon: Scalar(try golden.number("config.eps")), running: running)
    expectGolden(y.value, try golden.values("outputs.y", type), "y")
    #expect((statistics == nil) == (running != nil))
    if running == nil {
      expectGolden(statistics?.mean, try golden.values("outputs.batch_mean", type), "mean")
      expectGolden(statistics?.variance, try golden.values("outputs.batch_var", type), "variance")
    }
    let gradients = context.gradients(
      of: y, for: inputs, upstream: try golden.values("upstream.y", type))
    for (name, gradient) in zip(names, gradients) {
      expectGolden(
        gradient, try golden.values("gradients.\(name)", type), absolute: 1e-8,
        "\(golden): \(name)")
    }
  }
}
