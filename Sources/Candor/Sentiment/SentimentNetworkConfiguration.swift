import CandorEngine

/// The sizes and the dropout of a `SentimentNetwork`.
public struct SentimentNetworkConfiguration: Sendable, Codable, Equatable {
  /// Words of the vocabulary, the unknown one included.
  public var words: Int
  /// Pieces of words; 0 for a network that reads whole words only.
  public var pieces: Int
  /// The labels that it tells apart.
  public var classes: Int
  /// Labels of the auxiliary head, which training alone uses; 0 for none.
  public var fineClasses: Int
  /// Features of a word's vector.
  public var embedding: Int
  /// Bidirectional LSTM layers.
  public var layers: Int
  /// Hidden units of one direction of a layer.
  public var hidden: Int
  /// What the sites do to the inputs of layers.
  public var inputDropout: DropoutChoice
  /// What the sites do to recurrent states.
  public var recurrentDropout: DropoutChoice

  /// Sizes and dropout.
  public init(
    words: Int, pieces: Int = 0, classes: Int, fineClasses: Int = 0, embedding: Int = 128,
    layers: Int = 1, hidden: Int = 128, inputDropout: DropoutChoice = .none,
    recurrentDropout: DropoutChoice = .none
  ) {
    self.words = words
    self.pieces = pieces
    self.classes = classes
    self.fineClasses = fineClasses
    self.embedding = embedding
    self.layers = layers
    self.hidden = hidden
    self.inputDropout = inputDropout
    self.recurrentDropout = recurrentDropout
  }

  static let widest = 4096
  static let deepest = 16
  static let mostClasses = 10_000

  /// What is pooled of the top layer: the greatest values over time and the last states, of both directions.
  var pooled: Int { 4 * hidden }

  /// Why no network can be built from this, or `nil`: values from a file may be anything.
  func problem(words: Int, pieces: Int, classes: Int) -> String? {
    if (self.words, self.pieces, self.classes) != (words, pieces, classes) {
      return "the network is for \(self.words) words, \(self.pieces) pieces and \(self.classes) "
        + "labels; the vocabularies have \(words), \(pieces) and \(classes)"
    }
    for (name, value, range) in [
      ("classes", classes, 2...Self.mostClasses),
      ("fineClasses", fineClasses, 0...Self.mostClasses),
      ("embedding", embedding, 1...Self.widest), ("layers", layers, 1...Self.deepest),
      ("hidden", hidden, 1...Self.widest),
    ] where !range.contains(value) {
      return "\(name) \(value) is not in \(range.lowerBound)…\(range.upperBound)"
    }
    return inputDropout.problem ?? recurrentDropout.problem
  }
}
