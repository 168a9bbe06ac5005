import CandorEngine
import TestSupport
import Testing

/// Random masks: what they depend on, and how they are distributed.
@Suite struct MaskTests {
  private static let concrete = DropoutChoice.concrete(
    initialRate: 0.2, prior: Prior(lengthScale: 1, dataCount: 1))
  private static let fixed = DropoutChoice.fixed(rate: 0.2)

  private func layer(
    _ choice: DropoutChoice, name: String = "site", units: Int = 50,
    sharing: ConcreteMask<Float>.Sharing = .acrossTime
  ) -> InputDropout<Dense<Float>> {
    var generator = SeededGenerator(seed: 1, purpose: "mask")
    return InputDropout(
      Dense(inputs: units, outputs: 1, using: &generator), choice, name: name, sharing: sharing)
  }

  /// The masks that a site draws: what becomes of ones.
  private func masks(
    _ choice: DropoutChoice, name: String = "site", mode: Mode = .sampling, seed: UInt64 = 1,
    rows: [RowIdentity]? = nil, count: Int = 4, steps: Int? = nil, units: Int = 50,
    sharing: ConcreteMask<Float>.Sharing = .acrossTime, in given: Context<Float>? = nil
  ) -> Tensor<Float> {
    masks(
      layer(choice, name: name, units: units, sharing: sharing), mode: mode, seed: seed, rows: rows,
      count: count, steps: steps, in: given)
  }

  private func masks(
    _ layer: InputDropout<Dense<Float>>, mode: Mode = .sampling, seed: UInt64 = 1,
    rows: [RowIdentity]? = nil, count: Int = 4, steps: Int? = nil, in given: Context<Float>? = nil
  ) -> Tensor<Float> {
    let units = layer.layer.inputCount
    let context = given ?? Context<Float>(mode: mode, seed: seed, rows: rows)
    let shape = (steps.map { [$0] } ?? []) + [rows?.count ?? count, units]
    let ones = Variable(Tensor<Float>(shape: shape, repeating: 1))
    return layer.masked(ones, in: context).value
  }

  private func row(_ tensor: Tensor<Float>, _ index: Int) -> [Float] {
    let width = tensor.shape.last ?? 0
    return Array(tensor.scalars[index * width..<(index + 1) * width])
  }

  @Test(arguments: [concrete, fixed], [Mode.training, .sampling])
  func aRowsMaskIsItsOwn(choice: DropoutChoice, mode: Mode) {
    let identities = [(1, 10), (1, 11), (2, 10), (2, 11), (1, 10)].map {
      RowIdentity(sample: $0.0, example: $0.1)
    }
    let batch = masks(choice, mode: mode, rows: identities)
    let all = (0..<5).map { row(batch, $0) }
    #expect(Set(all).count == 4, "sample and example both count")
    #expect(all[0] == all[4], "equal identities get equal masks")
    // Neither the place in the batch nor the size of the batch counts.
    let turned = masks(choice, mode: mode, rows: identities.reversed())
    for index in 0..<5 {
      #expect(row(turned, 4 - index) == all[index])
      #expect(row(masks(choice, mode: mode, rows: [identities[index]]), 0) == all[index])
    }
    // Without identities, the place is the example of sample 0.
    let unnamed = masks(choice, mode: mode, count: 3)
    let numbered = masks(
      choice, mode: mode, rows: (0..<3).map { RowIdentity(sample: 0, example: $0) })
    #expect(unnamed.scalars == numbered.scalars)
  }

  @Test(arguments: [concrete, fixed], [Mode.training, .sampling])
  func seedLayerAndApplicationCount(choice: DropoutChoice, mode: Mode) {
    let first = masks(choice, mode: mode).scalars
    #expect(masks(choice, mode: mode).scalars == first)
    #expect(masks(choice, mode: mode, seed: 2).scalars != first)
    #expect(masks(choice, name: "other", mode: mode).scalars != first)
    let context = Context<Float>(mode: mode, seed: 1)
    let (site, other) = (layer(choice), layer(choice, name: "other"))
    #expect(masks(site, in: context).scalars == first)
    #expect(masks(other, in: context).scalars != first)
    let second = masks(site, in: context).scalars
    #expect(second != first, "the second application draws anew")
    #expect(context.drewMasks)
    let again = Context<Float>(mode: mode, seed: 1)
    _ = masks(site, in: again)
    #expect(masks(site, in: again).scalars == second, "whatever else was drawn in between")
  }

