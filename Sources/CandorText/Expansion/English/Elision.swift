/// Words that an apostrophe begins or ends, for letters that are not spoken: `'em`, `goin'`. A mark of a quotation looks
/// the same.
enum Elision {
  static func isApostrophe(_ text: String) -> Bool { text == "'" || text == "’" }

  /// The word that an apostrophe may begin: no word stands before it, and it opens no quotation.
  static func wordBehind(_ pieces: Pieces, at apostrophe: Int) -> String? {
    guard let word = pieces[apostrophe + 1], word.kind == .letter, !pieces.isWord(apostrophe - 1),
      !isApostrophe(pieces.text(apostrophe + 2)),
      // `an 'em dash'`
      !ofPrinters.contains(pieces.wordAfter(apostrophe + 2)?.text ?? ""),
      certain.contains(word.text.lowercased()) || !isClosed(pieces, after: apostrophe + 2)
    else { return nil }
    return word.text
  }

  /// Whether an apostrophe may end the word before it: no word stands behind it, and it closes no quotation.
  static func mayEnd(_ pieces: Pieces, at apostrophe: Int) -> Bool {
    !pieces.isWord(apostrophe + 1) && !isApostrophe(pieces.text(apostrophe - 2))
      // `'I'm goin' home,' he said.`
      && (!isOpen(pieces, before: apostrophe) || isClosed(pieces, after: apostrophe + 1))
  }

  /// Whether a word is one that loses its beginning: `'til`.
  static func isBegun(_ word: String) -> Bool {
    let word = word.lowercased()
    return certain.contains(word) || begun.contains(word)
  }

  /// Whether the word at a place is one in *-ing* that loses its end: `goin'`; but not a name, such as `Berlin`.
  static func isEnded(_ pieces: Pieces, at place: Int) -> Bool {
    guard let word = pieces[place], word.isASCIIWord, word.text.utf8.count > 3,
      word.text.hasSuffix(pieces.isShouting ? "IN" : "in")
    else { return false }
    if !word.isCapitalized || pieces.isShouting { return true }
    return pieces.isSpace(place - 1)
      ? place == 1 || ends.contains(pieces.text(place - 2))
      : place == 0 || quotes.contains(pieces.text(place - 1))
  }

  /// Few quotations begin with these.
  private static let certain: Set<String> = ["em", "tis", "twas", "til"]
  private static let begun: Set<String> = ["bout", "cause", "cept", "neath", "round", "tween"]
  private static let ofPrinters: Set<String> = ["dash", "dashes", "space", "spaces", "tag", "tags"]
  /// What a sentence may begin behind, with a space between and without.
  private static let ends: Set<String> = [".", "!", "?", ":", "\"", "”", "-", "–", "—"]
  private static let quotes: Set<String> = ["\"", "“", "'", "‘"]

  private static let openers: Set<String> = ["(", "[", "\"", "“", "-", "–", "—", "/"]

  /// Whether a mark opens a quotation, and no decade such as `'60s` nor a word such as `'em`.
  private static func opens(_ pieces: Pieces, _ mark: Int) -> Bool {
    if pieces.text(mark) == "‘" { return true }
    guard pieces.text(mark) == "'", let next = pieces[mark + 1], next.kind != .space,
      pieces[mark - 1].map({ $0.kind == .space || openers.contains($0.text) }) ?? true
    else { return false }
    return next.isNumber ? pieces.text(mark + 2) != "s" : !certain.contains(next.text.lowercased())
  }

  /// Whether a mark closes a quotation: behind a word or a mark, before a space or a mark, and no end of `goin'`.
  private static func closes(_ pieces: Pieces, _ mark: Int) -> Bool {
    isApostrophe(pieces.text(mark)) && mark > 0 && !pieces.isSpace(mark - 1)
      && !pieces.isWord(mark + 1) && !isEnded(pieces, at: mark - 1)
  }

  private static func isOpen(_ pieces: Pieces, before place: Int) -> Bool {
    (max(0, place - longestQuotation)..<place).reduce(false) { isOpen, mark in
      opens(pieces, mark) || (isOpen && !closes(pieces, mark))
    }
  }

  /// Whether a quotation ends behind a place, before another begins.
  private static func isClosed(_ pieces: Pieces, after place: Int) -> Bool {
    for mark in place..<min(pieces.count, place + longestQuotation) {
      if opens(pieces, mark) { return false }
      if closes(pieces, mark) { return true }
    }
    return false
  }

  /// Pieces; a line of nothing but marks should not take forever.
  private static let longestQuotation = 400
}
