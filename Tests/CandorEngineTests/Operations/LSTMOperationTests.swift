import CandorEngine
import TestSupport
import Testing

@Suite struct LSTMOperationTests {
  private static let (T, B, I, H) = (4, 3, 2, 3)
  /// x, W, U, b, h, c, m
  private let inputs: [Tensor<Double>] = [
    GradientCheck.random([T, B, I], seed: 1), GradientCheck.random([4 * H, I], seed: 2),
    GradientCheck.random([4 * H, H], seed: 3), GradientCheck.random([4 * H], seed: 4),
    GradientCheck.random([B, H], seed: 5), GradientCheck.random([B, H], seed: 6),
    GradientCheck.uniform([B, H], seed: 7, from: 0.5, to: 2),
  ]

  /// Each direction, full and with lengths (a row without steps among them), with and without a recurrent mask.
  @Test(arguments: [false, true], [nil, SequenceLengths([2, 0, 4], maximum: 4)])
  func gradients(reverse: Bool, lengths: SequenceLengths?) {
    for withMask in [false, true] {
      GradientCheck.expect(
        withMask ? inputs : inputs.dropLast(),
        outputs: { context, x in
          let result = context.lstm(
            x[0], inputWeight: x[1], recurrentWeight: x[2], bias: x[3],
            initial: LSTMState(hidden: x[4], cell: x[5]), lengths: lengths, reverse: reverse,
            recurrentMask: withMask ? x[6] : nil)
          return [result.outputs, result.hidden, result.cell]
        })
    }
  }

  /// Without gradients each step overwrites the gates and states of the one before; nothing else may change.
  @Test(arguments: [false, true], [nil, SequenceLengths([2, 0, 4], maximum: 4)])
  func whatIsNotRecordedIsTheSame(reverse: Bool, lengths: SequenceLengths?) {
    for withMask in [false, true] {
      func outputs(recorded: Bool) -> [[Double]] {
        let context = Context<Double>(mode: .training)
        let x = inputs.map { recorded ? context.input($0) : Variable($0) }
        let result = context.lstm(
          x[0], inputWeight: x[1], recurrentWeight: x[2], bias: x[3],
          initial: LSTMState(hidden: x[4], cell: x[5]), lengths: lengths, reverse: reverse,
          recurrentMask: withMask ? x[6] : nil)
        return [result.outputs, result.hidden, result.cell].map(\.value.scalars)
      }
      #expect(outputs(recorded: true) == outputs(recorded: false))
    }
  }

  /// A batch large enough for packed weights and several chunks of rows: full, and with so much padding, in any order,
  /// that products leave it out. Both directions read the same input, so the second gradient is added to the first.
  @Test(arguments: [false, true], [false, true])
  func gradientsOfALargeBatch(isPadded: Bool, withMask: Bool) {
    let (T, B, I, H) = (5, 33, 2, 3)
    let lengths =
      isPadded ? SequenceLengths((0..<B).map { [5, 1, 3, 0, 2, 1][$0 * 7 % 6] }, maximum: T) : nil
    let inputs: [Tensor<Double>] = [
      GradientCheck.random([T, B, I], seed: 11), GradientCheck.random([4 * H, I], seed: 12),
      GradientCheck.random([4 * H, H], seed: 13), GradientCheck.random([4 * H], seed: 14),
      GradientCheck.random([B, H], seed: 15), GradientCheck.random([B, H], seed: 16),
      GradientCheck.uniform([B, H], seed: 17, from: 0.5, to: 2),
    ]
    GradientCheck.expect(
      withMask ? inputs : inputs.dropLast(),
      outputs: { context, x in
        [false, true].flatMap { reverse in
          let result = context.lstm(
            x[0], inputWeight: x[1], recurrentWeight: x[2], bias: x[3],
            initial: LSTMState(hidden: x[4], cell: x[5]), lengths: lengths, reverse: reverse,
            recurrentMask: withMask ? x[6] : nil)
          return [result.outputs, result.hidden, result.cell]
        }
      })
  }

  /// Gradients that reach only one of the three outputs.
  @Test(arguments: 0..<3) func gradientsOfEachOutput(index: Int) {
    GradientCheck.expect(Array(inputs.dropLast())) { context, x in
      let result = context.lstm(
        x[0], inputWeight: x[1], recurrentWeight: x[2], bias: x[3],
        initial: LSTMState(hidden: x[4], cell: x[5]),
        lengths: SequenceLengths([4, 1, 3], maximum: 4))
      return [result.outputs, result.hidden, result.cell][index]
    }
  }

  @Test func constantsGetNoGradient() {
    GradientCheck.expect([inputs[2]]) { context, x in
      context.lstm(
        Variable(inputs[0]), inputWeight: Variable(inputs[1]), recurrentWeight: x[0],
        bias: Variable(inputs[3])
      ).outputs
    }
    GradientCheck.expect([inputs[0]]) { context, x in
      context.lstm(
        x[0], inputWeight: Variable(inputs[1]), recurrentWeight: Variable(inputs[2]),
        bias: Variable(inputs[3])
      ).outputs
    }
  }

