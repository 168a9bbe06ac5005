import CandorEngine

/// The sizes and the dropout of an `EncoderDecoder`.
public struct EncoderDecoderConfiguration: Sendable, Codable, Equatable {
  /// The number of source symbols.
  public var sourceSymbols: Int
  /// The number of target symbols, start and end included.
  public var targetSymbols: Int
  /// Features of a symbol's vector.
  public var embedding: Int
  /// Bidirectional LSTM layers of the encoder.
  public var encoderLayers: Int
  /// Hidden units of one direction of an encoder layer.
  public var encoderHidden: Int
  /// Hidden units of a decoder layer.
  public var decoderHidden: Int
  /// What the sites do to the inputs of layers.
  public var inputDropout: DropoutChoice
  /// What the sites do to recurrent states.
  public var recurrentDropout: DropoutChoice
  /// The order in which phones are written; the first one first if nothing is said.
  public var writes: WritingDirection?

  /// Sizes that suit an English pronunciation lexicon on a CPU.
  public init(
    sourceSymbols: Int, targetSymbols: Int, embedding: Int = 96, encoderLayers: Int = 2,
    encoderHidden: Int = 160, decoderHidden: Int = 224, inputDropout: DropoutChoice = .none,
    recurrentDropout: DropoutChoice = .none, writes: WritingDirection? = nil
  ) {
    self.sourceSymbols = sourceSymbols
    self.targetSymbols = targetSymbols
    self.embedding = embedding
    self.encoderLayers = encoderLayers
    self.encoderHidden = encoderHidden
    self.decoderHidden = decoderHidden
    self.inputDropout = inputDropout
    self.recurrentDropout = recurrentDropout
    self.writes = writes
  }

  /// The greatest width of a vector or layer that is built or read.
  static let widest = 4096
  /// The greatest number of encoder layers that is built or read.
  static let deepest = 32

  /// Why no network can be built from this, or `nil`: values from a file may be anything.
  func problem(sourceSymbols: Int, targetSymbols: Int) -> String? {
    if self.sourceSymbols != sourceSymbols || self.targetSymbols != targetSymbols {
      return
        "the network is for \(self.sourceSymbols) graphemes and \(self.targetSymbols) phonemes; "
        + "the vocabularies have \(sourceSymbols) and \(targetSymbols)"
    }
    for (name, value, limit) in [
      ("embedding", embedding, Self.widest), ("encoderLayers", encoderLayers, Self.deepest),
      ("encoderHidden", encoderHidden, Self.widest), ("decoderHidden", decoderHidden, Self.widest),
    ] where !(1...limit).contains(value) {
      return "\(name) \(value) is not in 1…\(limit)"
    }
    return inputDropout.problem ?? recurrentDropout.problem
  }
}
