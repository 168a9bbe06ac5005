/// A word as it is spoken, or what stands between words, and where in the text it comes from.
public struct SpokenToken: Sendable, Hashable {
  /// What a token is.
  public enum Kind: Sendable, Hashable {
    /// A word.
    case word
    /// The name of a letter, such as `F`; with an ending in the plural or the genitive, such as `D's`.
    case letter
    /// Words whose phones the text gives: `[tomato](/T AH0 M EY1 T OW2/)`.
    case given(phones: String)
    /// Punctuation.
    case punctuation
    /// White space.
    case space
    /// What cannot be read, such as an emoji.
    case unreadable
  }

  /// The word, or what stands in the text.
  public var text: String
  /// What it comes from, in the text. All words that one expression gives have the range of the expression: both of
  /// `five dollars` that of `$5`.
  public var range: Range<String.Index>
  /// What it is.
  public var kind: Kind
  /// The rule that made it; nil if it stands so in the text.
  public var rule: ExpansionRule?

  /// Makes a token.
  public init(text: String, range: Range<String.Index>, kind: Kind, rule: ExpansionRule? = nil) {
    self.text = text
    self.range = range
    self.kind = kind
    self.rule = rule
  }

  /// Whether it is spoken.
  public var isSpoken: Bool {
    switch kind {
    case .word, .letter, .given: true
    case .punctuation, .space, .unreadable: false
    }
  }
}
