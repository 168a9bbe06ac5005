import CandorText

/// Turns a word into the symbols that the network reads, and says what it could not read.
public struct GraphemeReader: Sendable {
  /// How words are normalised before they are cut into scalars.
  public let normalizer: Normalizer
  /// The known graphemes.
  public let vocabulary: Vocabulary
  private let withoutMarks: Normalizer

  /// A reader of words in the given spelling.
  public init(normalizer: Normalizer, vocabulary: Vocabulary) {
    self.normalizer = normalizer
    self.vocabulary = vocabulary
    withoutMarks = Normalizer(
      form: normalizer.form, caseMapping: normalizer.caseMapping,
      asciiPunctuation: normalizer.asciiPunctuation, strippingMarks: true)
  }

  /// A word as the network reads it.
  public struct Reading: Sendable, Equatable {
    /// The symbols' numbers in the vocabulary.
    public var symbols: [Int32] = []
    /// Graphemes that the vocabulary does not have, in order: they were left out.
    public var skipped: [String] = []
    /// Graphemes that were read without their marks, such as `ñ` as `n`.
    public var simplified: [String] = []
  }

  /// Reads a word: each Unicode scalar is a symbol; an unknown one is tried without its marks, then left out.
  public func callAsFunction(_ word: String) -> Reading {
    var reading = Reading()
    for scalar in normalizer(word).unicodeScalars {
      let grapheme = String(scalar)
      if let id = id(of: grapheme) {
        reading.symbols.append(id)
        continue
      }
      let bare = withoutMarks(grapheme).unicodeScalars.map { id(of: String($0)) }
      if !bare.isEmpty, !bare.contains(nil) {
        reading.symbols += bare.compactMap { $0 }
        reading.simplified.append(grapheme)
      } else {
        reading.skipped.append(grapheme)
      }
    }
    return reading
  }

  private func id(of grapheme: String) -> Int32? {
    vocabulary.id(of: grapheme).flatMap { vocabulary.role(of: $0) == nil ? Int32($0) : nil }
  }
}
