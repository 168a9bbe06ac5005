import CandorEngine
import TestSupport
import Testing

/// What Concrete Dropout does with its rate, on problems small enough to know the answer.
@Suite struct ConcreteDropoutTests {
  private typealias Model = InputDropout<Dense<Double>>

  private func model(_ rate: Double, _ prior: Prior?, inputs: Int = 4) -> Model {
    var generator = SeededGenerator(seed: 1, purpose: "concrete dropout")
    return InputDropout(
      Dense(inputs: inputs, outputs: 1, using: &generator),
      .concrete(initialRate: rate, prior: prior), name: "layer")
  }

  /// Plain gradient descent, new masks in every step.
  private func descend(
    _ model: inout Model, steps: Int, rate: Double,
    _ loss: (Model, Context<Double>) -> Variable<Double>
  ) throws {
    for step in 0..<steps {
      let context = Context<Double>(mode: .training, seed: UInt64(step))
      let objective = context.objective(loss(model, context))
      let gradients = try context.gradients(of: objective, for: model)
      model.updateParameters { _, parameter in
        guard let gradient = gradients[parameter]?.scalars else { return }
        parameter.value.withUnsafeMutableElements {
          for j in gradient.indices { $0[j] -= rate * gradient[j] }
        }
      }
    }
  }

  /// Data that say nothing leave the prior alone: the weights go to 0 and the rate to one half.
  @Test(arguments: [0.02, 0.1, 0.9]) func withAConstantLossTheRateGoesToOneHalf(start: Double)
    throws
  {
    var model = model(start, Prior(lengthScale: 1, dataCount: 1))
    let ones = Variable(Tensor<Double>(shape: [2, 4], repeating: 1))
    try descend(&model, steps: 150, rate: 0.1) { model, context in
      context.scale(context.sum(model(ones, in: context)), by: 0)
    }
    #expect(abs(model.dropout.rate - 0.5) < 0.01)
    #expect(model.layer.weight.value.scalars.allSatisfy { abs($0) < 1e-3 })
  }

  private let x: Tensor<Double> = GradientCheck.random([32, 4], from: 0.5, to: 1)

  /// The mean square error of a linear function that the layer can learn exactly.
  private func squareError(_ model: Model, _ context: Context<Double>) -> Variable<Double> {
    let teacher = [1.0, -2, 1.5, 0.5]
    let targets = (0..<32).map { row in
      -(0..<4).reduce(0.0) { $0 + teacher[$1] * x.scalars[row * 4 + $1] }
    }
    let difference = context.add(
      model(Variable(x), in: context), Variable(Tensor(shape: [32, 1], targets)))
    return context.scale(context.sum(context.masked(difference, by: difference)), by: 1.0 / 32)
  }

  /// There is nothing to overfit, so dropping only hurts: without a prior the rate falls, whether it is left out or
  /// weighs nothing.
  @Test(arguments: [nil, Prior(lengthScale: 1, dataCount: 100, beta: 0)])
  func withoutAPriorTheRateFalls(prior: Prior?) throws {
    var model = model(0.3, prior)
    try descend(&model, steps: 150, rate: 0.1, squareError)
    let half = model.dropout.rate
    #expect(half < 0.1)
    try descend(&model, steps: 150, rate: 0.1, squareError)
    #expect(model.dropout.rate < half, "and keeps falling")
  }

  /// The same task with a prior that counts: the rate settles away from both ends, and higher for a larger β.
  @Test func aPriorHoldsTheRate() throws {
    let rates = try [20.0, 100].map { beta in
      var model = model(0.3, Prior(lengthScale: 0.1, dataCount: 100, beta: beta))
      try descend(&model, steps: 300, rate: 0.05, squareError)
      return model.dropout.rate
    }
    #expect(rates[0] > 0.02)
    #expect(rates[1] > rates[0])
    #expect(rates[1] < 0.5)
  }

  /// Loss and penalties together, to every parameter, through masks whose numbers the seed fixes.
  @Test(arguments: [1, 2] as [UInt64]) func theWholeObjective(seed: UInt64) throws {
    let x: Tensor<Double> = GradientCheck.random([4, 3, 3], seed: seed)
    let input = Sequences<Double>(Variable(x), lengths: SequenceLengths([4, 2, 3], maximum: 4))
    let network = TestNetwork<Double>(hidden: 3)
    #expect(network.parameters.count { $0.parameter.role == .dropoutLogit } == 5)
    try GradientCheck.expect(model: network, seed: seed, limit: 5, step: 3e-6) { model, context in
      let loss = model.loss(input, in: context)
      #expect(context.penalties.count == 5)
      return loss
    }
  }

  /// The logit's gradient has all three parts: through the mask's z, its scale, and the penalty.
  @Test(arguments: [0.05, 0.3, 0.6]) func theLogitOfADenseLayer(rate: Double) throws {
    for prior in [nil, Prior(lengthScale: 2, dataCount: 3, beta: 1.5)] {
      try GradientCheck.expect(model: model(rate, prior), step: 3e-6) { model, context in
        squareError(model, context)
      }
    }
  }

  @Test func rateAndLogitAgree() {
    for rate in [0.005, 0.1, 0.5, 0.9] {
      expectClose(model(rate, nil).dropout.rate, rate, absolute: 1e-12, relative: 1e-12)
    }
    #expect(DropoutChoice.fixed(rate: 0.3).site("a", inputCount: 2).rate(as: Float.self) == 0.3)
    #expect(DropoutChoice.none.site("a", inputCount: 2).rate(as: Float.self) == 0)
  }
}

extension DropoutSite {
  fileprivate func rate(as type: Scalar.Type) -> Double { rate }
}
