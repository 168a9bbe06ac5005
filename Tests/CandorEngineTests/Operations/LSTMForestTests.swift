import CandorEngine
import TestSupport
import Testing

@Suite struct LSTMForestTests {
  private static let (I, H) = (2, 3)
  private let inputWeight: Tensor<Double> = GradientCheck.random([4 * H, I], seed: 2)
  private let recurrentWeight: Tensor<Double> = GradientCheck.random([4 * H, H], seed: 3)

  private func layer(_ dropout: DropoutSite<Double> = .none) -> LSTM<Double> {
    var generator = SeededGenerator(seed: 1, purpose: "forest")
    var layer = LSTM<Double>(
      inputs: Self.I, hidden: Self.H, recurrentDropout: dropout, using: &generator)
    layer.inputWeight.value = inputWeight
    layer.recurrentWeight.value = recurrentWeight
    return layer
  }

  /// Two trees: steps 0 and 1 are first ones, 2…4 follow them, 5…7 those.
  ///
  ///     0 ─ 2 ─ 5          1 ─ 4 ─ 7
  ///       └ 3 ─ 6
  private static let forest = StepForest(
    levels: [0, 2, 5, 8], parents: [-2, -1, 0, 0, 1, 2, 3, 4])
  private static let paths = [[0, 2, 5], [0, 3, 6], [1, 4, 7]]

  private func rows(_ tensor: Tensor<Double>, _ rows: [Int]) -> [Double] {
    let width = tensor.shape[1]
    return rows.flatMap { tensor.scalars[$0 * width..<($0 + 1) * width] }
  }

  @Test(arguments: [false, true])
  func eachPathIsASequence(fromStates: Bool) {
    let x: Tensor<Double> = GradientCheck.random([8, Self.I], seed: 4)
    let states = LSTMState<Double>(
      hidden: Variable(GradientCheck.random([2, Self.H], seed: 5)),
      cell: Variable(GradientCheck.random([2, Self.H], seed: 6)))
    let layer = layer()
    let along = layer(
      Variable(x), along: Self.forest, from: fromStates ? states : nil,
      in: Context<Double>(mode: .deterministic))
    for path in Self.paths {
      let sequence = Tensor(shape: [3, 1, Self.I], rows(x, path))
      let given = -1 - Self.forest.parents[path[0]]
      let initial = LSTMState(
        hidden: Variable(Tensor(shape: [1, Self.H], rows(states.hidden.value, [given]))),
        cell: Variable(Tensor(shape: [1, Self.H], rows(states.cell.value, [given]))))
      let alone = layer(
        Sequences(Variable(sequence), lengths: SequenceLengths(full: 1, steps: 3)),
        from: fromStates ? initial : nil, in: Context<Double>(mode: .deterministic))
      #expect(rows(along.hidden.value, path) == alone.outputs.value.scalars)
      #expect(rows(along.cell.value, [path[2]]) == alone.cell.value.scalars)
    }
  }

  /// A level of more rows than are computed at once, under masks that differ from sample to sample.
  @Test func aWideLevelUnderMasksIsItsSequences() {
    let samples = 300
    let forest = StepForest(
      levels: [0, samples, 2 * samples],
      parents: (0..<samples).map { _ in -1 } + Array(0..<samples))
    let layer = layer(.fixed(FixedMask(name: "recurrent", inputCount: Self.H, rate: 0.4)))
    let x: Tensor<Double> = GradientCheck.random([2 * samples, Self.I], seed: 7)
    let identities = (0..<samples).map { RowIdentity(sample: UInt64($0)) }
    let along = layer(
      Variable(x), along: forest,
      in: Context<Double>(mode: .sampling, seed: 9, rows: identities + identities))
    let alone = layer(
      Sequences(
        Variable(x.reshaped([2, samples, Self.I])),
        lengths: SequenceLengths(full: samples, steps: 2)),
      in: Context<Double>(mode: .sampling, seed: 9, rows: identities))
    #expect(along.hidden.value.scalars == alone.outputs.value.scalars)
    let unmasked = self.layer()(
      Variable(x), along: forest, in: Context<Double>(mode: .deterministic))
    #expect(along.hidden.value.scalars != unmasked.hidden.value.scalars)
  }

  @Test func nothingIsNothing() {
    let along = layer()(
      Variable(Tensor(zeros: [0, Self.I])), along: StepForest(levels: [0], parents: []),
      in: Context<Double>(mode: .deterministic))
    #expect(along.hidden.shape == [0, Self.H])
  }
}
