import CandorEngine
import TestSupport
import Testing

@Suite struct SoftmaxCrossEntropyTests {
  private let logits: Tensor<Double> = GradientCheck.random([2, 3, 4], to: 2)
  private let targets: [Int32] = [1, 3, -1, 0, -1, 1]

  @Test func gradients() {
    for smoothing in [0, 0.1] {
      for normalizer in [nil, 2, 10] {
        GradientCheck.expect([logits]) {
          $0.softmaxCrossEntropy(
            $1[0], targets: targets, normalizer: normalizer, smoothing: smoothing)
        }
      }
    }
    GradientCheck.expect([logits]) { context, x in
      context.scale(context.softmaxCrossEntropy(x[0], targets: [1, 3, 0, 0, 2, 1]), by: 3)
    }
  }

  @Test func wholeDistributions() {
    let distributions: [Double] = [
      0.1, 0.2, 0.3, 0.4, 1, 0, 0, 0, 0, 0, 0, 0, 0.25, 0.25, 0, 0, 0.7, 0.1, 0.1, 0.1, 0, 0, 0, 0,
    ]
    GradientCheck.expect([logits]) {
      $0.softmaxCrossEntropy($1[0], distributions: distributions, normalizer: 5)
    }
    // Those of smoothed targets are smoothed targets.
    let smoothed = targets.flatMap { target in
      (0..<4).map { target < 0 ? 0 : ($0 == Int(target) ? 0.9 : 0) + 0.1 / 4 }
    }
    let context = Context<Double>(mode: .deterministic)
    expectClose(
      context.softmaxCrossEntropy(Variable(logits), distributions: smoothed, normalizer: 6).value
        .item,
      context.softmaxCrossEntropy(Variable(logits), targets: targets, normalizer: 6, smoothing: 0.1)
        .value.item, absolute: 1e-12, relative: 1e-12)
  }

  @Test func smoothingIsAMixtureOfTargets() {
    let context = Context<Double>(mode: .deterministic)
    let logProbabilities = context.logSoftmax(Variable(logits)).scalars
    var expected = 0.0
    for (row, target) in targets.enumerated() where target >= 0 {
      for c in 0..<4 {
        let q = (Int(target) == c ? 0.9 : 0) + 0.1 / 4
        expected -= q * logProbabilities[row * 4 + c]
      }
    }
    let sum = context.softmaxCrossEntropy(
      Variable(logits), targets: targets, normalizer: 1, smoothing: 0.1)
    expectClose(sum.value.item, expected, absolute: 1e-12, relative: 1e-12)
    let mean = context.softmaxCrossEntropy(Variable(logits), targets: targets, smoothing: 0.1)
    expectClose(mean.value.item, expected / 4, absolute: 1e-12, relative: 1e-12)
  }

  @Test func onlyPaddingCostsNothing() {
    let context = Context<Double>(mode: .training)
    let input = context.input(logits)
    let loss = context.softmaxCrossEntropy(input, targets: Array(repeating: -1, count: 6))
    #expect(loss.value.item == 0)
    let gradient = context.gradients(of: loss, for: [input])[0]
    #expect(gradient?.scalars.allSatisfy { $0 == 0 } == true)
  }

  @Test func hugeLogitsInSinglePrecision() {
    let context = Context<Float>(mode: .training)
    let input = context.input(Tensor<Float>(shape: [2, 3], [3e4, 0, -3e4, -1e4, -1e4, -1e4]))
    let loss = context.softmaxCrossEntropy(input, targets: [1, 0])
    expectClose(loss.value.item, (3e4 + Float.log(3)) / 2)
    let gradient = context.gradients(of: loss, for: [input])[0]?.scalars ?? []
    expectClose(gradient, [0.5, -0.5, 0, -1 / 3, 1 / 6, 1 / 6])
  }

  /// A diverged model must be seen in its loss, wherever the first bad number comes up.
  @Test(arguments: 0..<3) func whatIsNotFiniteStaysSo(place: Int) {
    func check<Scalar: EngineScalar>(_ bad: Scalar) {
      var row: [Scalar] = [1, 2, 3]
      row[place] = bad
      let context = Context<Scalar>(mode: .deterministic)
      let logits = Variable(Tensor(shape: [1, 3], row))
      for target in 0..<3 as Range<Int32> {
        let loss = context.softmaxCrossEntropy(logits, targets: [target]).value.item
        #expect(!loss.isFinite, "\(bad) at \(place), target \(target): \(loss)")
      }
      #expect(context.logSoftmax(logits).scalars.contains { !$0.isFinite })
    }
    check(Float.nan)
    check(Double.nan)
    check(Float.infinity)
    check(Double.infinity)
  }

  /// To the rounding of logits of this size.
  @Test func singlePrecisionFollowsDouble() {
    let logits: Tensor<Double> = GradientCheck.random([60, 9], to: 30)
    let single = Context<Float>(mode: .deterministic)
      .logSoftmax(Variable(logits.converted(to: Float.self)))
    let double = Context<Double>(mode: .deterministic)
      .logSoftmax(Variable(logits.converted(to: Float.self).converted(to: Double.self)))
    expectClose(
      single.scalars.map { Double($0) }, double.scalars, absolute: 4e-6, relative: 3e-7)
  }

  @Test func logSoftmaxSumsToOne() {
    let context = Context<Float>(mode: .deterministic)
    let rows: Tensor<Float> = GradientCheck.random([5, 7], to: 20)
    let result = context.logSoftmax(Variable(rows))
    #expect(result.shape == [5, 7])
    for row in 0..<5 {
      let part = result.scalars[row * 7..<row * 7 + 7]
      expectClose(part.reduce(0) { $0 + Float.exp($1) }, 1, absolute: 1e-6, relative: 1e-6)
    }
  }

  @Test(.needsGolden("softmax_cross_entropy")) func golden() throws {
    for golden in try Goldens.cases("softmax_cross_entropy") {
      try check(golden, Double.self)
      try check(golden, Float.self)
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    let context = Context<Scalar>(mode: .training)
    let logits = context.input(try golden.values("inputs.logits", type))
    let ignored =
      golden.has("config.ignore_index") ? Int(try golden.number("config.ignore_index")) : -1
    let targets = try golden.tensor("inputs.target").integers.map {
      $0 == ignored ? -1 : Int32($0)
    }
    let mean = context.softmaxCrossEntropy(logits, targets: targets)
    let sum = context.softmaxCrossEntropy(logits, targets: targets, normalizer: 1)
    expectGolden(mean.value, try golden.values("outputs.loss_mean", type), "\(golden): mean")
    expectGolden(sum.value, try golden.values("outputs.loss_sum", type), "\(golden): sum")
    let probabilities = context.logSoftmax(logits)
    expectGolden(
      Tensor(shape: probabilities.shape, probabilities.scalars.map { Scalar.exp($0) }),
      try golden.values("outputs.probabilities", type), "\(golden): probabilities")
    let width = probabilities.shape.last ?? 1
    let items = targets.enumerated().map { row, target in
      target < 0 ? 0 : -probabilities.scalars[row * width + Int(target)]
    }
    expectClose(
      items.map { Double($0) }, try golden.tensor("outputs.per_item").doubles,
      absolute: Scalar.self == Double.self ? 1e-9 : 1e-5, relative: 1e-4)
    let gradient = context.gradients(of: mean, for: [logits])[0]
    expectGolden(gradient, try golden.values("gradients.logits", type), "\(golden): gradient")
  }
}
