import CandorEngine

/// A sequence-to-sequence network with attention and Concrete Dropout.
///
/// The encoder is a stack of bidirectional LSTMs over the graphemes. The decoder's first LSTM reads the phones so far;
/// its output asks the encoder by global dot-product attention (Luong et al. 2015); a second LSTM reads that output
/// and the context, and a two-layer output network gives the next phone's logits. Because the query comes from the
/// first LSTM alone, a whole known transcription is processed by a few large products instead of step by step
/// (Wu et al. 2016, §3). A dropout site masks the input of every layer, tied over time, and every recurrent state.
public struct EncoderDecoder<Scalar: EngineScalar>: Module {
  /// The sizes.
  public let configuration: EncoderDecoderConfiguration
  var sourceEmbedding: Embedding<Scalar>
  var encoder: [InputDropout<BidirectionalLSTM<Scalar>>]
  var keys: Dense<Scalar>
  var bridge: InputDropout<Dense<Scalar>>
  var targetEmbedding: Embedding<Scalar>
  var reader: InputDropout<LSTM<Scalar>>
  var writer: InputDropout<LSTM<Scalar>>
  var combination: InputDropout<Dense<Scalar>>
  var output: InputDropout<Dense<Scalar>>

  /// A network with random weights.
  public init(_ configuration: EncoderDecoderConfiguration, seed: UInt64) {
    self.init(configuration, using: SeededGenerator(seed: seed, purpose: "initial weights"))
  }

  /// A network whose weights are loaded next.
  init(unset configuration: EncoderDecoderConfiguration) {
    self.init(configuration, using: .unset)
  }

  private init(_ c: EncoderDecoderConfiguration, using generator: SeededGenerator) {
    configuration = c
    var generator = generator
    sourceEmbedding = Embedding(
      symbols: c.sourceSymbols, features: c.embedding, using: &generator)
    encoder = (0..<c.encoderLayers).map { layer in
      let name = "encoder.\(layer)"
      return InputDropout(
        BidirectionalLSTM(
          inputs: layer == 0 ? c.embedding : 2 * c.encoderHidden, hidden: c.encoderHidden,
          forwardDropout: c.recurrentDropout.site(
            "\(name).forward.recurrent", inputCount: c.encoderHidden),
          backwardDropout: c.recurrentDropout.site(
            "\(name).backward.recurrent", inputCount: c.encoderHidden),
          using: &generator),
        c.inputDropout, name: "\(name).input")
    }
    let encoded = 2 * c.encoderHidden
    keys = Dense(inputs: encoded, outputs: c.decoderHidden, using: &generator)
    bridge = InputDropout(
      Dense(inputs: encoded, outputs: 2 * c.decoderHidden, using: &generator), c.inputDropout,
      name: "bridge.input")
    targetEmbedding = Embedding(
      symbols: c.targetSymbols, features: c.embedding, using: &generator)
    reader = InputDropout(
      LSTM(
        inputs: c.embedding, hidden: c.decoderHidden,
        recurrentDropout: c.recurrentDropout.site(
          "reader.recurrent", inputCount: c.decoderHidden),
        using: &generator),
      c.inputDropout, name: "reader.input")
    writer = InputDropout(
      LSTM(
        inputs: c.decoderHidden + encoded, hidden: c.decoderHidden,
        recurrentDropout: c.recurrentDropout.site(
          "writer.recurrent", inputCount: c.decoderHidden),
        using: &generator),
      c.inputDropout, name: "writer.input")
    combination = InputDropout(
      Dense(inputs: c.decoderHidden + encoded, outputs: c.decoderHidden, using: &generator),
      c.inputDropout, name: "combination.input")
    output = InputDropout(
      Dense(inputs: c.decoderHidden, outputs: c.targetSymbols, using: &generator),
      c.inputDropout, name: "output.input")
  }

  /// The order in which phones are written.
  public var direction: WritingDirection { configuration.writes ?? .leftToRight }

