import CandorEngine
import TestSupport
import Testing

@Suite struct PolicyGradientLossTests {
  private let logits: Tensor<Double> = GradientCheck.random([4, 3], seed: 1)

  @Test func gradients() {
    GradientCheck.expect([logits]) {
      $0.policyGradientLoss($1[0], actions: [0, 2, 1, 2], advantages: [1.5, -0.5, 0.25, -2])
    }
  }

  /// With ln π = ln ½ for both actions the loss is the mean advantage times ln 2, whatever was done.
  @Test func value() {
    let loss = Context<Double>(mode: .deterministic).policyGradientLoss(
      Variable(Tensor(zeros: [2, 2])), actions: [0, 1], advantages: [3, -1])
    expectClose([loss.value.item], [Double.log(2)], absolute: 1e-12)
  }
}

@Suite struct WeightedCrossEntropyTests {
  private let logits: Tensor<Double> = GradientCheck.random([3, 4], seed: 1)

  @Test func gradientsLeaveIgnoredRowsOut() {
    GradientCheck.expect([logits]) {
      $0.softmaxCrossEntropy($1[0], targets: [2, -1, 0], weights: [0.5, 7, 2], smoothing: 0.1)
    }
  }

  /// A weight counts as often as the row would have to be repeated; weights of ignored rows do not count.
  @Test func aWeightIsARepetition() {
    let context = Context<Double>(mode: .deterministic)
    let weighted = context.softmaxCrossEntropy(
      Variable(logits), targets: [1, -1, 3], weights: [2, 9, 1])
    let rows = logits.scalars
    let repeated = context.softmaxCrossEntropy(
      Variable(Tensor(shape: [3, 4], Array(rows[0..<4] + rows[0..<4] + rows[8..<12]))),
      targets: [1, 1, 3])
    expectClose([weighted.value.item], [repeated.value.item], absolute: 1e-12)
  }
}
