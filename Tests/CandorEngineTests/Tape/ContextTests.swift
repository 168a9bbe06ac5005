import CandorEngine
import TestSupport
import Testing

/// The rules of a context: nothing is forgotten, nothing is hidden.
@Suite struct ContextTests {
  private static let prior = Prior(lengthScale: 1, dataCount: 10)
  private let x: Tensor<Double> = GradientCheck.random([4, 3])

  private func layer(
    _ name: String = "layer",
    _ choice: DropoutChoice = .concrete(initialRate: 0.2, prior: prior)
  ) -> InputDropout<Dense<Double>> {
    var generator = SeededGenerator(seed: 1, purpose: name)
    return InputDropout(
      Dense(inputs: 3, outputs: 3, using: &generator), choice, name: name)
  }

  @Test func aParameterWithoutGradientIsNamed() {
    struct Model: Module {
      var used: InputDropout<Dense<Double>>
      var unused: InputDropout<Dense<Double>>
      mutating func visitParameters(_ visitor: ParameterVisitor<Double>) {
        visitor.visit("used", &used)
        visitor.visit("unused", &unused)
      }
    }
    var model = Model(used: layer("a"), unused: layer("b"))
    func gradients() throws -> Gradients<Double> {
      let context = Context<Double>(mode: .training)
      let loss = context.sum(model.used(Variable(x), in: context))
      return try context.gradients(of: context.objective(loss), for: model)
    }
    let error = #expect(throws: MissingGradient.self) { try gradients() }
    #expect(
      error?.paths == ["unused.dropout.logit", "unused.layer.weight", "unused.layer.bias"])
    #expect("\(error as Any)".contains("unused.layer.weight"))
    // Frozen on purpose, it is no mistake.
    model.updateParameters { if $0.hasPrefix("unused") { $1.isFrozen = true } }
    #expect(throws: Never.self) { try gradients() }
  }

  /// Without a prior the rate still gets a gradient; without the mask it would get none.
  @Test func aLogitThatIsNotUsedIsNamed() {
    let model = layer()
    let context = Context<Double>(mode: .training)
    let loss = context.sum(model.layer(Variable(x), in: context))
    let error = #expect(throws: MissingGradient.self) {
      try context.gradients(of: context.objective(loss), for: model)
    }
    #expect(error?.paths == ["dropout.logit"])
  }

  @Test func aPenaltyRegistersItselfOncePerLayer() {
    let (a, b) = (layer("a"), layer("b"))
    let context = Context<Double>(mode: .training)
    var y = a(Variable(x), in: context)
    for _ in 0..<4 { y = a(y, in: context) }
    y = b(y, in: context)
    #expect(context.penalties.map(\.name) == ["a", "b"])
    #expect(context.penalties.allSatisfy { $0.value.shape == [] })
  }

  @Test func theObjectiveIsTheLossAndEveryPenalty() throws {
    let (a, b) = (layer("a"), layer("b"))
    let context = Context<Double>(mode: .training)
    let loss = context.sum(b(a(Variable(x), in: context), in: context))
    let expected = context.penalties.reduce(loss.value.item) { $0 + $1.value.value.item }
    #expect(context.objective(loss).value.item == expected)
    #expect(expected != loss.value.item)
    // p = 0.2, K = 3, by the formula.
    let squares = a.layer.weight.value.scalars.reduce(0) { $0 + $1 * $1 }
    let entropy = -0.2 * Double.log(0.2) - 0.8 * Double.log(0.8)
    expectClose(
      context.penalties[0].value.value.item, squares / 20 / 0.8 - 3 * entropy / 10, absolute: 1e-12,
      relative: 1e-12)
  }

  /// Their masks would be the same ones, and only one of them would pay a penalty.
  @Test func twoSitesOfOneNameEndTheProgram() async {
    await #expect(processExitsWith: .failure) {
      let tests = ContextTests()
      let context = Context<Double>(mode: .training)
      let y = tests.layer("same")(Variable(tests.x), in: context)
      _ = tests.layer("same")(y, in: context)
    }
    await #expect(processExitsWith: .success) {
      let tests = ContextTests()
      let context = Context<Double>(mode: .training)
      let y = tests.layer("one")(Variable(tests.x), in: context)
      _ = tests.layer("other")(y, in: context)
    }
  }

  @Test func onlyTrainingHasPenalties() {
    let model = layer()
    for mode in [Mode.sampling, .deterministic] {
      let context = Context<Double>(mode: mode, recordsGradients: true)
      let loss = context.sum(model(Variable(x), in: context))
      #expect(context.penalties.isEmpty)
      #expect(context.objective(loss).value.item == loss.value.item)
    }
    for choice in [DropoutChoice.none, .fixed(rate: 0.2), .concrete(initialRate: 0.2, prior: nil)] {
      let context = Context<Double>(mode: .training)
      _ = layer("other", choice)(Variable(x), in: context)
      #expect(context.penalties.isEmpty)
    }
  }

  @Test func statisticsAreWrittenBackOnRequestOnly() {
    var model = BatchNorm<Double>(features: 3)
    let context = Context<Double>(mode: .training)
    _ = model(Variable(x), in: context)
    #expect(model.runningMean.value.scalars == [0, 0, 0])
    context.applyStatistics(to: &model)
    let means = (0..<3).map { column in
      (0..<4).reduce(0.0) { $0 + x.scalars[$1 * 3 + column] } / 4
    }
    expectClose(
      model.runningMean.value.scalars, means.map { 0.1 * $0 }, absolute: 1e-12, relative: 1e-12)
    #expect(model.runningVariance.value.scalars.allSatisfy { $0 != 1 })
    // Nothing but the statistics of the layers that were applied.
    #expect(model.gamma.value.scalars == [1, 1, 1] && model.beta.value.scalars == [0, 0, 0])
    for mode in [Mode.sampling, .deterministic] {
      var other = model
      let context = Context<Double>(mode: mode)
      _ = other(Variable(x), in: context)
      context.applyStatistics(to: &other)
      #expect(other.runningMean.value.scalars == model.runningMean.value.scalars)
    }
  }

  @Test func trainingRecordsByDefault() throws {
    let model = layer()
    for (mode, records) in [(Mode.training, true), (.sampling, false), (.deterministic, false)] {
      let context = Context<Double>(mode: mode)
      let loss = context.sum(model(Variable(x), in: context))
      #expect(context.gradients(of: loss).values.isEmpty != records)
    }
  }
}
