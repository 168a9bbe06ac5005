import CandorEngine
import Foundation
import TestSupport
import Testing

@Suite struct PriorTests {
  @Test func coefficients() {
    let prior = Prior(lengthScale: 0.5, dataCount: 100)
    expectClose(prior.weightRegularizer, 0.25 / 200, absolute: 1e-15, relative: 1e-12)
    expectClose(prior.dropoutRegularizer, 1 / 100, absolute: 1e-15, relative: 1e-12)
    let strong = Prior(lengthScale: 0.5, dataCount: 100, beta: 30)
    expectClose(strong.weightRegularizer, 30 * 0.25 / 200, absolute: 1e-15, relative: 1e-12)
    expectClose(strong.dropoutRegularizer, 0.3, absolute: 1e-15, relative: 1e-12)
    #expect(Prior(lengthScale: 0, dataCount: 1).weightRegularizer == 0)
  }

  @Test func plainCoefficientsComeBack() {
    let prior = Prior(weightRegularizer: 1e-4, dropoutRegularizer: 0.02, dataCount: 5000)
    expectClose(prior.weightRegularizer, 1e-4, absolute: 1e-16, relative: 1e-12)
    expectClose(prior.dropoutRegularizer, 0.02, absolute: 1e-16, relative: 1e-12)
    expectClose(prior.beta, 100, absolute: 1e-9, relative: 1e-12)
  }

  @Test func isSavedWhole() throws {
    let prior = Prior(lengthScale: 0.1, dataCount: 117_000, beta: 100)
    let data = try JSONEncoder().encode(prior)
    #expect(try JSONDecoder().decode(Prior.self, from: data) == prior)
  }

  /// The paper's form, (1 − p) ‖M‖² with W = (1 − p) M, from the goldens through a layer.
  @Test(.needsGolden("dense")) func goldenThroughALayer() throws {
    for golden in try Goldens.cases("dense", named: "dense_concrete_dropout") {
      let prior = Prior(
        lengthScale: try golden.number("config.length_scale"),
        dataCount: Int(try golden.number("config.N")))
      var generator = SeededGenerator(seed: 1, purpose: "prior")
      var model = InputDropout(
        Dense<Double>(inputs: 5, outputs: 4, using: &generator),
        .concrete(initialRate: 0.5, prior: prior), name: "layer")
      let weight = try golden.values("inputs.weight", Double.self)
      let logit = try golden.values("inputs.logit", Double.self).reshaped([1])
      model.updateParameters { path, parameter in
        if path == "layer.weight" { parameter.value = weight }
        if path == "dropout.logit" { parameter.value = logit }
      }
      let context = Context<Double>(mode: .training)
      let ones = Variable(Tensor<Double>(shape: [1, 5], repeating: 1))
      let loss = context.scale(context.sum(model(ones, in: context)), by: 0)
      let objective = context.objective(loss)
      expectClose(
        objective.value.item, try golden.number("regularizer_paper.value"), absolute: 1e-9,
        relative: 2e-7)
      let gradients = try context.gradients(of: objective, for: model)
      for (path, parameter) in model.parameters where path != "layer.bias" {
        let name = path == "dropout.logit" ? "logit" : "weight"
        expectClose(
          gradients[parameter]?.scalars ?? [],
          try golden.tensor("regularizer_paper.gradients.\(name)").doubles, absolute: 1e-9,
          relative: 2e-7, path)
      }
    }
  }
}
