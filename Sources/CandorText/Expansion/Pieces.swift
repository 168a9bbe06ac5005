/// The tokens of a text, cut further where digits meet letters, for the rules to look at.
struct Pieces {
  struct Piece {
    let text: String
    let range: Range<String.Index>
    let kind: Token.Kind
    /// The number of the token it is a part of.
    let token: Int

    var isNumber: Bool { kind == .number }
    /// Letters A to Z and a to z alone.
    var isASCIIWord: Bool { kind == .letter && text.utf8.allSatisfy { ($0 | 0x20) &- 0x61 < 26 } }
    /// Begins with a capital letter, of any script.
    var isCapitalized: Bool {
      kind == .letter && text.unicodeScalars.first?.properties.isUppercase == true
    }
    /// Two letters A to Z or more, and nothing else.
    var isAllCapitals: Bool {
      kind == .letter && text.utf8.count > 1 && text.utf8.allSatisfy { $0 &- 0x41 < 26 }
    }
  }

  let items: [Piece]
  /// Whether there are capital letters and no small ones: capitals then tell nothing.
  let isShouting: Bool

  /// Cuts a text; tokens for which `isWhole` holds are not cut further.
  init(_ text: String, tokenizer: Tokenizer, isWhole: (String) -> Bool = { _ in false }) {
    var items: [Piece] = []
    var count = 0
    tokenizer.forEachToken(in: text) { token in
      if Self.isMixed(token.text), !isWhole(token.text) {
        Self.split(token, number: count, in: text, into: &items)
      } else {
        items.append(
          Piece(text: token.text, range: token.range, kind: token.kind, token: count))
      }
      count += 1
    }
    self.items = items
    var capitals = false
    var smalls = false
    for scalar in text.unicodeScalars {
      if scalar.properties.isUppercase { capitals = true }
      if scalar.properties.isLowercase {
        smalls = true
        break
      }
    }
    isShouting = capitals && !smalls
  }

  private static func isMixed(_ text: String) -> Bool {
    var hasDigit = false
    var hasLetter = false
    for scalar in text.unicodeScalars {
      if scalar.value < 0x80 {
        if scalar.value &- 0x30 < 10 { hasDigit = true }
        if (scalar.value | 0x20) &- 0x61 < 26 { hasLetter = true }
      } else if scalar.properties.numericType == .decimal {
        hasDigit = true
      } else if scalar.properties.isAlphabetic {
        hasLetter = true
      }
    }
    return hasDigit && hasLetter
  }

  /// Such as the `@` of `1080@60`.
  private static func isMark(_ scalars: Substring.UnicodeScalarView) -> Bool {
    scalars.allSatisfy { $0.value < 0x80 && !$0.properties.isAlphabetic }
  }

  /// `5kg` as `5` and `kg`; points and commas stay with the digits around them.
  private static func split(
    _ token: Token, number: Int, in text: String, into items: inout [Piece]
  ) {
    let scalars = text.unicodeScalars
    var start = token.range.lowerBound
    var isDigit: Bool?
    func close(_ end: String.Index) {
      guard start < end, let isDigit else { return }
      var end = end
      var mark: String.Index?
      // A point before letters, as in `3.x`, belongs to neither.
      if isDigit {
        let last = scalars.index(before: end)
        if last > start, scalars[last].properties.numericType != .decimal { mark = last }
      }
      if let mark { end = mark }
      items.append(
        Piece(
          text: String(text[start..<end]), range: start..<end,
          kind: isDigit ? .number : Self.isMark(scalars[start..<end]) ? .symbol : .letter,
          token: number))
      if let mark {
        let rest = mark..<scalars.index(after: mark)
        items.append(
          Piece(text: String(text[rest]), range: rest, kind: .punctuation, token: number))
      }
    }
    var index = start
    while index < token.range.upperBound {
      let scalar = scalars[index]
      let digit =
        scalar.properties.numericType == .decimal
        || (isDigit == true && [".", ",", "'"].contains(scalar))
      if digit != isDigit {
        close(index)
        start = index
        isDigit = digit
      }
      index = scalars.index(after: index)
    }
    close(token.range.upperBound)
  }

  var count: Int { items.count }

  /// The piece at a position; nil beyond the ends.
  subscript(index: Int) -> Piece? { items.indices.contains(index) ? items[index] : nil }

  /// The text of a piece; empty beyond the ends.
  func text(_ index: Int) -> String { self[index]?.text ?? "" }

  func isNumber(_ index: Int) -> Bool { self[index]?.isNumber ?? false }

  func isSpace(_ index: Int) -> Bool { self[index]?.kind == .space }

  /// Whether a piece is a letter, number or the like, which a sign before a number cannot follow.
  func isWord(_ index: Int) -> Bool { self[index]?.kind.isWord ?? false }

  /// The position after at most one space.
  func afterSpace(_ index: Int) -> Int { isSpace(index) ? index + 1 : index }

  /// The word directly before a position, or with one space between, and its position.
  func wordBefore(_ index: Int) -> Piece? {
    let previous = isSpace(index - 1) ? index - 2 : index - 1
    return self[previous].flatMap { $0.kind.isWord ? $0 : nil }
  }

  /// The word at a position, or behind one space.
  func wordAfter(_ index: Int) -> Piece? {
    self[afterSpace(index)].flatMap { $0.kind.isWord ? $0 : nil }
  }

