import CandorEngine
import TestSupport

/// A small network with one of everything that meets padding, masks and threads.
struct TestNetwork<Scalar: EngineScalar>: Module {
  var norm: BatchNorm<Scalar>
  var encoder: InputDropout<BidirectionalLSTM<Scalar>>
  var decoder: InputDropout<LSTM<Scalar>>
  var output: InputDropout<Dense<Scalar>>

  init(
    inputs: Int = 3, hidden: Int = 4, classes: Int = 5,
    _ choice: DropoutChoice = .concrete(
      initialRate: 0.3, prior: Prior(lengthScale: 1, dataCount: 10))
  ) {
    var generator = SeededGenerator(seed: 1, purpose: "test network")
    norm = BatchNorm(features: inputs)
    encoder = InputDropout(
      BidirectionalLSTM(
        inputs: inputs, hidden: hidden,
        forwardDropout: choice.site("encoder.forward", inputCount: hidden),
        backwardDropout: choice.site("encoder.backward", inputCount: hidden), using: &generator),
      choice, name: "encoder")
    decoder = InputDropout(
      LSTM(inputs: 4 * hidden, hidden: hidden, using: &generator), choice, name: "decoder",
      sharing: .element)
    output = InputDropout(
      Dense(inputs: 3 * hidden, outputs: classes, using: &generator), choice, name: "output")
  }

  /// `[T, B, I]` → `[T, B, C]`
  func callAsFunction(
    _ input: Sequences<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let T = input.lengths.maximum
    let encoded = encoder(norm(input, in: context), in: context)
    let mean = context.meanOverTime(encoded.outputs, lengths: input.lengths)
    let last = context.lastOverTime(encoded.outputs, lengths: input.lengths)
    let summary = context.repeatOverTime(context.add(mean, context.tanh(last)), steps: T)
    let decoded = decoder.layer(
      decoder.masked(
        Sequences(context.concatenate([encoded.outputs, summary]), lengths: input.lengths),
        in: context),
      from: LSTMState(
        hidden: sumOfDirections(encoded.hidden, in: context),
        cell: sumOfDirections(encoded.cell, in: context)), in: context)
    let queries = context.concatenate([decoded.outputs, decoded.outputs])
    let attended = context.attention(
      queries: queries, keys: encoded.outputs, values: encoded.outputs, lengths: input.lengths
    ).contexts
    return output(context.concatenate([decoded.outputs, attended]), in: context)
  }

  /// The two directions' states, added.
  private func sumOfDirections(
    _ state: Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let hidden = state.shape[1] / 2
    let halves = context.split(state, widths: [hidden, hidden])
    return context.add(halves[0], halves[1])
  }

  /// Cross-entropy at the valid positions, summed over a row and averaged over `normalizer` rows.
  func loss(
    _ input: Sequences<Scalar>, normalizer: Int? = nil, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let logits = self(input, in: context)
    let classes = logits.shape[2]
    let targets = (0..<input.lengths.maximum).flatMap { t in
      input.lengths.lengths.enumerated().map { row, length in
        t < length ? Int32((t * 3 + length) % classes) : -1
      }
    }
    return context.softmaxCrossEntropy(
      logits, targets: targets, normalizer: normalizer ?? input.lengths.rows, smoothing: 0.05)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("norm", &norm)
    visitor.visit("encoder", &encoder)
    visitor.visit("decoder", &decoder)
    visitor.visit("output", &output)
  }
}

extension Tensor {
  /// The given rows of the second axis: `[T, B, …]` → `[T, rows, …]`, of the first `steps` time steps.
  func rows(_ rows: [Int], steps: Int? = nil) -> Tensor {
    let (T, B) = (steps ?? shape[0], shape[1])
    let width = shape.dropFirst(2).reduce(1, *)
    let old = scalars
    var new: [Scalar] = []
    for t in 0..<T {
      for row in rows { new += old[(t * B + row) * width..<(t * B + row + 1) * width] }
    }
    return Tensor(shape: [T, rows.count] + shape.dropFirst(2), new)
  }
}
