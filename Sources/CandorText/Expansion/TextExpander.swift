/// Turns running text into the words that are spoken: numbers, dates, sums of money, units, abbreviations and acronyms
/// are written out, everything else stays as it stands.
///
/// ```swift
/// let expand = TextExpander(locale: "en")
/// expand.text("Dr. Smith paid $5.50 in 1984.")
/// // "Doctor Smith paid five dollars and fifty cents in nineteen eighty four."
/// ```
///
/// Every word keeps the range of the source text that it came from. English has all rules; of other languages numbers
/// are spelled in the words of ICU, and nothing else is touched. A text is cut by the rules of UAX #29.
///
/// Words of one's own lexicons are never expanded. Phones that the text gives, as in `[word](/phones/)`, are found
/// whatever the rules.
public struct TextExpander: Sendable {
  /// What is expanded.
  public let rules: Set<ExpansionRule>
  /// The language, such as `en`, `en-GB` or `de`; empty if it is not known, and then nothing is expanded.
  public let locale: String
  /// How texts are cut.
  public let tokenizer: Tokenizer

  private let isEnglish: Bool
  private let readers: [any ReadingRule]
  private let lexicon: LayeredLexicon

  /// Makes an expander.
  ///
  /// - Parameters:
  ///   - locale: the language, as a BCP 47 tag or ICU's name of a locale; empty for none
  ///   - rules: what is expanded
  ///   - tokenizer: how texts are cut; expansion is for words alone, so in another mode there is none
  ///   - lexicon: its words tell acronyms that are words from those that are letters, and those that were read from a
  ///     file are left alone
  public init(
    locale: String, rules: Set<ExpansionRule> = Set(ExpansionRule.allCases),
    tokenizer: Tokenizer = Tokenizer(), lexicon: LayeredLexicon = LayeredLexicon()
  ) {
    self.rules = rules
    self.locale = locale
    self.tokenizer = tokenizer
    self.lexicon = lexicon
    isEnglish = tokenizer.mode == .words && Self.parts(locale).first == "en"
    readers =
      tokenizer.mode == .words && !locale.isEmpty
      ? Self.readers(rules, locale: locale, lexicon: lexicon) : []
  }

  /// Language, script, region.
  private static func parts(_ locale: String) -> [String] {
    locale.split(whereSeparator: { $0 == "-" || $0 == "_" }).map { $0.lowercased() }
  }

  /// The rules in the order in which they are tried.
  private static func readers(
    _ rules: Set<ExpansionRule>, locale: String, lexicon: LayeredLexicon
  ) -> [any ReadingRule] {
    guard let speller = NumberSpeller(locale: locale) else { return [] }
    let parts = Self.parts(locale)
    let language = parts.first ?? ""
    guard language == "en" else {
      return rules.contains(.numbers)
        ? [SpelledNumberRule(speller: speller, language: language)] : []
    }
    let region = parts.dropFirst().last?.uppercased() ?? "US"
    let reader = QuantityReader(speller: speller, readsFractions: rules.contains(.fractions))
    let readers: [(ExpansionRule, any ReadingRule)] = [
      (.numbers, RangeRule()),
      (.dates, DateRule(speller: speller, dayFirst: !["US", "CA", "PH"].contains(region))),
      (.times, TimeRule(speller: speller)),
      (.currency, CurrencyRule(reader: reader)),
      (.percentages, PercentRule(reader: reader)),
      (.years, DecadeRule(speller: speller)),
      (.numbers, PluralNumberRule(speller: speller)),
      (.units, AngleRule(reader: reader)),
      (.units, UnitRule(reader: reader)),
      (.fractions, FractionRule(reader: reader)),
      (.ordinals, OrdinalRule(speller: speller)),
      (.years, YearRule(speller: speller)),
      (.numbers, TelephoneRule(speller: speller)),
      (.numbers, PostcodeRule(speller: speller)),
      (.numbers, VerseRule(speller: speller)),
      (.symbols, FormulaRule(speller: speller)),
      (.numbers, NumberRule(reader: reader)),
      (.romanNumerals, RomanNumeralRule(speller: speller)),
      (.abbreviations, StateRule()),
      (.abbreviations, AbbreviationRule()),
      (.symbols, PowerRule(speller: speller)),
      (.symbols, SymbolRule()),
      (.acronyms, AcronymRule(isKnown: { lexicon[$0] != nil })),
    ]
    return readers.filter { rules.contains($0.0) }.map(\.1)
  }

