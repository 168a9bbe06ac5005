import CandorEngine
import TestSupport
import Testing

/// One parameter of each role.
private struct Roles<Scalar: EngineScalar>: Module {
  var weight: Parameter<Scalar>
  var bias: Parameter<Scalar>
  var logit: Parameter<Scalar>
  var statistic: Parameter<Scalar>
  var frozen: Parameter<Scalar>

  init(_ value: Tensor<Scalar>) {
    weight = Parameter(value)
    bias = Parameter(value, role: .bias)
    logit = Parameter(value, role: .dropoutLogit)
    statistic = Parameter(value, role: .statistic)
    frozen = Parameter(value)
    frozen.isFrozen = true
  }

  mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("weight", &weight)
    visitor.visit("bias", &bias)
    visitor.visit("logit", &logit)
    visitor.visit("statistic", &statistic)
    visitor.visit("frozen", &frozen)
  }

  func gradients(_ gradient: Tensor<Scalar>) -> Gradients<Scalar> {
    Gradients(
      Dictionary(uniqueKeysWithValues: parameters.map { ($0.parameter.identity, gradient) }))
  }
}

private func everyOptimizer<Scalar: EngineScalar>(_ type: Scalar.Type) -> [any Optimizer<Scalar>] {
  let choices: [OptimizerChoice] = [
    .sgd(), .sgd(momentum: 0.9), .rmsprop(), .rmsprop(epsilonInsideRoot: true), .adam(), .adamW(),
  ]
  return choices.map { $0.make(type) }
}

@Suite struct OptimizerTests {
  @Test(.needsGolden("optimizers")) func goldens() throws {
    for golden in try Goldens.cases("optimizers") {
      try check(golden, Double.self, absolute: 1e-7)
      try check(golden, Float.self, absolute: 1e-6)
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type, absolute: Double)
    throws
  {
    func setting(_ name: String) throws -> Double { try golden.number("config.\(name)") }
    var limit: Double?
    var optimizer: any Optimizer<Scalar>
    switch golden.name {
    case "adam":
      optimizer = Adam(
        beta1: try setting("beta1"), beta2: try setting("beta2"), epsilon: try setting("eps"))
    case "adamw":
      optimizer = AdamW(
        weightDecay: try setting("weight_decay"), beta1: try setting("beta1"),
        beta2: try setting("beta2"), epsilon: try setting("eps"))
    case "rmsprop", "rmsprop_eps_inside":
      optimizer = RMSprop(
        decay: try setting("rho"), epsilon: try setting("eps"),
        epsilonInsideRoot: golden.name == "rmsprop_eps_inside")
    case "sgd_clipped":
      optimizer = SGD()
      limit = try setting("max_norm")
    default:
      Issue.record("unknown optimizer \(golden.name)")
      return
    }
    var model = Roles(try golden.values("inputs.parameter", type))
    model.bias.isFrozen = true
    model.logit.isFrozen = true
    let outputs = try golden.tensors("outputs")
    #expect(outputs.count == 5)
    for (step, expected) in outputs.enumerated() {
      var gradients = model.gradients(try golden.values("inputs.gradients.\(step)", type))
      if let limit { _ = gradients.clip(toNorm: limit, over: model) }
      optimizer.update(&model, with: gradients, rate: try setting("lr"))
      expectClose(
        model.weight.value.scalars, expected.doubles.map { Scalar($0) }, absolute: absolute,
        relative: 1e-6, "\(golden), step \(step + 1), \(type)")
    }
    #expect(optimizer.stepCount == 5)
  }

  @Test func momentumAddsUp() {
    var model = Roles(Tensor<Double>(1))
    var optimizer = SGD<Double>(momentum: 0.5)
    let gradients = model.gradients(Tensor(2))
    optimizer.update(&model, with: gradients, rate: 0.1)
    expectClose(model.weight.value.item, 1 - 0.1 * 2, absolute: 1e-12)
    optimizer.update(&model, with: gradients, rate: 0.1)
    expectClose(model.weight.value.item, 1 - 0.1 * 2 - 0.1 * 3, absolute: 1e-12)
  }

  @Test func rolesHaveTheirRates() {
    for var optimizer in everyOptimizer(Double.self) {
      let before = Roles(Tensor<Double>(shape: [3], [1, 2, 3]))
      var model = before
      let gradients = before.gradients(Tensor(shape: [3], [1, -1, 0.5]))
      optimizer.update(
        &model, with: gradients, rates: LearningRates(base: 0.01, dropoutLogitMultiplier: 3),
        workers: .single)
      #expect(model.statistic.value.scalars == [1, 2, 3])
      #expect(model.frozen.value.scalars == [1, 2, 3])
      #expect(before.weight.value.scalars == [1, 2, 3], "a copy is a snapshot")
      for index in 0..<3 {
        let bias = model.bias.value.scalars[index] - Double(index + 1)
        let logit = model.logit.value.scalars[index] - Double(index + 1)
        #expect(bias != 0)
        expectClose(logit, 3 * bias, absolute: 1e-12, relative: 1e-9)
      }
      let slots = Set(optimizer.state.keys.map { $0.split(separator: ".").last ?? "" })
      #expect(slots.isSubset(of: ["weight", "bias", "logit"]))
    }
  }

  @Test func onlyWeightsDecay() {
    var model = Roles(Tensor<Double>(2))
    var optimizer = AdamW<Double>(weightDecay: 0.1)
    optimizer.update(&model, with: model.gradients(Tensor(0)), rate: 0.5)
    expectClose(model.weight.value.item, 2 * (1 - 0.05), absolute: 1e-12)
    #expect(model.bias.value.item == 2)
    #expect(model.logit.value.item == 2)
    var all = AdamW<Double>(weightDecay: 0.1, decayedRoles: [.bias])
    all.update(&model, with: model.gradients(Tensor(0)), rate: 0.5)
    expectClose(model.bias.value.item, 2 * (1 - 0.05), absolute: 1e-12)
    expectClose(model.weight.value.item, 2 * (1 - 0.05), absolute: 1e-12)
  }

  @Test func stateContinuesExactly() {
    let steps = (1...6).map { Tensor<Float>(shape: [2], [Float($0), -0.3 * Float($0)]) }
    for original in everyOptimizer(Float.self) {
      var (whole, first, second) = (original, original, original)
      var model = Roles(Tensor<Float>(shape: [2], [0.1, 0.2]))
      var split = model
      for gradient in steps { whole.update(&model, with: model.gradients(gradient), rate: 0.1) }
      for gradient in steps[..<3] {
        first.update(&split, with: split.gradients(gradient), rate: 0.1)
      }
      #expect(
        Set(first.state.keys.compactMap { $0.split(separator: ".").first.map(String.init) })
          .isSubset(of: first.slotNames))
      second.state = first.state
      second.stepCount = first.stepCount
      for gradient in steps[3...] {
        second.update(&split, with: split.gradients(gradient), rate: 0.1)
      }
      #expect(model.weight.value.scalars == split.weight.value.scalars)
    }
  }

