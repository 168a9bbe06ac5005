import Candor
import CandorEngine

/// The sizes of a `PooledEncoderDecoder`.
public struct PooledEncoderDecoderConfiguration: Sendable, Codable, Equatable {
  /// Graphemes, the unknown one included.
  public var graphemes: Int
  /// Phones, the end symbol included.
  public var phones: Int
  /// The size of the embedding and of every LSTM.
  public var features = 100
  /// LSTMs over the graphemes.
  public var encoderLayers = 3
  /// LSTMs over the phones.
  public var decoderLayers = 2
  /// Whether a mask is drawn anew for each time step or tied over time.
  public var sharing = ConcreteMask<Float>.Sharing.element
  /// The share of the newest batch in the running averages of the batch normalisations.
  public var batchNormMomentum = 0.01

  /// The paper's sizes, for these vocabularies.
  public init(graphemes: Int, phones: Int) {
    self.graphemes = graphemes
    self.phones = phones
  }

  /// The number of dropout sites: one before each LSTM.
  public var siteCount: Int { encoderLayers + decoderLayers }
}

/// The network of the paper's grapheme-to-phoneme experiment.
///
/// Graphemes are embedded; the encoder is a stack of blocks, each a batch normalisation, a dropout site and an LSTM; the
/// mean of its outputs over the graphemes is the decoder's input at every step; the decoder is such a stack as well, and
/// a dense layer gives the logits of each step's phone. The decoder never reads a phone: everything that it knows of a
/// word went through that one mean.
public struct PooledEncoderDecoder<Scalar: EngineScalar>: Module {
  /// Batch normalisation and an LSTM behind a dropout site.
  struct Block: Module {
    var norm: BatchNorm<Scalar>
    var lstm: InputDropout<LSTM<Scalar>>

    func callAsFunction(
      _ input: Sequences<Scalar>, in context: Context<Scalar>
    ) -> Sequences<Scalar> {
      Sequences(
        lstm(norm(input, in: context), in: context).outputs, lengths: input.lengths)
    }

    mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
      visitor.visit("norm", &norm)
      visitor.visit("lstm", &lstm)
    }
  }

  /// The sizes.
  public let configuration: PooledEncoderDecoderConfiguration
  var embedding: Embedding<Scalar>
  var encoder: [Block]
  var decoder: [Block]
  var output: Dense<Scalar>

  /// A network with random weights.
  ///
  /// - Parameters:
  ///   - configuration: the sizes
  ///   - dropout: what each site is, in the order of the layers; the weights do not depend on it
  ///   - seed: of the weights
  public init(
    _ configuration: PooledEncoderDecoderConfiguration, dropout: [DropoutChoice], seed: UInt64
  ) {
    let c = configuration
    precondition(
      dropout.count == c.siteCount, "\(dropout.count) dropout sites, not \(c.siteCount)")
    var generator = SeededGenerator(seed: seed, purpose: "initial weights")
    let sharing = ConcreteMask<Scalar>.Sharing(rawValue: c.sharing.rawValue) ?? .element
    func blocks(_ name: String, _ choices: ArraySlice<DropoutChoice>) -> [Block] {
      choices.enumerated().map { layer, choice in
        Block(
          norm: BatchNorm(features: c.features, momentum: Scalar(c.batchNormMomentum)),
          lstm: InputDropout(
            LSTM(inputs: c.features, hidden: c.features, using: &generator), choice,
            name: "\(name).\(layer)", sharing: sharing))
      }
    }
    self.configuration = c
    embedding = Embedding(symbols: c.graphemes, features: c.features, using: &generator)
    encoder = blocks("encoder", dropout.prefix(c.encoderLayers))
    decoder = blocks("decoder", dropout.suffix(c.decoderLayers))
    output = Dense(inputs: c.features, outputs: c.phones, using: &generator)
  }

  /// The mean of the encoder's outputs over each word's graphemes: `[B, D]`.
  func encode(_ graphemes: SymbolBatch, in context: Context<Scalar>) -> Variable<Scalar> {
    let embedded = Sequences(
      embedding(graphemes.symbols, shape: graphemes.shape, in: context),
      lengths: graphemes.lengths)
    let encoded = encoder.reduce(embedded) { $1($0, in: context) }
    return context.meanOverTime(encoded.values, lengths: encoded.lengths)
  }

  /// The logits of each step's phone: `[T, B, C]`.
  func decode(
    _ encoded: Variable<Scalar>, lengths: SequenceLengths, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let repeated = Sequences(
      context.repeatOverTime(encoded, steps: lengths.maximum), lengths: lengths)
    return output(decoder.reduce(repeated) { $1($0, in: context) }.values, in: context)
  }

  /// The logits of each step's phone, `[T, B, C]`.
  ///
  /// - Parameter lengths: the phones of each word
  public func logits(
    graphemes: SymbolBatch, lengths: SequenceLengths, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    decode(encode(graphemes, in: context), lengths: lengths, in: context)
  }

  /// The negative log-likelihood of the phones, summed over a word and averaged over the words, in nats.
  ///
  /// - Parameter phones: the phones of each word and the end symbol
  public func loss(
    graphemes: SymbolBatch, phones: SymbolBatch, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let logits = logits(graphemes: graphemes, lengths: phones.lengths, in: context)
    return context.softmaxCrossEntropy(
      logits, targets: phones.targets, normalizer: phones.lengths.rows)
  }

  /// The dropout rate of every site with the site's name, in the order of the layers.
  public var dropoutRates: [(name: String, rate: Double)] {
    encoder.enumerated().map { ("encoder.\($0)", $1.lstm.dropout.rate) }
      + decoder.enumerated().map { ("decoder.\($0)", $1.lstm.dropout.rate) }
  }

  /// Visits every layer.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("embedding", &embedding)
    visitor.visit("encoder", &encoder)
    visitor.visit("decoder", &decoder)
    visitor.visit("output", &output)
  }
}
