import CandorEngine
import RealModule
import TestSupport
import Testing

@Suite struct GaussianTests {
  private let mean: Tensor<Double> = GradientCheck.random([4, 3], seed: 1)
  private let targets: Tensor<Double> = GradientCheck.random([4, 3], seed: 2, to: 2)

  /// −ln of the density of the normal distribution, written out.
  @Test func valueIsThatOfTheDensity() {
    let context = Context<Double>(mode: .deterministic)
    let loss = context.gaussianNegativeLogLikelihood(
      mean: Variable(Tensor(shape: [2, 1], [1, 3])),
      logPrecision: Variable(Tensor(shape: [1], [.log(4)])),
      targets: Tensor(shape: [2, 1], [2, 3]))
    func density(_ y: Double, _ mu: Double, _ sigma: Double) -> Double {
      .exp(-(y - mu) * (y - mu) / (2 * sigma * sigma)) / (sigma * (2 * .pi).squareRoot())
    }
    let expected = -(Double.log(density(2, 1, 0.5)) + Double.log(density(3, 3, 0.5))) / 2
    expectClose([loss.value.item], [expected], absolute: 1e-12)
  }

  /// One precision for everything, one a feature, one a value.
  @Test(arguments: [[1], [3], [4, 3]]) func gradients(shape: [Int]) {
    let logPrecision: Tensor<Double> = GradientCheck.random(shape, seed: 3)
    GradientCheck.expect([mean, logPrecision]) {
      $0.gaussianNegativeLogLikelihood(mean: $1[0], logPrecision: $1[1], targets: targets)
    }
    GradientCheck.expect([logPrecision]) {
      $0.gammaPenalty(logPrecision: $1[0], shape: 0.1, rate: 0.01, coefficient: 0.5)
    }
  }

  @Test func aPrecisionForEachValueMeansTheSameAsOneForAll() {
    let context = Context<Double>(mode: .deterministic)
    let losses = [[], [1], [3], [4, 3]].map { shape in
      context.gaussianNegativeLogLikelihood(
        mean: Variable(mean), logPrecision: Variable(Tensor(shape: shape, repeating: 0.7)),
        targets: targets
      ).value.item
    }
    for loss in losses { expectClose([loss], [losses[0]], absolute: 1e-12) }
  }

  @Test func theGammaPenaltyIsMinusTheLogarithmOfTheDensity() {
    // The density of Gamma(2, 3) at τ is 9 τ e^{−3τ}; only differences matter.
    func penalty(_ precision: Double) -> Double {
      Context<Double>(mode: .deterministic).gammaPenalty(
        logPrecision: Variable(Tensor(shape: [1], [.log(precision)])), shape: 2, rate: 3,
        coefficient: 1
      ).value.item
    }
    func density(_ tau: Double) -> Double { 9 * tau * .exp(-3 * tau) }
    expectClose(
      [penalty(0.5) - penalty(2)], [.log(density(2)) - .log(density(0.5))], absolute: 1e-12)
  }
}

@Suite struct GaussianLikelihoodTests {
  private typealias Likelihood = GaussianLikelihood<Double>
  private let targets = Tensor<Double>(shape: [2, 2], [0, 1, 2, 3])

  @Test func trainsWhatIsToBeTrained() {
    let prior = GammaPrior(shape: 0.1, rate: 0.01, coefficient: 0.1)
    let kinds: [(Likelihood.Noise, Int, Int)] = [
      (.fixed(logPrecision: 1), 2, 0), (.trained(), 2, 2), (.trained(prior: prior), 2, 2),
      (.heteroscedastic, 4, 0),
    ]
    for (noise, outputs, parameters) in kinds {
      let likelihood = Likelihood(noise, features: 2)
      #expect(likelihood.outputCount == outputs)
      #expect(likelihood.parameterCount == parameters)
    }
  }

  @Test func thePriorIsPartOfTheObjectiveOnce() {
    let prior = GammaPrior(shape: 0.1, rate: 0.01, coefficient: 0.1)
    let likelihood = Likelihood(.trained(initialLogPrecision: 0.3, prior: prior), features: 2)
    let context = Context<Double>(mode: .training)
    let outputs = Variable(Tensor<Double>(zeros: [2, 2]))
    let loss = likelihood.loss(outputs, targets: targets, in: context)
    _ = likelihood.loss(outputs, targets: targets, in: context)
    let expected = 0.1 * 2 * (0.01 * Double.exp(0.3) + 0.9 * 0.3)
    #expect(context.penalties.count == 1)
    expectClose(
      [context.objective(loss).value.item - loss.value.item], [expected], absolute: 1e-12)
  }

  @Test func aHeteroscedasticNetworkSaysMeanAndPrecision() {
    let context = Context<Double>(mode: .deterministic)
    let outputs = Variable(Tensor<Double>(shape: [2, 4], [0, 1, 5, 5, 2, 3, 5, 5]))
    let (mean, s) = Likelihood(.heteroscedastic, features: 2).parts(of: outputs, in: context)
    #expect(mean.value.scalars == targets.scalars)
    #expect(s.value.scalars == [5, 5, 5, 5])
  }
}
