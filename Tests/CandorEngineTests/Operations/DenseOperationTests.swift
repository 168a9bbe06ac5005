import CandorEngine
import TestSupport
import Testing

@Suite struct DenseOperationTests {
  private let weight: Tensor<Double> = GradientCheck.random([4, 3], seed: 2)
  private let bias: Tensor<Double> = GradientCheck.random([4], seed: 3)

  @Test(arguments: [[5, 3], [2, 3, 3], [1, 3]])
  func gradients(shape: [Int]) {
    let x: Tensor<Double> = GradientCheck.random(shape)
    GradientCheck.expect([x, weight, bias]) { $0.dense($1[0], weight: $1[1], bias: $1[2]) }
    GradientCheck.expect([x, weight]) { $0.dense($1[0], weight: $1[1], bias: nil) }
  }

  @Test func parametersGetGradientsWithoutTheInput() {
    let x: Tensor<Double> = GradientCheck.random([2, 3])
    GradientCheck.expect([weight, bias]) { $0.dense(Variable(x), weight: $1[0], bias: $1[1]) }
    GradientCheck.expect([x]) {
      $0.dense($1[0], weight: Variable(weight), bias: Variable(bias))
    }
  }

  @Test(.needsGolden("dense")) func golden() throws {
    for golden in try Goldens.cases("dense", named: "dense") {
      try check(golden, Double.self)
      try check(golden, Float.self)
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    let context = Context<Scalar>(mode: .training)
    let names = ["x", "weight", "bias"]
    let inputs = try names.map { context.input(try golden.values("inputs.\($0)", type)) }
    let y = context.dense(inputs[0], weight: inputs[1], bias: inputs[2])
    expectGolden(y.value, try golden.values("outputs.y", type), "y")
    let gradients = context.gradients(
      of: y, for: inputs, upstream: try golden.values("upstream.y", type))
    for (name, gradient) in zip(names, gradients) {
      expectGolden(gradient, try golden.values("gradients.\(name)", type), name)
    }
  }

  @Test(.needsGolden("dense")) func goldenWithConcreteDropout() throws {
    for golden in try Goldens.cases("dense", named: "dense_concrete_dropout") {
      try checkConcrete(golden, Double.self)
      try checkConcrete(golden, Float.self)
    }
  }

  private func checkConcrete<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    let context = Context<Scalar>(mode: .training)
    let names = ["x", "weight", "bias", "logit"]
    let inputs = try names.map { context.input(try golden.values("inputs.\($0)", type)) }
    let mask = context.concreteMask(
      logit: inputs[3], temperature: Scalar(try golden.number("config.temperature")),
      uniforms: try golden.values("inputs.u", type))
    let dropped = context.masked(inputs[0], by: mask)
    let y = context.dense(dropped, weight: inputs[1], bias: inputs[2])
    // The files add 1e-7 inside the logarithms of the mask.
    expectGolden(
      dropped.value, try golden.values("outputs.dropped", type), absolute: 1e-5, relative: 1e-5,
      "dropped")
    expectGolden(
      y.value, try golden.values("outputs.y", type), absolute: 1e-5, relative: 1e-5, "y")
    let gradients = context.gradients(
      of: y, for: inputs, upstream: try golden.values("upstream.y", type))
    for (name, gradient) in zip(names, gradients) {
      expectGolden(
        gradient, try golden.values("gradients.\(name)", type), absolute: 1e-5, relative: 1e-5,
        name)
    }
  }
}
