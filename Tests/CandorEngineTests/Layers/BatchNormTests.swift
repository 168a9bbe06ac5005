import CandorEngine
import TestSupport
import Testing

@Suite struct BatchNormTests {
  @Test(.needsGolden("batchnorm1d")) func goldenRunningStatistics() throws {
    for golden in try Goldens.cases("batchnorm1d") {
      try check(golden, Double.self)
      try check(golden, Float.self)
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    var layer = BatchNorm<Scalar>(
      features: 4, momentum: Scalar(try golden.number("config.momentum")),
      epsilon: Scalar(try golden.number("config.eps")))
    layer.gamma.value = try golden.values("inputs.gamma", type)
    layer.beta.value = try golden.values("inputs.beta", type)
    let trains = golden.name == "batchnorm1d_train"
    layer.runningMean.value = try golden.values(
      trains ? "running.mean_before" : "running.mean", type)
    layer.runningVariance.value = try golden.values(
      trains ? "running.var_before" : "running.var", type)
    let context = Context<Scalar>(mode: trains ? .training : .deterministic)
    let y = layer(Variable(try golden.values("inputs.x", type)), in: context)
    expectGolden(y.value, try golden.values("outputs.y", type), "\(golden): y")
    context.applyStatistics(to: &layer)
    let (mean, variance) =
      trains ? ("running.mean_after", "running.var_after") : ("running.mean", "running.var")
    expectGolden(layer.runningMean.value, try golden.values(mean, type), "\(golden): mean")
    expectGolden(
      layer.runningVariance.value, try golden.values(variance, type), "\(golden): variance")
  }

  @Test func gradientsOverSequences() throws {
    let layer = BatchNorm<Double>(features: 3)
    ParameterAudit.expectComplete(layer)
    #expect(layer.parameterCount == 6)
    let x: Tensor<Double> = GradientCheck.random([4, 2, 3])
    try GradientCheck.expect(model: layer) { model, context in
      let y = model(
        Sequences(Variable(x), lengths: SequenceLengths([2, 4], maximum: 4)), in: context)
      return context.sum(context.tanh(y.values))
    }
  }

  /// One valid position has no variance to keep.
  @Test func aSinglePositionLeavesTheStatisticsAlone() {
    var layer = BatchNorm<Float>(features: 1)
    let context = Context<Float>(mode: .training)
    let y = layer(
      Sequences(
        Variable(Tensor(shape: [2, 1, 1], [3, 100])), lengths: SequenceLengths([1], maximum: 2)),
      in: context)
    #expect(y.values.value.scalars == [0, 0])
    context.applyStatistics(to: &layer)
    #expect(layer.runningMean.value.item == 0 && layer.runningVariance.value.item == 1)
  }
}
