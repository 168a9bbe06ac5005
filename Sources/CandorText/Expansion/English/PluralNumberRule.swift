/// The plural of a number: `MP3s`, `B-52s`, `Boeing 747s`, `the 1s and 0s`. Behind other numbers an `s` stands for seconds.
struct PluralNumberRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), pieces.text(index + 1) == "s",
      pieces[index + 1]?.token == pieces[index]?.token,
      let literal = NumberLiteral(pieces.text(index)), literal.fraction == nil,
      pieces.isInCode(index) || Self.follows(pieces.wordBefore(index)?.text, literal.integer)
    else { return nil }
    var words = speller.cardinal(literal.integer)
    guard let last = words.popLast() else { return nil }
    return Reading(words + [Self.plural(last)], count: 2, .numbers)
  }

  private static func follows(_ word: String?, _ digits: String) -> Bool {
    guard let word else { return false }
    if digits == "0" || digits == "1" { return word == "the" || (word == "and" && digits == "0") }
    return makers.contains(word)
  }

  /// Whose products have numbers for names.
  private static let makers: Set<String> = [
    "Airbus", "Audi", "BMW", "Boeing", "Ferrari", "Levi's", "Mazda", "Mercedes", "Peugeot",
    "Porsche",
  ]

  /// `six` as `sixes`, `twenty` as `twenties`.
  static func plural(_ word: String) -> String {
    if word.hasSuffix("y") { return word.dropLast() + "ies" }
    return word + (word.hasSuffix("x") ? "es" : "s")
  }
}
