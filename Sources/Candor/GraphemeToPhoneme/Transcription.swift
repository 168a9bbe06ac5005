import CandorText

/// A word's transcription and how sure the model is of it.
public struct Transcription: Sendable, Equatable {
  /// Another transcription of the word.
  public struct Alternative: Sendable, Equatable {
    /// The phones.
    public var phones: [String]
    /// The calibrated probability, in 0…1, that it is right.
    public var confidence: Double
  }

  /// The word as it was given.
  public var word: String
  /// The phones; none when nothing could be read.
  public var phones: [String]
  /// The calibrated probability, in 0…1, that the transcription is right.
  public var confidence: Double
  /// Epistemic uncertainty: the mutual information between a phone and the weights, the mean over the phones and the
  /// end, in nats. It needs samples of the weights; `nil` without.
  public var uncertainty: Double?
  /// Total uncertainty: the entropy of the mean prediction of a phone, the mean over the phones and the end, in nats.
  public var entropy: Double
  /// For each phone its probability, given the phones before it, averaged over the samples.
  public var phoneProbabilities: [Double]
  /// Further transcriptions, most probable first.
  public var alternatives: [Alternative]
  /// Graphemes that were left out because the model does not know them.
  public var skipped: [String]
  /// Graphemes that were read without their marks, such as `ñ` as `n`.
  public var simplified: [String]
  /// Why there are no phones, or why they are cut short.
  public var problem: Problem?
  /// Who answered.
  public var source = Source.model
  /// Where the word comes from in the text it was taken from; nil for a word alone. Words that one expression gives,
  /// as `$5` does, share its range.
  public var range: Range<String.Index>?
  /// The ways to say the word that depend on its meaning, if it is an English homograph such as `wind`; whichever the
  /// transcription is.
  public var homograph: [Homographs.Reading] = []

  /// Where a transcription comes from.
  public enum Source: Sendable, Hashable {
    /// The model: the network, and what helps it.
    case model
    /// A lexicon of this name. Its pronunciations count as right: confidence 1, uncertainty 0.
    case lexicon(String)
    /// The text itself, which gives the phones: `[word](/phones/)`.
    case text
    /// The list of the names of letters, for acronyms.
    case letterNames
  }

  /// What kept a word from a full transcription.
  public enum Problem: Sendable, Equatable, CustomStringConvertible {
    /// No grapheme of the word is known.
    case nothingToRead
    /// The word has more graphemes than the model reads.
    case tooLong(graphemes: Int, limit: Int)
    /// No end was found within the length limit.
    case truncated
    /// The network's numbers overflow: it gives no probabilities.
    case notFinite

    /// A short sentence.
    public var description: String {
      switch self {
      case .nothingToRead: "no known grapheme"
      case .tooLong(let graphemes, let limit): "\(graphemes) graphemes, more than \(limit)"
      case .truncated: "no end found: cut short"
      case .notFinite: "the network gives no probabilities"
      }
    }
  }

  /// Whether the model has read the word and found phones for it, or that it has none.
  package var wasRead: Bool { problem == nil || problem == .truncated }

  static func unread(
    _ word: String, _ reading: GraphemeReader.Reading, problem: Problem
  ) -> Transcription {
    Transcription(
      word: word, phones: [], confidence: 0, uncertainty: nil, entropy: 0, phoneProbabilities: [],
      alternatives: [], skipped: reading.skipped, simplified: reading.simplified, problem: problem)
  }
}
