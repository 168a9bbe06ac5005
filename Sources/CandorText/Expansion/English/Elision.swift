/// Words that an apostrophe begins or ends, for letters that are not spoken: `'em`, `goin'`. A mark of a quotation looks
/// the same.
enum Elision {
  static func isApostrophe(_ text: String) -> Bool { text == "'" || text == "’" }

  /// The word that an apostrophe may begin: no word stands before it, and it opens no quotation.
  static func wordBehind(_ pieces: Pieces, at apostrophe: Int) -> String? {
    guard let word = pieces[apostrophe + 1], word.kind == .letter, !pieces.isWord(apostrophe - 1),
      !isApostrophe(pieces.text(apostrophe + 2)),
      certain.contains(word.text.lowercased()) || !isClosed(pieces, after: apostrophe + 2)
    else { return nil }
    return word.text
  }

  /// The word that an apostrophe may end: no word stands behind it, and it closes no quotation.
  static func wordBefore(_ pieces: Pieces, at apostrophe: Int) -> String? {
    guard let word = pieces[apostrophe - 1], word.kind == .letter, !pieces.isWord(apostrophe + 1),
      !isApostrophe(pieces.text(apostrophe - 2)), !pieces.endsQuotation(apostrophe)
    else { return nil }
    return word.text
  }

  /// Whether a word is one that loses its beginning: `'til`.
  static func isBegun(_ word: String) -> Bool {
    let word = word.lowercased()
    return certain.contains(word) || begun.contains(word)
  }

  /// Whether a word is one in *-ing* that loses its end: `goin'`.
  static func isEnded(_ word: String) -> Bool {
    word.utf8.count > 3 && word.hasSuffix("in") && word.utf8.allSatisfy { $0 &- 0x61 < 26 }
  }

  /// No quotation begins with these.
  private static let certain: Set<String> = ["em", "tis", "twas", "til"]
  private static let begun: Set<String> = ["bout", "cause", "cept", "neath", "round", "tween"]

  /// Whether a quotation ends behind a place: an apostrophe after a word or a mark, before a space or a mark.
  private static func isClosed(_ pieces: Pieces, after place: Int) -> Bool {
    (place..<min(pieces.count, place + longestQuotation)).contains {
      isApostrophe(pieces.text($0)) && !pieces.isSpace($0 - 1) && !pieces.isWord($0 + 1)
        && !isEnded(pieces.text($0 - 1))
    }
  }

  /// Pieces; a line of nothing but marks should not take forever.
  private static let longestQuotation = 400
}
