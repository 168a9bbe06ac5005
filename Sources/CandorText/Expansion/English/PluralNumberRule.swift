/// The plural of a number: `Boeing 747s`, `MP3s`, `the 1s and 0s`. Behind another number of two digits an `s` stands for
/// seconds: `45s`.
struct PluralNumberRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), pieces.text(index + 1) == "s",
      pieces[index + 1]?.token == pieces[index]?.token,
      let literal = NumberLiteral(pieces.text(index)), literal.fraction == nil,
      pieces.isInCode(index) || literal.integer.utf8.count > 2
        || Self.precedes(pieces.wordBefore(index)?.text.lowercased(), literal.integer)
    else { return nil }
    var words = speller.cardinal(literal.integer)
    guard let last = words.popLast() else { return nil }
    return Reading(words + [Self.plural(last)], count: 2, .numbers)
  }

  /// `the 45s`; `1s and 0s`
  private static func precedes(_ word: String?, _ digits: String) -> Bool {
    word == "the" || (word == "and" && digits.utf8.count == 1)
  }

  /// `six` as `sixes`, `twenty` as `twenties`.
  static func plural(_ word: String) -> String {
    if word.hasSuffix("y") { return word.dropLast() + "ies" }
    return word + (word.hasSuffix("x") ? "es" : "s")
  }
}
