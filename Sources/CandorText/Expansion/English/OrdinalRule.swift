/// `1st`, `22nd`, `1,000th`.
struct OrdinalRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if let words = words(pieces, at: index) { return Reading(words, count: 2, .ordinals) }
    // `100ths`
    guard pieces.isNumber(index), pieces.text(index + 1) == "ths",
      let literal = NumberLiteral(pieces.text(index)), literal.fraction == nil,
      var words = speller.ordinal(literal.integer), let last = words.popLast()
    else { return nil }
    words.append(last + "s")
    return Reading(words, count: 2, .ordinals)
  }

  /// The words of an ordinal, which takes up two pieces.
  func words(_ pieces: Pieces, at index: Int) -> [String]? {
    guard pieces.isNumber(index),
      ["st", "nd", "rd", "th"].contains(pieces.text(index + 1).lowercased()),
      let literal = NumberLiteral(pieces.text(index)), literal.fraction == nil
    else { return nil }
    return speller.ordinal(literal.integer)
  }
}