  @Test func threadsAndPrecisionDoNotCount() {
    let one = Context<Float>(mode: .sampling, seed: 1, workers: Workers(threads: 1))
    let two = Context<Float>(mode: .sampling, seed: 1, workers: Workers(threads: 2))
    let a = masks(Self.fixed, count: 700, in: one)
    let b = masks(Self.fixed, count: 700, in: two)
    #expect(a.scalars == b.scalars)
    let double = InputDropout<Dense<Double>>(
      {
        var generator = SeededGenerator(seed: 1, purpose: "mask")
        return Dense(inputs: 50, outputs: 1, using: &generator)
      }(), Self.fixed, name: "site")
    let context = Context<Double>(mode: .sampling, seed: 1)
    let ones = Variable(Tensor<Double>(shape: [700, 50], repeating: 1))
    #expect(double.masked(ones, in: context).value.scalars.map { Float($0) } == a.scalars)
  }

  @Test(arguments: [Mode.training, .sampling]) func sharingOverTime(mode: Mode) {
    for choice in [Self.concrete, Self.fixed] {
      let tied = masks(choice, mode: mode, steps: 3)
      let free = masks(choice, mode: mode, steps: 3, sharing: .element)
      let single = masks(choice, mode: mode)
      for t in 0..<3 {
        #expect(Array(tied.scalars[t * 200..<t * 200 + 200]) == single.scalars)
      }
      #expect(Set((0..<12).map { row(free, $0) }).count == 12)
      // A row's numbers do not depend on its neighbours, nor on how long the others are.
      let alone = masks(
        choice, mode: mode, rows: [RowIdentity(example: 2)], steps: 2, sharing: .element)
      #expect(row(alone, 0) == row(free, 2))
      #expect(row(alone, 1) == row(free, 4 + 2))
    }
  }

  @Test func deterministicContextsDrawNothing() {
    for choice in [Self.concrete, Self.fixed, .none] {
      let context = Context<Float>(mode: .deterministic, seed: 1)
      #expect(masks(choice, in: context).scalars.allSatisfy { $0 == 1 })
      #expect(!context.drewMasks)
    }
    let context = Context<Float>(mode: .sampling, seed: 1)
    #expect(masks(.none, in: context).scalars.allSatisfy { $0 == 1 })
    #expect(masks(.fixed(rate: 0), in: context).scalars.allSatisfy { $0 == 1 })
    #expect(!context.drewMasks)
  }

  /// E[mask] = 1 and Var[mask] = p / (1 − p), within five standard errors of 50,000 draws.
  @Test(arguments: [0.05, 0.2, 0.5]) func hardMasks(rate: Double) {
    for choice in [
      DropoutChoice.fixed(rate: rate), .concrete(initialRate: rate, prior: nil),
    ] {
      let values = masks(choice, count: 500, units: 100).scalars.map { Double($0) }
      #expect(Set(values).count == 2)
      let count = Double(values.count)
      let mean = values.reduce(0, +) / count
      let variance = values.reduce(0) { $0 + ($1 - 1) * ($1 - 1) } / count
      let expected = rate / (1 - rate)
      #expect(abs(mean - 1) < 5 * (expected / count).squareRoot())
      #expect(abs(variance / expected - 1) < 0.1)
    }
  }

  /// The relaxed mask has the mean that its formula gives, which is near 1.
  @Test(arguments: [0.05, 0.2, 0.5]) func relaxedMasks(rate: Double) {
    let values = masks(
      .concrete(initialRate: rate, prior: nil), mode: .training, count: 500, units: 100
    ).scalars.map { Double($0) }
    // The integral over u, by the midpoint rule.
    let grid = (0..<20_000).map { (Double($0) + 0.5) / 20_000 }
    let exact = grid.map { u in
      let a = (Double.log(rate / (1 - rate)) + Double.log(u / (1 - u))) / 0.1
      return 1 / (1 + Double.exp(a)) / (1 - rate)
    }
    let mean = exact.reduce(0, +) / 20_000
    let variance = exact.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / 20_000
    let found = values.reduce(0, +) / Double(values.count)
    let foundVariance =
      values.reduce(0) { $0 + ($1 - found) * ($1 - found) } / Double(values.count)
    #expect(abs(found - mean) < 5 * (variance / Double(values.count)).squareRoot())
    #expect(abs(foundVariance / variance - 1) < 0.1)
    #expect(abs(mean - 1) < 0.02)
  }

  /// Units and rows are not correlated.
  @Test func masksAreIndependent() {
    let values = masks(.fixed(rate: 0.5), count: 200, units: 200).scalars.map { Double($0) - 1 }
    for lag in [1, 2, 199, 200, 201, 400] {
      let count = values.count - lag
      let correlation = (0..<count).reduce(0.0) { $0 + values[$1] * values[$1 + lag] }
      #expect(abs(correlation) < 5 * Double(count).squareRoot(), "lag \(lag)")
    }
  }
}
