import CandorEngine
import CandorExperiments
import TestSupport
import Testing

@Suite struct FCDenseNetTests {
  private func network<Scalar: EngineScalar>(
    _ sizes: FCDenseNetSizes, _ dropout: DropoutChoice = .none, _ type: Scalar.Type
  ) -> FCDenseNet<Scalar> {
    FCDenseNet(sizes, classes: 11, dropout: dropout, seed: 1)
  }

  /// The parameters that Jégou et al. 2017 count in their table 3: 1.5, 3.5 and 9.4 million; other people's code that
  /// follows them has 1.37, 3.46 and 9.32, since the published recipe has no 1.5 in it.
  @Test(arguments: [
    (FCDenseNetSizes.densenet56, 1.377e6), (.densenet67, 3.46e6), (.densenet103, 9.32e6),
  ]) func parameters(sizes: FCDenseNetSizes, expected: Double) {
    let count = Double(self.network(sizes, .none, Float.self).parameterCount)
    #expect(abs(count / expected - 1) < 0.01, "\(count)")
  }

  /// Convolutions of the largest: 38 on the way down, 5 shrinkings, 15 at the bottom, 38 up; with the first, the last and
  /// 5 enlargements those are the 103 layers.
  @Test func layersOfTheLargest() {
    let model = network(.densenet103, .fixed(rate: 0.2), Float.self)
    #expect(model.rates.count == 38 + 5 + 15 + 38)
    #expect(model.rates.count + 1 + 5 + 1 == 103)
    #expect(model.rates.allSatisfy { $0.rate == 0.2 })
    // Channels at the ends of the ways down, and at the bottom (table 2).
    let counts = Dictionary(
      uniqueKeysWithValues: zip(model.rates.map(\.site), model.inputCounts))
    #expect(
      (0..<5).map { counts["shrinking.\($0)"] } == [112, 192, 304, 464, 656].map { Optional($0) })
    #expect(counts["bottleneck.0"] == 656)
    // 15 · 16 enlarged and 656 from the way down, and so on up.
    #expect(counts["up.0.0"] == 896)
    #expect((1..<5).map { counts["up.\($0).0"] } == [656, 464, 304, 192].map { Optional($0) })
  }

  /// The largest network takes a step: the loss is near that of a guess, every parameter gets a gradient, the second
  /// evaluation is lower.
  @Test func theLargestBuildsAndSteps() throws {
    let prior = Prior(lengthScale: 0.1, dataCount: 367, beta: 0.01)
    var model = network(.densenet103, .concrete(initialRate: 0.1, prior: prior), Float.self)
    let x: Tensor<Float> = GradientCheck.random([2, 36, 48, 3], to: 2)
    let targets = (0..<2 * 36 * 48).map { Int32($0 % 12) - 1 }
    var optimizer = RMSprop<Float>()
    func loss(_ context: Context<Float>) -> Variable<Float> {
      let logits = model(Variable(x), in: context)
      #expect(logits.shape == [2, 36, 48, 11])
      return context.softmaxCrossEntropy(logits, targets: targets)
    }
    var losses: [Float] = []
    for _ in 0..<3 {
      let context = Context<Float>(mode: .training, seed: 1, workers: Workers(threads: 2))
      let value = loss(context)
      losses.append(value.value.item)
      let gradients = try context.gradients(of: context.objective(value), for: model)
      optimizer.update(
        &model, with: gradients, rates: LearningRates(base: 1e-4), workers: .single)
      context.applyStatistics(to: &model)
    }
    #expect(losses[0] > 2 && losses[0] < 5, "\(losses)")
    #expect(losses[2] < losses[0], "\(losses)")
  }

  @Test func gradientsOfTheSmallest() throws {
    let prior = Prior(lengthScale: 0.5, dataCount: 20)
    let model = network(.tiny, .concrete(initialRate: 0.2, prior: prior), Double.self)
    ParameterAudit.expectComplete(model)
    let x: Tensor<Double> = GradientCheck.random([2, 7, 9, 3])
    let targets = (0..<2 * 7 * 9).map { Int32($0 % 12) - 1 }
    // Steps below the distance of most pixels to the kinks of ReLU and maximum. A bias whose channels are normalised next
    // changes nothing.
    let problems = try GradientCheck.problems(
      in: model, limit: 4, step: 1e-6, absolute: 1e-5, relative: 1e-3
    ) {
      $1.softmaxCrossEntropy($0(Variable(x), in: $1), targets: targets)
    }.filter { !$0.hasSuffix(".bias: the objective ignores it") }
    #expect(problems.isEmpty)
  }
}
