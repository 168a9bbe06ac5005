/// Cuts a text into tokens, each with its source range.
///
/// Boundaries are those of ICU; nothing of the text is lost in the modes `words`, `graphemes` and
/// `scalars`, whose tokens concatenated give the text again.
public struct Tokenizer: Sendable, Hashable, Codable {
  /// Where a text is cut.
  public enum Mode: String, Sendable, Hashable, Codable, CaseIterable {
    /// At word boundaries (UAX #29, with ICU's dictionaries for Thai, Chinese, Japanese and other
    /// scripts that write no spaces). The pieces between words are tokens as well.
    case words
    /// At the boundaries of extended grapheme clusters (UAX #29).
    case graphemes
    /// At every Unicode scalar.
    case scalars
    /// At white space, which is dropped.
    case whitespace
  }

  /// Where a text is cut.
  public let mode: Mode
  /// The locale whose rules apply; empty for those of no language.
  public let locale: String

  /// Makes a tokenizer.
  public init(mode: Mode = .words, locale: String = "") {
    self.mode = mode
    self.locale = locale
  }

  /// All tokens of a text, in order.
  public func callAsFunction(_ text: String) -> [Token] {
    var tokens: [Token] = []
    forEachToken(in: text) { tokens.append($0) }
    return tokens
  }

  /// The tokens of a text that can be read aloud: letters, numbers, kana and ideographs.
  public func words(in text: String) -> [Token] {
    var tokens: [Token] = []
    forEachToken(in: text) { if $0.kind.isWord { tokens.append($0) } }
    return tokens
  }

  /// Calls `body` with each token in order.
  public func forEachToken(in text: String, _ body: (Token) -> Void) {
    switch mode {
    case .words, .graphemes: forEachSegment(in: text, body)
    case .scalars: forEachScalar(in: text, body)
    case .whitespace: forEachField(in: text, body)
    }
  }

  private func forEachSegment(in text: String, _ body: (Token) -> Void) {
    let isWords = mode == .words
    var contiguous = text
    contiguous.withUTF8 { bytes in
      var start = text.startIndex
      Segments.forEach(isWords ? .word : .character, locale: locale, in: bytes) { range, status in
        let end = text.utf8.index(start, offsetBy: range.count)
        let piece = text[start..<end]
        if let first = piece.unicodeScalars.first {
          let kind =
            isWords
            ? Token.Kind(ruleStatus: status, firstScalar: first) : Token.Kind(first)
          body(Token(text: String(piece), range: start..<end, kind: kind))
        }
        start = end
      }
    }
  }

  private func forEachScalar(in text: String, _ body: (Token) -> Void) {
    let scalars = text.unicodeScalars
    var start = scalars.startIndex
    while start < scalars.endIndex {
      let end = scalars.index(after: start)
      body(
        Token(text: String(scalars[start]), range: start..<end, kind: Token.Kind(scalars[start])))
      start = end
    }
  }

  private func forEachField(in text: String, _ body: (Token) -> Void) {
    let scalars = text.unicodeScalars
    var start: String.Index?
    func close(at end: String.Index) {
      guard let first = start else { return }
      start = nil
      // A field takes its kind from its first letter or digit, as "(word)" is a word.
      let field = scalars[first..<end]
      let kind = field.lazy.map { Token.Kind($0) }.first { $0.isWord } ?? Token.Kind(scalars[first])
      body(Token(text: String(field), range: first..<end, kind: kind))
    }
    for index in scalars.indices {
      if Token.Kind(scalars[index]) == .space {
        close(at: index)
      } else if start == nil {
        start = index
      }
    }
    close(at: scalars.endIndex)
  }
}