  /// Whether a number stands in a code, such as those of `H1N1`, `F-16` and `A380-800`: letters touch it, or capitals or
  /// another number with a hyphen between.
  func isInCode(_ index: Int) -> Bool {
    if self[index - 1]?.kind == .letter, self[index - 1]?.token == self[index]?.token {
      return true
    }
    guard Self.hyphens.contains(text(index - 1)), let before = self[index - 2] else { return false }
    if before.isNumber { return true }
    // A unit is no name: `5MB-10MB`.
    return before.kind == .letter && before.text.utf8.allSatisfy { $0 &- 0x41 < 26 }
      && !(isNumber(index - 3) && self[index - 3]?.token == before.token)
      && text(index - 3) != "°"
  }

  /// Whether a mark ends a measure: that of feet, inches, minutes or seconds behind a number, or the point of a unit, as in
  /// `6'`, `5 lb.`
  func endsUnit(_ index: Int) -> Bool {
    if Self.unitMarks.contains(text(index)) { return isNumber(index - 1) }
    return text(index) == "." && self[index - 1]?.kind == .letter
      && isNumber(isSpace(index - 2) ? index - 3 : index - 2)
  }

  private static let unitMarks: Set<String> = ["'", "’", "′", "\"", "”", "″"]

  /// Marks that stand between the ends of a range.
  static let dashes: Set<String> = ["-", "–", "‐", "‑"]
  private static let hyphens: Set<String> = ["-", "‐", "‑"]

  /// Whether the word at a position, or behind one space, begins a sentence more often than a name.
  func beginsSentence(_ index: Int) -> Bool {
    guard let word = wordAfter(index), word.isCapitalized,
      // An initial, as in `Dr. I. Smith`.
      word.text.utf8.count > 1 || text(afterSpace(index) + 1) != "."
    else { return false }
    return Self.sentenceStarts.contains(word.text.lowercased())
  }

  private static let sentenceStarts: Set<String> = [
    "a", "after", "all", "although", "an", "and", "another", "as", "at", "before", "but", "by",
    "during", "each", "every", "for", "from", "he", "her", "here", "his", "how", "however", "i",
    "if", "in", "it", "its", "many", "my", "nobody", "not", "now", "on", "once",
    "our", "she", "since", "so", "some", "that", "the", "their", "then", "there", "these",
    "they", "this", "those", "though", "to", "today", "two", "until", "we", "what", "when",
    "where", "which", "while", "who", "why", "with", "yesterday", "you", "your",
  ]

  /// Whether a dash stands in a difference and no range: what is said to come out does, as in `5-3=2`, `$5 - $3 = $2`.
  func isDifference(_ dash: Int) -> Bool {
    func number(_ places: some Sequence<Int>) -> (place: Int, value: Int)? {
      places.first(where: isNumber).flatMap { place in
        NumberLiteral(text(place))?.value.map { (place, $0) }
      }
    }
    guard let first = number((dash - Self.longestTerm..<dash).reversed()),
      let second = number(dash + 1...dash + Self.longestTerm),
      let equals = (second.place...second.place + Self.longestTerm).first(where: { text($0) == "=" }
      ),
      let difference = number(equals + 1...equals + Self.longestTerm)
    else { return false }
    return first.value - second.value == difference.value
  }

  /// Pieces of a term, such as of `$5` or `5 km`.
  private static let longestTerm = 4

  /// Whether something that is calculated with stands before a position, with one space between or none.
  func isBehindOperand(_ index: Int) -> Bool {
    let place = isSpace(index - 1) ? index - 2 : index - 1
    return isWord(place) || Self.afterOperand.contains(text(place))
  }

  /// Whether something that is calculated with begins at a position, or behind one space.
  func isBeforeOperand(_ index: Int) -> Bool {
    var place = afterSpace(index)
    if isWord(place) { return true }
    if ["-", "−", "+", "±"].contains(text(place)) { place += 1 }
    if CurrencyRule.isSymbol(text(place)) { place += 1 }
    return isNumber(place)
  }

  private static let afterOperand: Set<String> = ["%", "‰", "°", "²", "³", "€", "£", "¢"]

  /// Whether a mark behind a number, such as the `"` of `12"`, ends a quotation that was begun before.
  func endsQuotation(_ index: Int) -> Bool {
    let mark = text(index)
    var isOpen = false
    for place in max(0, index - Self.longestQuotation)..<index {
      switch text(place) {
      case "“" where mark == "”", "‘" where mark == "’": isOpen = true
      case "”" where mark == "”": isOpen = false
      case mark where mark == "\"":
        // One behind a number, and not within a quotation, means inches.
        isOpen = !isOpen && !isNumber(place - 1)
      case mark where mark == "'":
        // Not the one of `don't`, `'60s` or `boys'`.
        if !isWord(place - 1), self[place + 1]?.kind == .letter { isOpen = true }
      default: break
      }
    }
    return isOpen
  }

  /// Pieces; a line of nothing but marks should not take forever.
  private static let longestQuotation = 400

  /// Whether the text, or a sentence of it, seems to end with the piece at a position.
  func endsSentence(_ index: Int) -> Bool {
    var next = index + 1
    while let piece = self[next], piece.kind == .space || "\"')]”’".contains(piece.text) {
      next += 1
    }
    guard let piece = self[next] else { return true }
    return piece.isCapitalized && isSpace(index + 1)
  }
}
