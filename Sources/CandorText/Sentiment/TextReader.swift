/// Cuts a text into the tokens that a classifier reads.
///
/// Tokens are the words and marks of UAX #29, each normalised; white space is left out. Equal marks in a row are one
/// token (`...`, `!!`), of three at most. English contractions are cut as the Penn Treebank cuts them (`don't` is `do` and
/// `n't`), so that a negation is one symbol whatever verb it follows.
public struct TextReader: Sendable, Hashable, Codable {
  /// How each token is spelled for the model.
  public let normalizer: Normalizer
  /// Where a text is cut.
  public let tokenizer: Tokenizer
  /// Whether `n't`, `'s`, `'re`, `'ve`, `'ll`, `'d` and `'m` are tokens of their own.
  public let splitsContractions: Bool

  /// A reader; the default suits English.
  public init(
    normalizer: Normalizer = .english, tokenizer: Tokenizer = Tokenizer(),
    splitsContractions: Bool = true
  ) {
    self.normalizer = normalizer
    self.tokenizer = tokenizer
    self.splitsContractions = splitsContractions
  }

  /// A token as the model reads it, and where it stands.
  public struct Token: Sendable, Hashable {
    /// The normalised spelling.
    public var text: String
    /// Its place in the text.
    public var range: Range<String.Index>
    /// Whether it is made of letters or digits.
    public var isWord: Bool
  }

  /// The tokens of a text, in order; at most `limit` of them.
  public func callAsFunction(_ text: String, limit: Int = .max) -> [Token] {
    var tokens: [Token] = []
    tokenizer.forEachToken(in: text) { piece in
      guard piece.kind != .space, tokens.count <= limit else { return }
      let token = Token(
        text: normalizer(piece.text), range: piece.range, isWord: piece.kind.isWord)
      guard !token.text.isEmpty else { return }
      if !token.isWord {
        if !extendsLast(&tokens, with: token) { tokens.append(token) }
      } else if splitsContractions {
        appendParts(of: token, in: text, to: &tokens)
      } else {
        tokens.append(token)
      }
    }
    if tokens.count > limit { tokens.removeLast(tokens.count - limit) }
    return tokens
  }

  /// Whether the token repeats the mark right before it, which then stands for both.
  private func extendsLast(_ tokens: inout [Token], with token: Token) -> Bool {
    guard let last = tokens.last, !last.isWord, last.range.upperBound == token.range.lowerBound,
      last.text.unicodeScalars.first == token.text.unicodeScalars.first,
      token.text.unicodeScalars.count == 1,
      last.text.unicodeScalars.allSatisfy({ $0 == token.text.unicodeScalars.first })
    else { return false }
    let index = tokens.count - 1
    if last.text.unicodeScalars.count < 3 { tokens[index].text += token.text }
    tokens[index].range = last.range.lowerBound..<token.range.upperBound
    return true
  }

  private static let clitics: Set<String> = ["s", "re", "ve", "ll", "d", "m"]

  private func appendParts(of token: Token, in text: String, to tokens: inout [Token]) {
    // A lone apostrophe before: `'s` at the beginning of a phrase.
    if let last = tokens.last, last.text == "'", last.range.upperBound == token.range.lowerBound,
      Self.clitics.contains(token.text)
    {
      tokens[tokens.count - 1] = Token(
        text: "'" + token.text, range: last.range.lowerBound..<token.range.upperBound, isWord: true)
      return
    }
    let scalars = token.text.unicodeScalars
    guard let apostrophe = scalars.lastIndex(of: "'"), apostrophe != scalars.startIndex else {
      tokens.append(token)
      return
    }
    let tail = String(scalars[scalars.index(after: apostrophe)...])
    var cut = apostrophe
    if tail == "t", scalars[scalars.index(before: apostrophe)] == "n" {
      cut = scalars.index(before: apostrophe)
    } else if !Self.clitics.contains(tail) {
      tokens.append(token)
      return
    }
    guard cut != scalars.startIndex else {
      tokens.append(token)
      return
    }
    // The end of the normalised spelling has as many scalars as that of the text, of whatever apostrophe.
    let source = text.unicodeScalars
    let place = source.index(
      token.range.upperBound, offsetBy: -scalars.distance(from: cut, to: scalars.endIndex))
    guard place > token.range.lowerBound, place < token.range.upperBound else {
      tokens.append(token)
      return
    }
    tokens.append(
      Token(text: String(scalars[..<cut]), range: token.range.lowerBound..<place, isWord: true))
    tokens.append(
      Token(text: String(scalars[cut...]), range: place..<token.range.upperBound, isWord: true))
  }
}