  @Test func threadsDoNotMatter() {
    let count = 200_000
    let value = Tensor<Float>(shape: [count], (0..<count).map { Float($0 % 17) })
    for original in everyOptimizer(Float.self) {
      var results: [[Float]] = []
      for threads in [1, 2] {
        var optimizer = original
        var model = Roles(value)
        optimizer.update(
          &model, with: model.gradients(value), rates: LearningRates(base: 0.1),
          workers: Workers(threads: threads))
        results.append(model.weight.value.scalars)
      }
      #expect(results[0] == results[1])
      #expect(results[0] != value.scalars)
    }
  }
}

@Suite struct GradientClippingTests {
  private let model = Roles(Tensor<Double>(shape: [2], [0, 0]))

  @Test func normIsOverTrainableParameters() {
    // Three trainable parameters with (3, 4) each.
    let gradients = model.gradients(Tensor(shape: [2], [3, 4]))
    expectClose(gradients.norm(over: model), 75.0.squareRoot(), absolute: 1e-12)
  }

  @Test func clippingKeepsTheDirection() {
    var gradients = model.gradients(Tensor(shape: [2], [3, 4]))
    let norm = gradients.clip(toNorm: 1, over: model)
    expectClose(norm, 75.0.squareRoot(), absolute: 1e-12)
    expectClose(gradients.norm(over: model), 1, absolute: 1e-12)
    expectClose(
      gradients[model.bias]?.scalars ?? [], [3 / norm, 4 / norm], absolute: 1e-12)
  }

  @Test func clippingTakesPlaceWhereTheGradientsLie() {
    // One parameter with a gradient of its own, so that nobody shares it.
    var gradients = model.gradients(Tensor(shape: [2], [3, 4]))
    gradients.scale(by: 1)
    func addresses() -> [UnsafePointer<Double>?] {
      model.parameters.map { gradients[$0.parameter]?.withUnsafeElements(\.baseAddress) }
    }
    let before = addresses()
    gradients.scale(by: 0.5)
    #expect(addresses() == before && before.contains { $0 != nil })
  }

  @Test func smallAndNonFiniteGradientsStay() {
    var small = model.gradients(Tensor(shape: [2], [3, 4]))
    _ = small.clip(toNorm: 10, over: model)
    #expect(small[model.weight]?.scalars == [3, 4])
    for bad in [Double.nan, .infinity] {
      var gradients = model.gradients(Tensor(shape: [2], [3, bad]))
      let norm = gradients.clip(toNorm: 1, over: model)
      #expect(!norm.isFinite)
      #expect(gradients[model.weight]?.scalars[0] == 3)
    }
  }
}
