import CandorEngine
import TestSupport
import Testing

/// Padding is not data: its values change nothing, and a row does not notice its neighbours.
@Suite struct PaddingTests {
  private let model = TestNetwork<Double>()
  private let x: Tensor<Double> = GradientCheck.random([6, 4, 3])
  private let lengths = SequenceLengths([4, 1, 6, 3], maximum: 6)

  /// Every loss and gradient, to the bit; the padding's own gradient is zero.
  @Test(arguments: [Mode.training, .sampling, .deterministic])
  func valuesAtPaddingChangeNothing(mode: Mode) throws {
    func run(padding: Double) throws -> ([Double], [ParameterIdentity: [Double]], [Double]) {
      var padded = x
      padded.withUnsafeMutableElements {
        for t in 0..<6 {
          for row in 0..<4 where t >= lengths.lengths[row] {
            for j in 0..<3 { $0[(t * 4 + row) * 3 + j] = padding }
          }
        }
      }
      func pass(_ asInput: Bool) -> (Context<Double>, Variable<Double>, Variable<Double>) {
        let context = Context<Double>(mode: mode, seed: 3, recordsGradients: true)
        let input = asInput ? context.input(padded) : Variable(padded)
        let loss = model.loss(Sequences(input, lengths: lengths), in: context)
        return (context, input, context.objective(loss).variable)
      }
      let (context, _, objective) = pass(false)
      let gradients = context.gradients(of: objective).values.mapValues(\.scalars)
      var after = model
      context.applyStatistics(to: &after)
      let (again, input, sameObjective) = pass(true)
      let inputGradient = again.gradients(of: sameObjective, for: [input])[0]?.scalars ?? []
      let statistics =
        after.norm.runningMean.value.scalars + after.norm.runningVariance.value.scalars
      return ([objective.value.item] + statistics, gradients, inputGradient)
    }
    let zeros = try run(padding: 0)
    for padding in [1, -7.5, 1e30] {
      let other = try run(padding: padding)
      #expect(other.0 == zeros.0)
      #expect(other.1 == zeros.1)
      #expect(other.2 == zeros.2)
    }
    #expect(zeros.2.contains { $0 != 0 })
    for t in 0..<6 {
      for row in 0..<4 where t >= lengths.lengths[row] {
        #expect(zeros.2[(t * 4 + row) * 3..<(t * 4 + row) * 3 + 3].allSatisfy { $0 == 0 })
      }
    }
  }

  /// With batch statistics out of play, a batch is the sum of its rows: values and gradients.
  @Test(arguments: [Mode.sampling, .deterministic])
  func paddedBatchEqualsItsSingles(mode: Mode) {
    func pass(_ rows: [Int]) -> ([Double], Double, [ParameterIdentity: Tensor<Double>]) {
      let steps = rows.map { lengths.lengths[$0] }.max() ?? 0
      let context = Context<Double>(
        mode: mode, seed: 3, recordsGradients: true,
        rows: rows.map { RowIdentity(sample: 1, example: UInt64($0)) })
      let input = Sequences(
        Variable(x.rows(rows, steps: steps)),
        lengths: SequenceLengths(rows.map { lengths.lengths[$0] }, maximum: steps))
      let loss = model.loss(input, normalizer: 1, in: context)
      // The logits of the first of the rows.
      let again = Context<Double>(mode: mode, seed: 3, rows: context.rows)
      let logits = model(input, in: again).value.rows([0], steps: lengths.lengths[rows[0]])
      return (logits.scalars, loss.value.item, context.gradients(of: loss).values)
    }
    let whole = pass([0, 1, 2, 3])
    let singles = (0..<4).map { pass([$0]) }
    expectClose(whole.0, singles[0].0, absolute: 1e-12, relative: 1e-12)
    expectClose(whole.1, singles.reduce(0) { $0 + $1.1 }, absolute: 1e-12, relative: 1e-12)
    #expect(whole.2.count > 10)
    for (identity, gradient) in whole.2 {
      var sum = Array(repeating: 0.0, count: gradient.count)
      for single in singles {
        for (j, value) in (single.2[identity]?.scalars ?? []).enumerated() { sum[j] += value }
      }
      expectClose(gradient.scalars, sum, absolute: 1e-11, relative: 1e-11)
    }
    // Order does not matter either.
    let turned = pass([2, 0, 3, 1])
    expectClose(turned.0, singles[2].0, absolute: 1e-12, relative: 1e-12)
    expectClose(turned.1, whole.1, absolute: 1e-12, relative: 1e-12)
  }

  @Test func moreStepsOfPaddingChangeNothing() {
    func loss(_ steps: Int) -> Double {
      let context = Context<Double>(mode: .training, seed: 3)
      var longer = Tensor<Double>(shape: [steps, 4, 3], repeating: 9)
      let old = x.scalars
      longer.withUnsafeMutableElements { for j in old.indices { $0[j] = old[j] } }
      return model.loss(
        Sequences(Variable(longer), lengths: SequenceLengths(lengths.lengths, maximum: steps)),
        in: context
      ).value.item
    }
    expectClose(loss(9), loss(6), absolute: 1e-12, relative: 1e-12)
  }
}