  /// Every dropout site with its name, in the order of the layers.
  public var dropoutSites: [(name: String, site: DropoutSite<Scalar>)] {
    var sites: [(name: String, site: DropoutSite<Scalar>)] = []
    for (layer, block) in encoder.enumerated() {
      sites.append(("encoder.\(layer).input", block.dropout))
      sites.append(("encoder.\(layer).forward.recurrent", block.layer.forward.recurrentDropout))
      sites.append(("encoder.\(layer).backward.recurrent", block.layer.backward.recurrentDropout))
    }
    sites.append(("bridge.input", bridge.dropout))
    sites.append(("reader.input", reader.dropout))
    sites.append(("reader.recurrent", reader.layer.recurrentDropout))
    sites.append(("writer.input", writer.dropout))
    sites.append(("writer.recurrent", writer.layer.recurrentDropout))
    sites.append(("combination.input", combination.dropout))
    sites.append(("output.input", output.dropout))
    return sites
  }

  /// Visits every layer.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("sourceEmbedding", &sourceEmbedding)
    visitor.visit("encoder", &encoder)
    visitor.visit("keys", &keys)
    visitor.visit("bridge", &bridge)
    visitor.visit("targetEmbedding", &targetEmbedding)
    visitor.visit("reader", &reader)
    visitor.visit("writer", &writer)
    visitor.visit("combination", &combination)
    visitor.visit("output", &output)
  }
}

/// What the encoder found in a batch of words: what the decoder attends to and starts from.
public struct EncodedSource<Scalar: EngineScalar>: Sendable {
  /// `[T, B, 2H]`
  var values: Variable<Scalar>
  /// `[T, B, D]`
  var keys: Variable<Scalar>
  /// Graphemes of each row.
  var lengths: SequenceLengths
  /// The reader's first state, before rows are picked.
  var initial: LSTMState<Scalar>
  /// For each row of the decoder its word; the words in their order by default.
  private(set) var rows: [Int]?

  /// Words picked out of the batch, each as often as it is named. For prediction: no gradient flows.
  package func picking(_ rows: [Int]) -> EncodedSource {
    var picked = self
    picked.rows = rows.map { self.rows?[$0] ?? $0 }
    return picked
  }

  /// The reader's first state in each row of the decoder.
  var start: LSTMState<Scalar> { rows.map(initial.picking) ?? initial }
}

extension EncoderDecoder {
  /// Reads words: graphemes `[T, B]` → what the decoder attends to.
  public func encode(_ source: SymbolBatch, in context: Context<Scalar>) -> EncodedSource<Scalar> {
    var sequences = Sequences(
      sourceEmbedding(source.symbols, shape: source.shape, in: context), lengths: source.lengths)
    var last: Variable<Scalar>?
    for layer in encoder {
      let result = layer(sequences, in: context)
      sequences.values = result.outputs
      last = result.hidden
    }
    let H = configuration.decoderHidden
    let summary =
      last ?? Variable(Tensor(zeros: [source.lengths.rows, 2 * configuration.encoderHidden]))
    let state = context.tanh(bridge(summary, in: context))
    let halves = context.split(state, widths: [H, H])
    return EncodedSource(
      values: sequences.values, keys: keys(sequences.values, in: context),
      lengths: source.lengths, initial: LSTMState(hidden: halves[0], cell: halves[1]))
  }

  /// The logits of every next phone when the phones so far are known: `[U, B]` → `[U, B, C]`.
  ///
  /// - Parameters:
  ///   - source: the encoded words
  ///   - previous: the start symbol and the phones in the order of writing, without the last
  ///   - context: mode and seed
  public func decode(
    _ source: EncodedSource<Scalar>, previous: SymbolBatch, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    step(source, previous: previous, from: nil, in: context).logits
  }

  /// The state of the decoder between two phones.
  public struct DecoderState: Sendable {
    var reader: LSTMState<Scalar>
    var writer: LSTMState<Scalar>
  }

