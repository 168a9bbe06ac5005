/// The plural of a number: `MP3s`, `B-52s`, `MiG-29s`, `Boeing 747s`, `1s and 0s`, `100s of people`. Behind other
/// numbers an `s` stands for seconds.
struct PluralNumberRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), pieces.text(index + 1) == "s",
      pieces[index + 1]?.token == pieces[index]?.token,
      let literal = NumberLiteral(pieces.text(index)), literal.fraction == nil,
      case let isCounted = pieces.isSpace(index + 2) && pieces.text(index + 3) == "of",
      isCounted || pieces.isInCode(index) || isBeforeNoughts(pieces, at: index)
        || isOfModel(pieces, at: index)
        || Self.follows(pieces.wordBefore(index)?.text, literal.integer)
    else { return nil }
    var words = speller.cardinal(literal.integer)
    // `hundreds of people`
    if isCounted, words.count == 2, words[0] == "one" { words.removeFirst() }
    guard let last = words.popLast() else { return nil }
    return Reading(words + [Self.plural(last)], count: 2, .numbers)
  }

  /// `1s and 0s`
  private func isBeforeNoughts(_ pieces: Pieces, at index: Int) -> Bool {
    pieces.text(index) == "1" && pieces.text(index + 3) == "and" && pieces.text(index + 5) == "0"
      && pieces.text(index + 6) == "s"
  }

  /// `MiG-29s`, `Su-27s`, `under-21s`
  private func isOfModel(_ pieces: Pieces, at index: Int) -> Bool {
    ["-", "‑"].contains(pieces.text(index - 1))
      && (pieces[index - 2]?.isCapitalized == true
        || ["over", "under"].contains(pieces.text(index - 2)))
  }

  private static func follows(_ word: String?, _ digits: String) -> Bool {
    guard let word else { return false }
    if digits == "0" || digits == "1" { return word == "the" || (word == "and" && digits == "0") }
    // `in the 100s`
    if word == "the", digits.utf8.count > 2, digits.hasSuffix("00") { return true }
    // `two 747s`, `two 5s`, `size 8s`
    if counts.contains(word.lowercased()) || word == "size" { return true }
    // `an iPhone 5s` has the letter.
    if word == "iPhone" { return digits.utf8.count > 1 }
    return makers.contains(word)
  }

  private static let counts: Set<String> = [
    "eight", "five", "four", "many", "nine", "seven", "several", "six", "ten", "these", "three",
    "two",
  ]

  /// Whose products have numbers for names.
  private static let makers: Set<String> = [
    "Airbus", "Audi", "BMW", "Boeing", "Cessna", "Ferrari", "Levi's", "Mazda", "Mercedes",
    "Peugeot", "Porsche", "Xbox",
  ]

  /// `six` as `sixes`, `twenty` as `twenties`.
  static func plural(_ word: String) -> String {
    if word.hasSuffix("y") { return word.dropLast() + "ies" }
    return word + (word.hasSuffix("x") ? "es" : "s")
  }
}
