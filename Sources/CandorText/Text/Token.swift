/// A piece of a text and where it stands in it.
public struct Token: Sendable, Hashable {
  /// What a token is made of.
  public enum Kind: String, Sendable, Hashable, CaseIterable, Codable {
    /// Letters of any alphabet or syllabary but kana.
    case letter
    /// Digits, with the points and commas inside a number.
    case number
    /// Hiragana or katakana.
    case kana
    /// Han ideographs.
    case ideograph
    /// Punctuation marks.
    case punctuation
    /// Mathematical, currency and other symbols, emoji among them.
    case symbol
    /// White space, line ends among them.
    case space
    /// What is none of these: control characters, lone marks, unassigned scalars.
    case other

    /// Whether a token of this kind can be read aloud as a word.
    public var isWord: Bool {
      switch self {
      case .letter, .number, .kana, .ideograph: true
      case .punctuation, .symbol, .space, .other: false
      }
    }
  }

  /// The piece, as it stands in the text.
  public let text: String
  /// Where it stands in the text it was taken from.
  public let range: Range<String.Index>
  /// What it is made of.
  public let kind: Kind

  /// Makes a token.
  public init(text: String, range: Range<String.Index>, kind: Kind) {
    self.text = text
    self.range = range
    self.kind = kind
  }

  /// The same scalars at the same place; `String`'s own equality would let canonically equivalent
  /// texts pass for equal.
  public static func == (left: Token, right: Token) -> Bool {
    left.range == right.range && left.kind == right.kind
      && ExactString(left.text) == ExactString(right.text)
  }

  /// Hashes the scalars and the place.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(ExactString(text))
    hasher.combine(range)
  }
}