  /// Continues transcriptions: the logits for the phones that follow, and the state after them.
  public func step(
    _ source: EncodedSource<Scalar>, previous: SymbolBatch, from state: DecoderState?,
    in context: Context<Scalar>
  ) -> (logits: Variable<Scalar>, state: DecoderState) {
    var read: LSTMOutput<Scalar>?
    var written: LSTMOutput<Scalar>?
    let logits = logits(
      source, previous: previous,
      reading: {
        let output = reader.layer($0, from: state?.reader ?? source.start, in: context)
        read = output
        return output.outputs
      },
      writing: {
        let output = writer.layer($0, from: state?.writer, in: context)
        written = output
        return output.outputs
      }, in: context)
    guard let read, let written else { preconditionFailure("step: nothing was read") }
    return (
      logits,
      DecoderState(
        reader: LSTMState(hidden: read.hidden, cell: read.cell),
        writer: LSTMState(hidden: written.hidden, cell: written.cell))
    )
  }

  /// The logits of the next phone after each node of a forest of transcriptions, `[1, N, C]`. For prediction: no
  /// gradient flows.
  ///
  /// - Parameters:
  ///   - source: the encoded words, picked for each node
  ///   - forest: the phones so far
  ///   - state: the state of each root; by default the one before the first phone
  ///   - context: mode and seed
  package func decode(
    _ source: EncodedSource<Scalar>, along forest: PrefixForest.Copies,
    from state: DecoderState? = nil, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    func along(
      _ input: Sequences<Scalar>, _ lstm: LSTM<Scalar>, from state: LSTMState<Scalar>?
    ) -> Variable<Scalar> {
      let nodes = forest.nodes.count
      let steps = Variable(input.values.value.reshaped([nodes, lstm.inputCount]))
      let read = lstm(steps, along: forest.steps, from: state, in: context)
      return Variable(read.hidden.value.reshaped([1, nodes, lstm.hiddenCount]))
    }
    return logits(
      source, previous: SymbolBatch(step: forest.nodes.map(\.symbol)),
      reading: { along($0, reader.layer, from: state?.reader ?? source.initial) },
      writing: { along($0, writer.layer, from: state?.writer) }, in: context)
  }

  /// The logits for the phones that follow others.
  private func logits(
    _ source: EncodedSource<Scalar>, previous: SymbolBatch,
    reading: (Sequences<Scalar>) -> Variable<Scalar>,
    writing: (Sequences<Scalar>) -> Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let embedded = Sequences(
      targetEmbedding(previous.symbols, shape: previous.shape, in: context),
      lengths: previous.lengths)
    let read = reading(reader.masked(embedded, in: context))
    let (contexts, _) = context.attention(
      queries: read, keys: source.keys, values: source.values, lengths: source.lengths,
      rows: source.rows)
    let seen = Sequences(context.concatenate([read, contexts]), lengths: previous.lengths)
    let written = writing(writer.masked(seen, in: context))
    let combined = context.tanh(
      combination(context.concatenate([written, contexts]), in: context))
    return output(combined, in: context)
  }

  /// The negative log-likelihood of transcriptions, summed over a word's phones and averaged over words, in nats.
  ///
  /// - Parameters:
  ///   - source: graphemes
  ///   - target: phones in the order of speech, without start and end
  ///   - start: the start symbol
  ///   - end: the end symbol
  ///   - smoothing: label smoothing, in 0 ..< 1
  public func loss(
    source: [[Int32]], target: [[Int32]], start: Int32, end: Int32, smoothing: Scalar = 0,
    in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let encoded = encode(SymbolBatch(source), in: context)
    let target = target.map { direction.turned($0) }
    let previous = SymbolBatch(target.map { [start] + $0 })
    let next = SymbolBatch(target.map { $0 + [end] })
    let logits = decode(encoded, previous: previous, in: context)
    return context.softmaxCrossEntropy(
      logits, targets: next.targets, normalizer: source.count, smoothing: smoothing)
  }
}
