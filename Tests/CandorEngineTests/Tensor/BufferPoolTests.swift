import CandorEngine
import TestSupport
import Testing

/// Memory comes back from the pool with what was in it.
@Suite struct BufferPoolTests {
  /// Leaves blocks full of NaN behind, of all sizes up to a megabyte.
  private func poison() {
    var held: [Tensor<Float>] = []
    var count = 900
    while count < 300_000 {
      for _ in 0..<6 { held.append(Tensor(shape: [count], repeating: .nan)) }
      count += count / 8
    }
  }

  @Test func zerosAreZero() {
    for count in [1, 1000, 1025, 5000, 100_000, 131_072] {
      for _ in 0..<3 {
        poison()
        #expect(Tensor<Float>(zeros: [count]).scalars.allSatisfy { $0 == 0 })
        #expect(Tensor<Double>(zeros: [count]).scalars.allSatisfy { $0 == 0 })
      }
    }
  }

  /// An operation that reads what it did not write is found out: every result of a step is free of what lay about.
  @Test(arguments: [Mode.training, .sampling]) func resultsAreFreeOfOldValues(mode: Mode) {
    func run() -> [[Float]] {
      let model = TestNetwork<Float>(inputs: 20, hidden: 16, classes: 30)
      let context = Context<Float>(mode: mode, seed: 5, recordsGradients: true)
      let lengths = SequenceLengths((0..<40).map { 1 + $0 % 5 }, maximum: 5)
      let x: Tensor<Float> = GradientCheck.random([5, 40, 20])
      let logits = model(Sequences(Variable(x), lengths: lengths), in: context).value.scalars
      let objective = context.objective(
        model.loss(Sequences(Variable(x), lengths: lengths), in: context))
      let gradients = context.gradients(of: objective.variable)
      return [logits, [objective.value.item]]
        + model.parameters.compactMap { gradients[$0.parameter]?.scalars }
    }
    let clean = run()
    #expect(clean.allSatisfy { $0.allSatisfy { $0.isFinite } })
    for _ in 0..<3 {
      poison()
      #expect(run() == clean)
    }
  }
}