  /// Whether anything is expanded: the language is known, and rules are wanted.
  public var expands: Bool { !readers.isEmpty }

  /// Whether a text is a single word of ASCII letters that no rule concerns: told without cutting it.
  package func leaves(_ text: String) -> Bool {
    var count = 0
    for byte in text.utf8 {
      // Capitals may make an acronym; the first letter alone does not.
      guard byte &- 0x61 < 26 || (byte &- 0x41 < 26 && (count == 0 || readers.isEmpty)) else {
        return false
      }
      count += 1
    }
    guard count > 0 else { return false }
    return readers.isEmpty || (count > 1 && !AbbreviationRule.needsNoPoint(text))
  }

  /// The words of a text, and what stands between them, in order.
  public func callAsFunction(_ text: String) -> [SpokenToken] {
    let overrides = InlineOverride.all(in: text)
    let hasOwn = lexicon.hasOwnLexicons
    let pieces = Pieces(
      text, tokenizer: tokenizer,
      isWhole: { readers.isEmpty || (hasOwn && lexicon.hasOwn($0)) })
    var tokens: [SpokenToken] = []
    var next = overrides[...]
    // The number of the token to which the last piece belongs, if that was left as it stands.
    var open: Int?
    var index = 0
    while let piece = pieces[index] {
      if let override = next.first, piece.range.lowerBound >= override.range.lowerBound {
        tokens.append(
          SpokenToken(
            text: String(override.words), range: override.range,
            kind: .given(phones: String(override.phones))))
        while let inside = pieces[index], inside.range.lowerBound < override.range.upperBound {
          index += 1
        }
        next.removeFirst()
        open = nil
        continue
      }
      if let word = lexiconWord(pieces, at: index, hasOwn: hasOwn) ?? elision(pieces, at: index) {
        let last = index + word.count - 1
        let range = piece.range.lowerBound..<pieces.items[last].range.upperBound
        tokens.append(SpokenToken(text: word.spelling, range: range, kind: .word))
        index += word.count
        open = nil
      } else if let reading = reading(pieces, at: index) {
        append(reading, pieces, at: index, to: &tokens)
        index += max(1, reading.count)
        open = nil
      } else {
        // What was cut apart for nothing is one word again.
        if open == piece.token, let last = tokens.last {
          let range = last.range.lowerBound..<piece.range.upperBound
          tokens[tokens.count - 1] = SpokenToken(
            text: String(text[range]), range: range, kind: .word)
        } else {
          tokens.append(SpokenToken(text: piece.text, range: piece.range, kind: .init(piece.kind)))
        }
        open = piece.token
        index += 1
      }
    }
    return tokens
  }

  /// The text as it is spoken, on one line: words with spaces between them, punctuation where it stands.
  public func text(_ text: String) -> String {
    var result = ""
    var last: SpokenToken?
    for token in self(text) {
      if let last, token.isSpoken, last.isSpoken || last.text == ")" { result += " " }
      result += token.kind == .space ? " " : token.text
      last = token
    }
    return result
  }

  /// A word that is left as it stands, and the pieces that it takes up.
  private typealias WholeWord = (spelling: String, count: Int)

