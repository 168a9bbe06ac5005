import Candor
import CandorEngine

/// The sizes of a `LastStateClassifier`.
public struct LastStateConfiguration: Sendable, Codable, Equatable {
  /// Words, padding and the unknown one included.
  public var words: Int
  /// The size of the embedding.
  public var embedding = 100
  /// The size of the LSTM.
  public var hidden = 256
  /// Numbers that come out.
  public var outputs = 2

  /// The paper's sizes, for this vocabulary.
  public init(words: Int) { self.words = words }
}

/// The network of the paper's sentiment experiment: an embedding, one LSTM, and a linear layer on its last state, with a
/// dropout site before the LSTM and one before the linear layer.
public struct LastStateClassifier<Scalar: EngineScalar>: Module {
  /// The sizes.
  public let configuration: LastStateConfiguration
  var embedding: Embedding<Scalar>
  var lstm: InputDropout<LSTM<Scalar>>
  var output: InputDropout<Dense<Scalar>>

  /// A network with random weights; they do not depend on the dropout.
  public init(_ configuration: LastStateConfiguration, dropout: DropoutChoice, seed: UInt64) {
    let c = configuration
    var generator = SeededGenerator(seed: seed, purpose: "initial weights")
    self.configuration = c
    embedding = Embedding(symbols: c.words, features: c.embedding, using: &generator)
    lstm = InputDropout(
      LSTM(inputs: c.embedding, hidden: c.hidden, using: &generator), dropout, name: "lstm.input")
    output = InputDropout(
      Dense(inputs: c.hidden, outputs: c.outputs, using: &generator), dropout, name: "output.input")
  }

  /// The dropout rate of every site with the site's name.
  public var dropoutRates: [(name: String, rate: Double)] {
    [("lstm.input", lstm.dropout.rate), ("output.input", output.dropout.rate)]
  }

  /// The logits of some texts: `[T, B]` → `[B, O]`.
  ///
  /// - Parameter readsPadding: whether the LSTM runs on over the padding and the state after it is read, as in the paper's
  ///   script; otherwise the state after each text's last word
  public func callAsFunction(
    _ texts: SymbolBatch, readsPadding: Bool, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let lengths =
      readsPadding
      ? SequenceLengths(full: texts.lengths.rows, steps: texts.lengths.maximum) : texts.lengths
    let embedded = Sequences(
      embedding(texts.symbols, shape: texts.shape, in: context), lengths: lengths)
    return output(lstm(embedded, in: context).hidden, in: context)
  }

  /// Visits every layer.
  public mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("embedding", &embedding)
    visitor.visit("lstm", &lstm)
    visitor.visit("output", &output)
  }
}
