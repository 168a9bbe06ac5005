import CandorEngine
import TestSupport
import Testing

@Suite struct ConcreteMaskOperationTests {
  private let uniforms: Tensor<Double> = GradientCheck.uniform([4, 5])

  @Test(arguments: [-4, -2, -0.5, 0, 1.5])
  func gradients(logit: Double) {
    for temperature in [0.1, 0.5, 2.0 / 3] {
      for shape in [[], [1]] {
        GradientCheck.expect([Tensor(shape: shape, [logit])], step: 2e-6) {
          $0.concreteMask(logit: $1[0], temperature: temperature, uniforms: uniforms)
        }
      }
    }
  }

  @Test func gradientThroughWhatIsMasked() {
    let x: Tensor<Double> = GradientCheck.random([3, 4, 5])
    GradientCheck.expect([x, Tensor(shape: [1], [-1])], step: 2e-6) {
      $0.masked($1[0], by: $0.concreteMask(logit: $1[1], temperature: 0.1, uniforms: uniforms))
    }
  }

  @Test func hardMasksDropBelowTheRate() {
    let context = Context<Float>(mode: .sampling)
    let u = Tensor<Float>(shape: [4], [0.1, 0.19, 0.21, 0.9])
    #expect(
      context.bernoulliMask(rate: 0.2, uniforms: u).value.scalars == [0, 0, 1 / 0.8, 1 / 0.8])
    #expect(context.bernoulliMask(rate: 0, uniforms: u).value.scalars == [1, 1, 1, 1])
  }

  @Test func extremeRatesStayFinite() {
    for logit in [Float(-30), -10, 10] {
      let context = Context<Float>(mode: .training)
      let input = context.input(Tensor(shape: [1], [logit]))
      let least: Float = 0x1p-24
      let mask = context.concreteMask(
        logit: input, temperature: 0.1, uniforms: Tensor(shape: [3], [least, 0.5, 1 - least]))
      #expect(mask.value.scalars.allSatisfy { $0.isFinite }, "\(logit)")
      let gradient = context.gradients(of: mask, for: [input])[0]
      #expect(gradient?.item.isFinite == true, "\(logit)")
    }
  }

  /// Over every size of u, to the ends of what `uniforms` can give.
  @Test func singlePrecisionFollowsDouble() {
    let steps = (0..<23).flatMap { exponent in
      [Float(0.5), 0.7, 0.99].map { $0 * Float(sign: .plus, exponent: -exponent, significand: 1) }
    }
    let u = steps + steps.map { 1 - $0 } + [0x1p-24, 1 - 0x1p-24]
    for logit in [-5, -2, -0.1, 1] as [Float] {
      for temperature in [0.1, 2.0 / 3] as [Float] {
        let single = Context<Float>(mode: .training).concreteMask(
          logit: Variable(Tensor(logit)), temperature: temperature,
          uniforms: Tensor(shape: [u.count], u))
        let double = Context<Double>(mode: .training).concreteMask(
          logit: Variable(Tensor(Double(logit))), temperature: Double(temperature),
          uniforms: Tensor(shape: [u.count], u.map { Double($0) }))
        expectClose(
          single.value.scalars.map { Double($0) }, double.value.scalars, absolute: 1e-5,
          relative: 2e-5, "logit \(logit), temperature \(temperature)")
      }
    }
  }

  @Test(.needsGolden("concrete_mask")) func golden() throws {
    for golden in try Goldens.cases("concrete_mask") {
      try check(golden, Double.self)
      try check(golden, Float.self)
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    let temperature = Scalar(try golden.number("temperature"))
    let u = try golden.tensor("u").doubles
    let logit = try golden.number("logit")
    let context = Context<Scalar>(mode: .training)
    let input = context.input(Tensor(Scalar(logit)))
    let mask = context.concreteMask(
      logit: input, temperature: temperature, uniforms: try golden.values("u", type))
    // The file adds ε = 1e-7 inside the logarithms, which weighs 1/t times ε/p or ε/u.
    expectGolden(
      mask.value, try golden.values("keep", type), absolute: 1e-5, relative: 1e-4, "\(golden)")
    let derivatives = try golden.tensor("dkeep_dlogit").doubles
    for (j, derivative) in derivatives.enumerated() {
      let context = Context<Scalar>(mode: .training)
      let input = context.input(Tensor(Scalar(logit)))
      let mask = context.concreteMask(
        logit: input, temperature: temperature, uniforms: Tensor(Scalar(u[j])))
      let gradient = context.gradients(of: mask, for: [input])[0]
      expectClose(
        Double(gradient?.item ?? .nan), derivative, absolute: 1e-4, relative: 1e-3,
        "\(golden), \(j)")
    }
  }

  /// The file's ε can be moved into the logit and the uniform numbers; then all digits must agree that z has
  /// in single precision, in which the file rounded it.
  @Test(.needsGolden("concrete_mask")) func goldenToTheLastDigit() throws {
    for golden in try Goldens.cases("concrete_mask") {
      let epsilon = try golden.number("eps")
      let logit = try golden.number("logit")
      let p = 1 / (1 + Double.exp(-logit))
      let movedLogit = Double.log(p + epsilon) - Double.log(1 - p + epsilon)
      let movedUniforms = try golden.tensor("u").doubles.map {
        ($0 + epsilon) / (1 + 2 * epsilon)
      }
      let mask = Context<Double>(mode: .training).concreteMask(
        logit: Variable(Tensor(movedLogit)), temperature: try golden.number("temperature"),
        uniforms: Tensor(shape: [movedUniforms.count], movedUniforms))
      let movedP = 1 / (1 + Double.exp(-movedLogit))
      let found = mask.value.scalars.map { $0 * (1 - movedP) / (1 - p) }
      expectClose(
        found, try golden.tensor("keep").doubles, absolute: 3e-8, relative: 1e-7, "\(golden)")
    }
  }
}
