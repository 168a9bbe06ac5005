import CandorEngine
import TestSupport
import Testing

/// Packed weights are the same weights.
@Suite struct FrozenWeightsTests {
  private let generator = SeededGenerator(seed: 1, purpose: "frozen weights")
  private let frozen = FrozenWeights<Float>()

  private func run(_ layer: Dense<Float>, rows: Int, frozen: Bool) -> [Float] {
    let context = Context<Float>(
      mode: .deterministic, frozenWeights: frozen ? self.frozen : nil)
    let all: Tensor<Float> = GradientCheck.random([60, layer.inputCount])
    let x = Tensor<Float>(
      shape: [rows, layer.inputCount], Array(all.scalars.prefix(rows * layer.inputCount)))
    return layer(Variable(x), in: context).value.scalars
  }

  @Test(arguments: [1, 7, 60]) func productsAreTheSame(rows: Int) {
    var generator = generator
    let layer = Dense<Float>(inputs: 19, outputs: 33, using: &generator)
    for _ in 0..<2 {
      expectClose(
        run(layer, rows: rows, frozen: true), run(layer, rows: rows, frozen: false),
        absolute: 1e-6, relative: 1e-6)
    }
  }

  @Test func aRowDoesNotDependOnTheOthers() {
    var generator = generator
    let layer = Dense<Float>(inputs: 19, outputs: 33, using: &generator)
    let many = run(layer, rows: 60, frozen: true)
    #expect(Array(many.prefix(33)) == run(layer, rows: 1, frozen: true))
    #expect(Array(many.prefix(7 * 33)) == run(layer, rows: 7, frozen: true))
  }

  @Test func aWeightThatChangesIsPackedAnew() {
    var generator = generator
    var layer = Dense<Float>(inputs: 5, outputs: 4, using: &generator)
    let before = run(layer, rows: 3, frozen: true)
    layer.updateParameters { _, parameter in
      parameter.value.withUnsafeMutableElements { for i in $0.indices { $0[i] *= 2 } }
    }
    #expect(run(layer, rows: 3, frozen: true) == before.map { 2 * $0 })
  }

  @Test(arguments: [1, 3], [FrozenWeights<Float>.Precision.full, .bytes])
  func stepsOfALayerAreTheSame(rows: Int, precision: FrozenWeights<Float>.Precision) {
    var generator = generator
    let frozen = FrozenWeights<Float>(precision)
    let layer = LSTM<Float>(inputs: 6, hidden: 9, using: &generator)
    let x: Tensor<Float> = GradientCheck.random([4, rows, 6])
    let lengths = SequenceLengths((0..<rows).map { 4 - $0 }, maximum: 4)
    func outputs(_ frozen: FrozenWeights<Float>?) -> [Float] {
      layer(
        Sequences(Variable(x), lengths: lengths),
        in: Context(mode: .deterministic, frozenWeights: frozen)
      ).outputs.value.scalars
    }
    let rounding = precision == .full ? 1e-6 : 0.01
    expectClose(outputs(frozen), outputs(nil), absolute: rounding, relative: rounding)
    #expect((outputs(frozen) == outputs(nil)) == (precision == .full))
  }
}