  /// What a decoder does: one step after another, the state handed on, the same weights each time.
  @Test func stepByStepEqualsTheWholeSequence() {
    func run(_ stepwise: Bool) -> [[Double]] {
      let context = Context<Double>(mode: .training)
      let x = inputs.map { context.input($0) }
      var outputs: [Variable<Double>] = []
      var state = LSTMState(hidden: x[4], cell: x[5])
      let size = Self.B * Self.I
      if stepwise {
        for t in 0..<Self.T {
          let part = Tensor<Double>(
            shape: [1, Self.B, Self.I], Array(inputs[0].scalars[t * size..<(t + 1) * size]))
          let step = context.lstm(
            Variable(part), inputWeight: x[1], recurrentWeight: x[2], bias: x[3], initial: state)
          outputs.append(step.outputs)
          state = LSTMState(hidden: step.hidden, cell: step.cell)
        }
      } else {
        let whole = context.lstm(
          Variable(inputs[0]), inputWeight: x[1], recurrentWeight: x[2], bias: x[3], initial: state)
        outputs = [whole.outputs]
        state = LSTMState(hidden: whole.hidden, cell: whole.cell)
      }
      let all = GradientCheck.flattened(outputs + [state.hidden, state.cell], in: context)
      let upstream: Tensor<Double> = GradientCheck.random(all.shape, seed: 9)
      return [all.value.scalars]
        + context.gradients(of: all, for: Array(x[1...5]), upstream: upstream).map {
          $0?.scalars ?? []
        }
    }
    for (a, b) in zip(run(true), run(false)) {
      expectClose(a, b, absolute: 1e-12, relative: 1e-12)
    }
  }

  @Test func reverseIsTheForwardPassOverReversedRows() {
    let lengths = SequenceLengths([2, 1, 4], maximum: 4)
    func reversed(_ tensor: Tensor<Double>) -> Tensor<Double> {
      let (old, width) = (tensor.scalars, tensor.shape[2])
      var new = old
      for (row, length) in lengths.lengths.enumerated() {
        for t in 0..<length {
          for j in 0..<width {
            new[(t * 3 + row) * width + j] = old[((length - 1 - t) * 3 + row) * width + j]
          }
        }
      }
      return Tensor(shape: tensor.shape, new)
    }
    func run(_ x: Tensor<Double>, reverse: Bool) -> LSTMOutput<Double> {
      Context<Double>(mode: .deterministic).lstm(
        Variable(x), inputWeight: Variable(inputs[1]), recurrentWeight: Variable(inputs[2]),
        bias: Variable(inputs[3]), lengths: lengths, reverse: reverse)
    }
    let backward = run(inputs[0], reverse: true)
    let forward = run(reversed(inputs[0]), reverse: false)
    #expect(backward.outputs.value.scalars == reversed(forward.outputs.value).scalars)
    #expect(backward.hidden.value.scalars == forward.hidden.value.scalars)
    #expect(backward.cell.value.scalars == forward.cell.value.scalars)
  }

  @Test(.needsGolden("lstm")) func golden() throws {
    for name in [
      "lstm", "lstm_lengths", "lstm_concrete_dropout_shared", "lstm_concrete_dropout_per_step",
    ] {
      for golden in try Goldens.cases("lstm", named: name) {
        try check(golden, Double.self)
        try check(golden, Float.self)
      }
    }
  }

  private func check<Scalar: EngineScalar>(_ golden: Golden, _ type: Scalar.Type) throws {
    let context = Context<Scalar>(mode: .training)
    var names = ["x", "weight", "weight_hh", "bias", "h0", "c0"]
    var inputs = [context.input(try golden.timeMajor("inputs.x", type))]
    for name in names.dropFirst() {
      inputs.append(context.input(try golden.values("inputs.\(name)", type)))
    }
    var x = inputs[0]
    let isConcrete = golden.has("inputs.logit")
    // The files add 1e-7 inside the logarithms of the mask.
    let absolute = isConcrete ? 1e-5 : 1e-9
    let relative = isConcrete ? 1e-5 : 2e-7
    if isConcrete {
      names.append("logit")
      inputs.append(context.input(try golden.values("inputs.logit", type)))
      // [B, 1, I] lies like [B, I]: tied over time.
      let u = try golden.tensor("inputs.u")
      let uniforms: Tensor<Scalar> =
        u.shape[1] == 1
        ? try golden.values("inputs.u", type).reshaped([u.shape[0], u.shape[2]])
        : try golden.timeMajor("inputs.u", type)
      let mask = context.concreteMask(
        logit: inputs[6], temperature: Scalar(try golden.number("config.temperature")),
        uniforms: uniforms)
      x = context.masked(x, by: mask)
      expectGolden(
        x.value, try golden.timeMajor("outputs.dropped", type), absolute: absolute,
        relative: relative, "\(golden): dropped")
    }
    let lengths =
      golden.has("inputs.lengths")
      ? SequenceLengths(try golden.tensor("inputs.lengths").integers, maximum: x.shape[0]) : nil
    let result = context.lstm(
      x, inputWeight: inputs[1], recurrentWeight: inputs[2], bias: inputs[3],
      initial: LSTMState(hidden: inputs[4], cell: inputs[5]), lengths: lengths)
    expectGolden(
      result.outputs.value, try golden.timeMajor("outputs.outputs", type), absolute: absolute,
      relative: relative, "\(golden): outputs")
    expectGolden(
      result.hidden.value, try golden.values("outputs.h", type), absolute: absolute,
      relative: relative, "\(golden): h")
    expectGolden(
      result.cell.value, try golden.values("outputs.c", type), absolute: absolute,
      relative: relative, "\(golden): c")

    let all = GradientCheck.flattened([result.outputs, result.hidden, result.cell], in: context)
    let upstream =
      try golden.timeMajor("upstream.outputs", type).scalars
      + golden.values("upstream.h", type).scalars + golden.values("upstream.c", type).scalars
    let gradients = context.gradients(
      of: all, for: inputs, upstream: Tensor(shape: [upstream.count], upstream))
    for (name, gradient) in zip(names, gradients) {
      let expected: Tensor<Scalar> =
        name == "x"
        ? try golden.timeMajor("gradients.x", type) : try golden.values("gradients.\(name)", type)
      expectGolden(
        gradient, expected, absolute: absolute, relative: relative, "\(golden): \(name)")
    }
  }
}
