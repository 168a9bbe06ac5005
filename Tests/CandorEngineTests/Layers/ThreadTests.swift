import CandorEngine
import TestSupport
import Testing

/// Threads change the time that a result takes and nothing else.
@Suite struct ThreadTests {
  private func bits(
    threads: Int, rows: Int, _ precision: ProductPrecision
  ) throws -> [[UInt32]] {
    let model = TestNetwork<Float>(inputs: 32, hidden: 72, classes: 140)
    let context = Context<Float>(
      mode: .training, seed: 5, precision: precision, workers: Workers(threads: threads))
    let lengths = SequenceLengths((0..<rows).map { 1 + $0 % 4 }, maximum: 4)
    let x: Tensor<Float> = GradientCheck.random([4, rows, 32])
    let objective = context.objective(
      model.loss(Sequences(Variable(x), lengths: lengths), in: context))
    let gradients = try context.gradients(of: objective, for: model)
    return [[objective.value.item.bitPattern]]
      + model.parameters.compactMap { gradients[$0.parameter]?.scalars.map(\.bitPattern) }
  }

  @Test(arguments: [160, 33], ProductPrecision.allCases)
  func oneAndTwoThreadsGiveTheSameBits(rows: Int, precision: ProductPrecision) throws {
    let one = try bits(threads: 1, rows: rows, precision)
    #expect(one.count > 15)
    #expect(try bits(threads: 2, rows: rows, precision) == one)
    #expect(try bits(threads: 3, rows: rows, precision) == one)
  }

  /// What is cut into chunks equals what is not.
  @Test func chunksMeetWithoutSeams() {
    let workers = Workers(threads: 2)
    func check(
      _ name: String, rows: Int, width: Int, parts: [Range<Int>], parameters: [Tensor<Double>],
      _ function: (Context<Double>, Variable<Double>, [Variable<Double>], Range<Int>)
        -> Variable<Double>
    ) {
      let x: Tensor<Double> = GradientCheck.random([rows, width])
      func run(_ range: Range<Int>) -> [[Double]] {
        let context = Context<Double>(mode: .training, workers: workers)
        let part = Tensor<Double>(
          shape: [range.count, width],
          Array(x.scalars[range.lowerBound * width..<range.upperBound * width]))
        let inputs = [context.input(part)] + parameters.map { context.input($0) }
        let y = function(context, inputs[0], Array(inputs.dropFirst()), range)
        // An upstream gradient that knows the row.
        let columns = y.value.count / range.count
        let upstream = Tensor<Double>(
          shape: y.shape,
          range.flatMap { row in (0..<columns).map { Double((row * 7 + $0 * 3) % 11) - 4.5 } })
        return [y.value.scalars]
          + context.gradients(of: y, for: inputs, upstream: upstream).map { $0?.scalars ?? [] }
      }
      let whole = run(0..<rows)
      let pieces = parts.map(run)
      for k in 0..<2 {
        expectClose(
          whole[k], pieces.flatMap { $0[k] }, absolute: 1e-11, relative: 1e-11, "\(name) \(k)")
      }
      for k in parameters.indices {
        var sum = pieces[0][k + 2]
        for piece in pieces.dropFirst() { for j in sum.indices { sum[j] += piece[k + 2][j] } }
        expectClose(whole[k + 2], sum, absolute: 1e-9, relative: 1e-10, "\(name) \(k + 2)")
      }
    }
    let cuts = [0..<100, 100..<777, 777..<1400]
    check(
      "dense", rows: 1400, width: 50, parts: cuts,
      parameters: [GradientCheck.random([60, 50]), GradientCheck.random([60])]
    ) { context, x, p, _ in context.dense(x, weight: p[0], bias: p[1]) }
    check("tanh", rows: 1400, width: 50, parts: cuts, parameters: []) { context, x, _, _ in
      context.tanh(x)
    }
    check("masked", rows: 1400, width: 50, parts: cuts, parameters: [GradientCheck.random([50])]) {
      context, x, p, _ in context.masked(x, by: p[0])
    }
    check("concatenate", rows: 1400, width: 50, parts: cuts, parameters: []) { context, x, _, _ in
      context.concatenate([x, context.tanh(x)])
    }
    check(
      "batchNorm", rows: 1400, width: 50, parts: cuts,
      parameters: [
        GradientCheck.random([50]), GradientCheck.random([50]),
      ]
    ) { context, x, p, _ in
      context.batchNorm(
        x, gamma: p[0], beta: p[1], epsilon: 1e-5,
        running: (GradientCheck.random([50]), Tensor(shape: [50], repeating: 2))
      ).y
    }
  }

  /// The columns of a batch normalisation know nothing of each other, so neither do chunks of them.
  @Test func batchStatisticsOfManyColumns() {
    let x: Tensor<Double> = GradientCheck.random([700, 100])
    func run(_ columns: Range<Int>) -> [[Double]] {
      let context = Context<Double>(mode: .training, workers: Workers(threads: 2))
      let part = (0..<700).flatMap { row in
        columns.map { x.scalars[row * 100 + $0] }
      }
      let input = context.input(Tensor(shape: [700, columns.count], part))
      let ones = Tensor<Double>(shape: [columns.count], repeating: 1.5)
      let (y, statistics) = context.batchNorm(
        input, gamma: Variable(ones), beta: Variable(ones), epsilon: 1e-5, running: nil)
      let upstream = Tensor<Double>(
        shape: y.shape,
        (0..<700).flatMap { row in columns.map { Double((row * 5 + $0) % 13) - 6 } })
      let gradient = context.gradients(of: y, for: [input], upstream: upstream)[0]
      return [statistics?.mean.scalars ?? [], y.value.scalars, gradient?.scalars ?? []]
    }
    let whole = run(0..<100)
    let part = run(40..<50)
    for (a, b) in zip(whole, part) {
      let seen = stride(from: 0, to: a.count, by: 100).flatMap { a[$0 + 40..<$0 + 50] }
      expectClose(seen, b, absolute: 1e-12, relative: 1e-12)
    }
  }

  @Test func longLossesAndMasks() {
    let context = Context<Double>(mode: .training, workers: Workers(threads: 2))
    let logits = context.input(GradientCheck.random([3000, 5]))
    let targets = (0..<3000).map { Int32($0 % 6) - 1 }
    let loss = context.softmaxCrossEntropy(logits, targets: targets, normalizer: 1)
    var sum = 0.0
    for range in [0..<1000, 1000..<3000] {
      let part = Tensor<Double>(
        shape: [range.count, 5],
        Array(logits.value.scalars[range.lowerBound * 5..<range.upperBound * 5]))
      sum +=
        context.softmaxCrossEntropy(Variable(part), targets: Array(targets[range]), normalizer: 1)
        .value.item
    }
    expectClose(loss.value.item, sum, absolute: 1e-9, relative: 1e-12)

    let u: Tensor<Double> = GradientCheck.uniform([40_000])
    let logit = Variable(Tensor<Double>(-1))
    let mask = context.concreteMask(logit: logit, temperature: 0.1, uniforms: u).value.scalars
    for range in [0..<10_000, 30_000..<40_000] {
      let part = context.concreteMask(
        logit: logit, temperature: 0.1,
        uniforms: Tensor(shape: [10_000], Array(u.scalars[range])))
      #expect(part.value.scalars == Array(mask[range]))
    }
  }
}
