/// A text's label and how sure the model is of it.
public struct Classification: Sendable, Equatable {
  /// The text as it was given.
  public var text: String
  /// The label; `nil` when nothing could be read.
  public var label: String?
  /// The calibrated probability, in 0…1, that the label is right; 0 when nothing could be read.
  public var probability: Double
  /// The calibrated probability of every label, in the order of the model's labels; empty when nothing could be read.
  public var probabilities: [Double]
  /// Epistemic uncertainty: the mutual information between the label and the weights, in nats. It needs samples of the
  /// weights; `nil` without.
  public var uncertainty: Double?
  /// Total uncertainty: the entropy of the calibrated probabilities, in nats.
  public var entropy: Double
  /// Words that the vocabulary does not have, in order; they are read by their pieces, as far as those are known.
  public var unknownWords: [String]
  /// Why there is no label, or why it is that of a part.
  public var problem: Problem?

  /// What kept a text from being read in full.
  public enum Problem: Sendable, Equatable, CustomStringConvertible {
    /// There is no word in it.
    case nothingToRead
    /// There are words, but the model knows neither them nor any piece of them.
    case nothingKnown
    /// The text has more tokens than the model reads; the label is that of its beginning.
    case cut(tokens: Int)
    /// The network's numbers overflow: it gives no probabilities.
    case notFinite

    /// A short sentence.
    public var description: String {
      switch self {
      case .nothingToRead: "nothing to read"
      case .nothingKnown: "no known word"
      case .cut(let tokens): "cut after \(tokens) tokens"
      case .notFinite: "the network gives no probabilities"
      }
    }
  }

  /// A classification that no network made: for a test, or from elsewhere.
  public init(
    _ text: String, label: String?, probability: Double, probabilities: [Double] = [],
    uncertainty: Double? = nil, entropy: Double = 0, unknownWords: [String] = [],
    problem: Problem? = nil
  ) {
    self.text = text
    self.label = label
    self.probability = probability
    self.probabilities = probabilities
    self.uncertainty = uncertainty
    self.entropy = entropy
    self.unknownWords = unknownWords
    self.problem = problem
  }

  static func unread(_ text: String, _ problem: Problem, unknown: [String]) -> Classification {
    Classification(text, label: nil, probability: 0, unknownWords: unknown, problem: problem)
  }
}
