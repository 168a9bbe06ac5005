import CandorEngine
import TestSupport
import Testing

@Suite struct DropoutPenaltyTests {
  @Test(arguments: [-4, -1, 0, 0.3, 2.5])
  func gradients(logit: Double) {
    let weights: [Tensor<Double>] = [
      GradientCheck.random([4, 3], seed: 1), GradientCheck.random([2, 3], seed: 2),
    ]
    GradientCheck.expect([Tensor(shape: [1], [logit])] + weights) {
      $0.dropoutPenalty(
        logit: $1[0], weights: Array($1.dropFirst()), inputs: 3, weightCoefficient: 0.7,
        entropyCoefficient: 0.4)
    }
  }

  /// Rates that round to 0 or 1 cost what their limit costs.
  @Test func extremeRatesStayFinite() {
    func values<Scalar: EngineScalar>(_ logit: Scalar, _ squares: Scalar) -> (Scalar, [Scalar]) {
      let context = Context<Scalar>(mode: .training)
      let inputs = [
        context.input(Tensor(shape: [1], [logit])), context.input(Tensor(shape: [1, 1], [2])),
      ]
      let penalty = context.dropoutPenalty(
        logit: inputs[0], weights: [inputs[1]], inputs: 1, weightCoefficient: squares,
        entropyCoefficient: 1)
      let value = penalty.value.item
      return (value, context.gradients(of: penalty, for: inputs).map { $0?.item ?? .nan })
    }
    for logit in [-1e4, -800, -100, -40] {
      let (value, gradients) = values(logit, 1)
      expectClose([value] + gradients, [4, 0, 4], absolute: 1e-12, relative: 1e-12, "\(logit)")
      let (single, singleGradients) = values(Float(logit), 1)
      expectClose([single] + singleGradients, [4, 0, 4], "\(logit), Float")
    }
    let (value, gradients) = values(Float(20), 1)
    let scale = 1 + Float.exp(20)
    expectClose([value] + gradients, [4 * scale, 4 * scale, 4 * scale], "20, Float")
  }

  @Test(.needsGolden("dense"), .needsGolden("lstm")) func golden() throws {
    let goldens =
      try Goldens.cases("dense", named: "dense_concrete_dropout")
      + Goldens.cases("lstm", named: "lstm_concrete_dropout_shared")
      + Goldens.cases("lstm", named: "lstm_concrete_dropout_per_step")
    for golden in goldens {
      let prior = Prior(
        lengthScale: try golden.number("config.length_scale"),
        dataCount: Int(try golden.number("config.N")))
      let plain = (
        try golden.number("config.weight_regularizer"),
        try golden.number("config.dropout_regularizer")
      )
      try check(golden, "regularizer", plain, Double.self)
      try check(golden, "regularizer", plain, Float.self)
      let coefficients = (prior.weightRegularizer, prior.dropoutRegularizer)
      try check(golden, "regularizer_paper", coefficients, Double.self)
      try check(golden, "regularizer_paper", coefficients, Float.self)
    }
  }

  private func check<Scalar: EngineScalar>(
    _ golden: Golden, _ field: String, _ coefficients: (Double, Double), _ type: Scalar.Type
  ) throws {
    let context = Context<Scalar>(mode: .training)
    let logit = context.input(try golden.values("inputs.logit", type))
    let weight = context.input(try golden.values("inputs.weight", type))
    let penalty = context.dropoutPenalty(
      logit: logit, weights: [weight], inputs: Int(try golden.number("config.K")),
      weightCoefficient: Scalar(coefficients.0), entropyCoefficient: Scalar(coefficients.1))
    expectGolden(
      penalty.value, try golden.values("\(field).value", type), "\(golden): \(field)")
    let gradients = context.gradients(of: penalty, for: [logit, weight])
    expectGolden(
      gradients[0], try golden.values("\(field).gradients.logit", type), "\(golden): logit")
    expectGolden(
      gradients[1], try golden.values("\(field).gradients.weight", type), "\(golden): weight")
  }
}
