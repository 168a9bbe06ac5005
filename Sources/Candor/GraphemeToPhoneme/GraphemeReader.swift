import CandorText

/// Turns a word into the symbols that the network reads, and says what it could not read.
public struct GraphemeReader: Sendable {
  /// How words are normalised before they are cut into scalars.
  public let normalizer: Normalizer
  /// The known graphemes.
  public let vocabulary: Vocabulary
  /// What the symbols of a word are.
  public let unit: Unit
  private let withoutMarks: Normalizer
  private let compatible: Normalizer

  /// What the symbols of a word are.
  public enum Unit: String, Sendable, Hashable, Codable {
    /// Its Unicode scalars, normalised.
    case scalar
    /// What white space parts, in any case: the phones of a model that goes from pronunciation to spelling.
    case field

    /// The symbols of a word.
    func symbols(of word: String, _ normalizer: Normalizer) -> [String] {
      switch self {
      case .scalar: normalizer(word).unicodeScalars.map { String($0) }
      case .field:
        Normalizer(form: normalizer.form)(word).split(whereSeparator: \.isWhitespace)
          .map(String.init)
      }
    }
  }

  /// A reader of words in the given spelling.
  public init(normalizer: Normalizer, vocabulary: Vocabulary, unit: Unit = .scalar) {
    self.normalizer = normalizer
    self.vocabulary = vocabulary
    self.unit = unit
    withoutMarks = Normalizer(
      form: normalizer.form, caseMapping: normalizer.caseMapping,
      asciiPunctuation: normalizer.asciiPunctuation, strippingMarks: true)
    compatible = Normalizer(
      form: .nfkc, caseMapping: normalizer.caseMapping,
      asciiPunctuation: normalizer.asciiPunctuation, strippingMarks: true)
  }

  /// A word as the network reads it.
  public struct Reading: Sendable, Equatable {
    /// The symbols' numbers in the vocabulary.
    public var symbols: [Int32] = []
    /// Graphemes that the vocabulary does not have, in order: they were left out.
    public var skipped: [String] = []
    /// Graphemes that were read without their marks, such as `ñ` as `n`, or as several, such as `ﬁ` as `fi`.
    public var simplified: [String] = []
  }

  /// A word that was read, in its symbols.
  package func text(of symbols: [Int32]) -> String {
    symbols.map { vocabulary[Int($0)] }.joined(separator: unit == .field ? " " : "")
  }

  /// Reads a word symbol by symbol; an unknown one is tried without its marks, or its stress, and taken apart, then left
  /// out.
  public func callAsFunction(_ word: String) -> Reading {
    var reading = Reading()
    for grapheme in unit.symbols(of: word, normalizer) {
      if let id = id(of: grapheme) {
        reading.symbols.append(id)
        continue
      }
      let simpler =
        unit == .field
        ? phone(likest: grapheme).map { [$0] }
        : ids(of: withoutMarks(grapheme))
          ?? ids(of: Self.apart[grapheme] ?? compatible(grapheme))
      if let simpler {
        reading.symbols += simpler
        reading.simplified.append(grapheme)
      } else {
        reading.skipped.append(grapheme)
      }
    }
    return reading
  }

  // The same phone without stress, or with some.
  private func phone(likest phone: String) -> Int32? {
    let bare = ARPAbet.withoutStress(phone)
    return ["", "1", "0"].lazy.compactMap { id(of: bare + $0) }.first
  }

  /// Latin letters that Unicode does not take apart.
  private static let apart = [
    "æ": "ae", "œ": "oe", "ß": "ss", "ø": "o", "ł": "l", "đ": "d", "ð": "th", "þ": "th", "ı": "i",
  ]

  /// The symbols of a text; nil if one is unknown, or there are none.
  private func ids(of text: String) -> [Int32]? {
    let ids = text.unicodeScalars.map { id(of: String($0)) }
    return ids.isEmpty || ids.contains(nil) ? nil : ids.compactMap { $0 }
  }

  private func id(of grapheme: String) -> Int32? {
    vocabulary.id(of: grapheme).flatMap { vocabulary.role(of: $0) == nil ? Int32($0) : nil }
  }
}
