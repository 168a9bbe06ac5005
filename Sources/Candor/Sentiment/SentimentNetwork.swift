import CandorEngine

/// A text classifier: word vectors, bidirectional LSTMs, pooling over time, one linear layer; Concrete Dropout at every site.
///
/// A word's vector is that of the word plus those of its character n-grams (Bojanowski et al. 2017), so that a word never
/// seen still has one. The top LSTM's outputs are pooled by their greatest value over time and stand beside its
/// last states. A dropout site masks the input of every layer, tied over time, and every recurrent state. A second head
/// with finer labels, which shares everything but its weights, helps in training.
public struct SentimentNetwork<Scalar: EngineScalar>: Module {
  /// The sizes.
  public let configuration: SentimentNetworkConfiguration
  var words: Embedding<Scalar>
  var pieces: Embedding<Scalar>?
  var encoder: [InputDropout<BidirectionalLSTM<Scalar>>]
  /// Both heads in one layer, since one mask covers the input of both: `[C + F, 4H]`.
  var output: InputDropout<Dense<Scalar>>

  /// A network with random weights.
  public init(_ configuration: SentimentNetworkConfiguration, seed: UInt64) {
    self.init(configuration, using: SeededGenerator(seed: seed, purpose: "initial weights"))
  }

  /// A network whose weights are loaded next.
  init(unset configuration: SentimentNetworkConfiguration) {
    self.init(configuration, using: .unset)
  }

  private init(_ c: SentimentNetworkConfiguration, using generator: SeededGenerator) {
    configuration = c
    var generator = generator
    words = Embedding(symbols: c.words, features: c.embedding, using: &generator)
    pieces =
      c.pieces > 0
      ? Embedding(symbols: c.pieces, features: c.embedding, using: &generator) : nil
    encoder = (0..<c.layers).map { layer in
      let name = "encoder.\(layer)"
      return InputDropout(
        BidirectionalLSTM(
          inputs: layer == 0 ? c.embedding : 2 * c.hidden, hidden: c.hidden,
          forwardDropout: c.recurrentDropout.site(
            "\(name).forward.recurrent", inputCount: c.hidden),
          backwardDropout: c.recurrentDropout.site(
            "\(name).backward.recurrent", inputCount: c.hidden),
          using: &generator),
        c.inputDropout, name: "\(name).input")
    }
    output = InputDropout(
      Dense(inputs: c.pooled, outputs: c.classes + c.fineClasses, using: &generator),
      c.inputDropout, name: "output.input")
  }

  /// Every dropout site with its name, in the order of the layers.
  public var dropoutSites: [(name: String, site: DropoutSite<Scalar>)] {
    var sites: [(name: String, site: DropoutSite<Scalar>)] = []
    for (layer, block) in encoder.enumerated() {
      sites.append(("encoder.\(layer).input", block.dropout))
      sites.append(("encoder.\(layer).forward.recurrent", block.layer.forward.recurrentDropout))
      sites.append(("encoder.\(layer).backward.recurrent", block.layer.backward.recurrentDropout))
    }
    sites.append(("output.input", output.dropout))
    return sites
  }

  /// Visits every layer.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("words", &words)
    visitor.visit("pieces", &pieces)
    visitor.visit("encoder", &encoder)
    visitor.visit("output", &output)
  }
}

extension SentimentNetwork {
  /// The vectors of a batch's words: `[T, B]` → `[T, B, D]`. Each distinct word is put together once.
  public func embed(_ batch: WordBatch, in context: Context<Scalar>) -> Sequences<Scalar> {
    var vectors = words(batch.words, shape: [batch.words.count], in: context)  // [U, D]
    if let pieces {
      vectors = context.add(
        vectors, context.embeddingBag(context.variable(pieces.table), bags: batch.bags))
    }
    return Sequences(
      context.embedding(vectors, indices: batch.places, shape: batch.shape),
      lengths: batch.lengths)
  }

  /// The logits of texts whose words' vectors are given: `[T, B, D]` → labels `[B, C]`, finer labels `[B, F]`.
  public func logits(
    of embedded: Sequences<Scalar>, in context: Context<Scalar>
  ) -> (labels: Variable<Scalar>, fine: Variable<Scalar>?) {
    var sequences = embedded
    for layer in encoder.dropLast() {
      sequences.values = layer(sequences, in: context).outputs
    }
    let top = encoder[encoder.count - 1]
    let input = top.masked(sequences, in: context)
    // Each direction is pooled by itself: joined, the outputs of all steps would be copied for nothing.
    let directions = [top.layer.forward, top.layer.backward].map { $0(input, in: context) }
    let pooled = context.concatenate(  // [B, 4H]
      directions.map { context.maximumOverTime($0.outputs, lengths: input.lengths) }
        + directions.map(\.hidden))
    let logits = output(pooled, in: context)
    guard configuration.fineClasses > 0 else { return (logits, nil) }
    let heads = context.split(logits, widths: [configuration.classes, configuration.fineClasses])
    return (heads[0], heads[1])
  }

  /// The logits of texts: labels `[B, C]`, finer labels `[B, F]`.
  public func callAsFunction(
    _ batch: WordBatch, in context: Context<Scalar>
  ) -> (labels: Variable<Scalar>, fine: Variable<Scalar>?) {
    logits(of: embed(batch, in: context), in: context)
  }

  /// The negative log-likelihood of the labels, averaged over the texts, in nats.
  ///
  /// - Parameters:
  ///   - labels: of each text; below 0 where it has none
  ///   - fine: finer labels of each text, likewise
  ///   - fineWeight: how much the finer labels count beside the labels
  ///   - smoothing: label smoothing of the labels
  ///   - distributions: `[B · C]`, to learn instead of the labels
  public func loss(
    _ batch: WordBatch, labels: [Int32], fine: [Int32], fineWeight: Scalar, smoothing: Scalar = 0,
    distributions: [Scalar]? = nil, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let found = self(batch, in: context)
    let loss =
      distributions.map {
        context.softmaxCrossEntropy(found.labels, distributions: $0, normalizer: labels.count)
      }
      ?? context.softmaxCrossEntropy(
        found.labels, targets: labels, normalizer: labels.count, smoothing: smoothing)
    guard let logits = found.fine else { return loss }
    let auxiliary = context.softmaxCrossEntropy(logits, targets: fine, normalizer: fine.count)
    return context.add(loss, context.scale(auxiliary, by: fineWeight))
  }
}
