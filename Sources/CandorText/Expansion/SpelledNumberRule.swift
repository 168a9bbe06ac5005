/// Numbers of any language whose words ICU knows; nothing but the numbers.
struct SpelledNumberRule: ReadingRule {
  let speller: NumberSpeller
  /// Whether `21.` is an ordinal, as in German: what ends a sentence cannot be told from it, so both are left alone.
  let pointMakesOrdinal: Bool

  init(speller: NumberSpeller, language: String) {
    self.speller = speller
    pointMakesOrdinal = [
      "bs", "cs", "da", "de", "et", "fi", "fo", "hr", "hu", "is", "lb", "lv", "nb", "nn", "no",
      "sk",
      "sl", "sr", "tr",
    ].contains(language)
  }

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    let isNegative = ["-", "−"].contains(pieces.text(index)) && !pieces.isWord(index - 1)
    let first = isNegative ? index + 1 : index
    // Digits beside letters may mean what ICU does not know, such as the ending of an ordinal.
    guard pieces.isNumber(first), pieces[first - 1]?.kind != .letter else { return nil }
    var text = pieces.text(first)
    var end = first + 1
    // In French a space parts the thousands.
    if speller.grouping.properties.isWhitespace, text.unicodeScalars.count <= 3 {
      while end - first < 14, pieces.isSpace(end), pieces.isNumber(end + 1),
        let group = NumberLiteral(pieces.text(end + 1), point: speller.point),
        group.integer.utf8.count == 3, !group.isGrouped
      {
        text += pieces.text(end + 1)
        end += 2
        if group.fraction != nil { break }
      }
    }
    guard pieces[end]?.kind != .letter, !(pointMakesOrdinal && pieces.text(end) == "."),
      let literal = NumberLiteral(text, point: speller.point, grouping: speller.grouping)
    else { return nil }
    return Reading(
      speller.number(literal, isNegative: isNegative), count: end - index, .numbers)
  }
}
