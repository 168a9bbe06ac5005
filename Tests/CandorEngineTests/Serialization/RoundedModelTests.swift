import CandorEngine
import TestSupport
import Testing

/// A model whose matrices are in bytes, in memory and in a file.
@Suite struct RoundedModelTests {
  private struct Network: Module {
    var table: Embedding<Float>
    var dense: Dense<Float>

    init(seed: UInt64) {
      var generator = SeededGenerator(seed: seed, purpose: "rounded")
      table = Embedding(symbols: 7, features: 70, using: &generator)
      // More rows than a panel, and steps that do not fill the last group of four.
      dense = Dense(inputs: 70, outputs: 37, using: &generator)
    }

    mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
      visitor.visit("table", &table)
      visitor.visit("dense", &dense)
    }

    func run(_ weights: FrozenWeights<Float>?) -> [Float] {
      let context = Context<Float>(mode: .deterministic, frozenWeights: weights)
      return dense(table([3, 1, 6], shape: [3], in: context), in: context).value.scalars
    }
  }

  private let network = Network(seed: 1)

  @Test func aMatrixIsWholeNumbersTimesTheScaleOfItsRow() {
    let before = network.dense.weight.value.scalars
    let after = network.rounded().dense.weight.value.scalars
    for row in 0..<37 {
      let places = row * 70..<(row + 1) * 70
      let scale = (before[places].map(abs).max() ?? 0) / 127
      for place in places {
        let number = (before[place] / scale).rounded(.toNearestOrEven)
        #expect(after[place] == scale * number, "row \(row)")
      }
    }
    #expect(network.rounded().table.table.value.scalars != before)
    expectClose(
      network.rounded().table.table.value.scalars, network.table.table.value.scalars,
      absolute: 1e-7, relative: 0x1p-11)
  }

  /// Products in bytes round a matrix to what it is already.
  @Test func productsInBytesDoNotChange() {
    var halved = network.rounded()
    halved.dense = network.dense
    #expect(network.rounded().run(FrozenWeights(.bytes)) == halved.run(FrozenWeights(.bytes)))
    // Read as numbers and rounded anew.
    var read = network.rounded()
    read.dense.weight.value = Tensor(shape: [37, 70], read.dense.weight.value.scalars)
    #expect(read.run(FrozenWeights(.bytes)) == halved.run(FrozenWeights(.bytes)))
    expectClose(
      network.rounded().run(nil), network.rounded().run(FrozenWeights(.bytes)), absolute: 0.02,
      relative: 0.02)
    #expect(
      network.rounded().rounded().tensors().mapValues(\.scalars)
        == network.rounded().tensors().mapValues(\.scalars))
  }

  @Test func aFileKeepsIt() throws {
    try withTemporaryFolder { folder in
      let path = folder + "/x.safetensors"
      let rounded = network.rounded()
      try SafetensorsFile.write(rounded.tensors(), type: .half, to: path)
      let file = try SafetensorsFile(path: path)
      #expect(file.names == ["dense.bias", "dense.weight", "dense.weight.scale", "table.table"])
      #expect(try file.type(of: "dense.weight") == .byte)
      #expect(try file.type(of: "table.table") == .half)
      var read = Network(seed: 2)
      try read.load(file.tensors(as: Float.self))
      #expect(read.run(FrozenWeights(.bytes)) == rounded.run(FrozenWeights(.bytes)))
      #expect(read.tensors().mapValues(\.scalars) == rounded.tensors().mapValues(\.scalars))
      // Written again, before and after its elements were read.
      try SafetensorsFile.write(read.tensors(), type: .half, to: folder + "/y")
      #expect(try bytes(of: folder + "/y") == bytes(of: path))
    }
  }

  /// What was changed is no longer what it was rounded to, and its copy still is.
  @Test func aChangeCounts() throws {
    try withTemporaryFolder { folder in
      let rounded = network.rounded()
      var changed = rounded
      changed.updateParameters { path, parameter in
        guard path == "dense.weight" else { return }
        parameter.value.withUnsafeMutableElements { $0[0] += 100 }
      }
      #expect(changed.dense.weight.value.scalars[0] == rounded.dense.weight.value.scalars[0] + 100)
      #expect(changed.run(FrozenWeights(.bytes)) != rounded.run(FrozenWeights(.bytes)))
      try SafetensorsFile.write(changed.tensors(), to: folder + "/x")
      let file = try SafetensorsFile(path: folder + "/x")
      #expect(try file.type(of: "dense.weight") == .single)
      #expect(
        try file.tensor("dense.weight", as: Float.self).scalars
          == changed.dense.weight.value.scalars)
    }
  }

  /// Also where nobody else has it.
  @Test func aChangeOfTheOnlyOneCounts() throws {
    try withTemporaryFolder { folder in
      var weight = network.rounded().dense.weight.value
      let before = weight.scalars
      weight.withUnsafeMutableElements { $0[0] += 100 }
      try SafetensorsFile.write(["w": weight], to: folder + "/x")
      let file = try SafetensorsFile(path: folder + "/x")
      #expect(try file.type(of: "w") == .single)
      #expect(
        try file.tensor("w", as: Float.self).scalars == [before[0] + 100] + before.dropFirst())
    }
  }

  @Test func anotherShapeIsOfTheSameNumbers() {
    let weight = network.rounded().dense.weight.value
    let there = weight.reshaped([70, 37])
    #expect(there.scalars == weight.scalars && there.reshaped([37, 70]).scalars == weight.scalars)
    // Rounded by its own rows.
    let rounded = network.rounded().dense.bias.value.reshaped([37, 1])
    #expect(rounded.scalars == network.rounded().dense.bias.value.scalars)
  }

  @Test func readersAtTheSameTimeReadTheSame() throws {
    for _ in 0..<20 {
      let weight = network.rounded().dense.weight.value
      let expected = network.rounded().dense.weight.value.scalars
      let read = try Workers(threads: 4).map(8) { _ in weight.scalars }
      #expect(read.allSatisfy { $0 == expected })
    }
  }

  @Test func whatIsNoNumberIsFound() {
    var network = network
    #expect(network.rounded().dense.weight.value.isWithin(100))
    #expect(!network.rounded().dense.weight.value.isWithin(0.001))
    for value in [Float.nan, .infinity] {
      network.updateParameters { path, parameter in
        guard path == "dense.weight" else { return }
        parameter.value.withUnsafeMutableElements { $0[5] = value }
      }
      #expect(!network.rounded().dense.weight.value.isWithin(.greatestFiniteMagnitude))
    }
  }
}