  /// A word that is left to the lexicons: one of one's own, or one of any lexicon that a hyphen joins, such as `e-mail`.
  private func lexiconWord(_ pieces: Pieces, at index: Int, hasOwn: Bool) -> WholeWord? {
    if hasOwn, let word = ownWord(pieces, at: index) { return word }
    guard !lexicon.isEmpty, pieces.text(index + 1) == "-", pieces.isWord(index),
      pieces[index + 2]?.kind == .letter
    else { return nil }
    let spelling = pieces.text(index) + "-" + pieces.text(index + 2)
    return lexicon[spelling] == nil ? nil : (spelling, 3)
  }

  /// The longest word of one's own lexicons that begins at a place, such as `AT&T`, `C++`, `rock-n-roll`, `New York`.
  private func ownWord(_ pieces: Pieces, at index: Int) -> WholeWord? {
    var spelling = ""
    var longest: WholeWord?
    for count in 1...Self.longestOwnWord {
      guard let piece = pieces[index + count - 1],
        piece.kind != .space || (count > 1 && lexicon.hasOwnPhrases)
      else { break }
      spelling += piece.kind == .space ? " " : piece.text
      // A word does not end within another.
      let isWhole =
        piece.kind != .space
        && (!piece.kind.isWord || pieces[index + count]?.token != piece.token)
      if isWhole, lexicon.hasOwn(spelling) { longest = (spelling, count) }
    }
    return longest
  }

  /// A word that an apostrophe begins or ends: one of any lexicon, or of English such as `'em` and `goin'`.
  private func elision(_ pieces: Pieces, at index: Int) -> WholeWord? {
    func isKnown(_ spelling: String) -> Bool { !lexicon.isEmpty && lexicon[spelling] != nil }
    if Elision.isApostrophe(pieces.text(index)) {
      guard let word = Elision.wordBehind(pieces, at: index) else { return nil }
      let spelling = "'" + word
      return isKnown(spelling) || (isEnglish && Elision.isBegun(word)) ? (spelling, 2) : nil
    }
    guard Elision.isApostrophe(pieces.text(index + 1)), let word = pieces[index],
      word.kind == .letter
    else { return nil }
    let spelling = word.text + "'"
    guard isKnown(spelling) || (isEnglish && Elision.isEnded(pieces, at: index)),
      Elision.mayEnd(pieces, at: index + 1)
    else { return nil }
    return (spelling, 2)
  }

  private static let longestOwnWord = 8

  /// Whether no rule can begin with a piece: small letters, which are most of a text.
  private func isPlain(_ pieces: Pieces, at index: Int) -> Bool {
    guard let piece = pieces[index], piece.kind == .letter, piece.text.utf8.count > 1,
      piece.text.utf8.allSatisfy({ $0 &- 0x61 < 26 }), pieces.text(index + 1) != ".",
      pieces.text(index + 1) != ":" || !piece.text.hasPrefix("http")
    else { return false }
    return !AbbreviationRule.needsNoPoint(piece.text)
  }

  private func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if pieces.isSpace(index) || isPlain(pieces, at: index) { return nil }
    for reader in readers {
      if let reading = reader.reading(pieces, at: index), !reading.parts.isEmpty { return reading }
    }
    return nil
  }

  private func append(
    _ reading: Reading, _ pieces: Pieces, at index: Int, to tokens: inout [SpokenToken]
  ) {
    let last = min(index + max(1, reading.count), pieces.count) - 1
    let range = pieces.items[index].range.lowerBound..<pieces.items[last].range.upperBound
    for part in reading.parts {
      switch part {
      case .word(let text):
        tokens.append(SpokenToken(text: text, range: range, kind: .word, rule: reading.rule))
      case .letter(let text):
        tokens.append(SpokenToken(text: text, range: range, kind: .letter, rule: reading.rule))
      }
    }
  }
}

extension SpokenToken.Kind {
  fileprivate init(_ kind: Token.Kind) {
    switch kind {
    case .letter, .number, .kana, .ideograph: self = .word
    case .punctuation: self = .punctuation
    case .space: self = .space
    case .symbol, .other: self = .unreadable
    }
  }
}
