/// Decades, and years without their century: `1990s`, `90s`, `the '60s`, `'98`, `2023/24`.
struct DecadeRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    var start = index
    let isShort = ["'", "’", "‘"].contains(pieces.text(index))
    if isShort {
      guard !pieces.isWord(index - 1) else { return nil }
      start += 1
    }
    let text = pieces.text(start)
    if !isShort, let season = season(pieces, at: index) { return season }
    guard pieces.isNumber(start), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    var end = start + 1
    if ["'", "’"].contains(pieces.text(end)) { end += 1 }
    let hasEnding = pieces.text(end) == "s"
    if isShort, text.utf8.count == 2, !hasEnding {
      let words =
        text.utf8.first == 0x30
        ? ["oh"] + speller.cardinal(String(text.dropFirst())) : speller.cardinal(text)
      return Reading(words, count: start + 1 - index, .years)
    }
    // `the early '00s`
    if isShort, hasEnding, text == "00" {
      return Reading(["two", "thousands"], count: end + 1 - index, .years)
    }
    guard hasEnding, !isSeconds(pieces, at: index), text.utf8.count == 4 || !pieces.isInCode(start),
      text.hasSuffix("0"),
      [2, 4].contains(text.utf8.count), text != "00",
      text.utf8.count == 2 || (1100..<2100).contains(Int(text) ?? 0)
    else { return nil }
    var words = text.utf8.count == 4 ? speller.year(text) : speller.cardinal(text)
    guard let last = words.popLast() else { return nil }
    words.append(PluralNumberRule.plural(last))
    return Reading(words, count: end + 1 - index, .years)
  }

  /// `the 2023/24 season`, `2023/2024`: a year and the next.
  private func season(_ pieces: Pieces, at index: Int) -> Reading? {
    let (first, second) = (pieces.text(index), pieces.text(index + 2))
    guard pieces.text(index + 1) == "/", first.utf8.count == 4, let year = Int(first),
      (1900..<2100).contains(year), [2, 4].contains(second.utf8.count),
      String(year + 1).hasSuffix(second), pieces.text(index - 1) != "/",
      pieces.text(index + 3) != "/", !pieces.isInCode(index)
    else { return nil }
    let end =
      switch second.utf8.first {
      case _ where second.utf8.count == 4 || second == "00": speller.year(String(year + 1))
      case 0x30: ["oh"] + speller.cardinal(String(second.dropFirst()))
      default: speller.cardinal(second)
      }
    return Reading(speller.year(first) + ["to"] + end, count: 3, .years)
  }

  /// Whether `30s` are seconds: `for 30s, then 20s more`, `a 10s delay`, but not `for 80s music` nor `the 30s`.
  private func isSeconds(_ pieces: Pieces, at index: Int) -> Bool {
    guard index == 0 || pieces.isSpace(index - 1), pieces.text(index).utf8.count == 2,
      pieces.text(index + 1) == "s"
    else { return false }
    let before = pieces.wordBefore(index)?.text.lowercased() ?? ""
    let after = pieces.wordAfter(index + 2)?.text
    if let after, Self.timed.contains(after) { return true }
    if let after, Self.compared.contains(after) { return !Self.ofDecades.contains(before) }
    guard Self.lasting.contains(before) else { return false }
    if let after { return Self.goingOn.contains(after) }
    // `for 30s, 40s and 50s`
    return !(pieces.text(index + 2) == "," && pieces.isNumber(index + 4))
      && !Pieces.dashes.contains(pieces.text(index + 2))
  }

  private static let timed: Set<String> = ["delay", "timer"]
  private static let compared: Set<String> = ["apart", "later", "longer", "more"]
  private static let lasting: Set<String> = ["about", "another", "every", "for", "within"]
  private static let goingOn: Set<String> = ["at", "before", "then", "until"]
  /// Before a decade, or the age of somebody.
  private static let ofDecades: Set<String> = [
    "and", "early", "her", "his", "in", "its", "late", "mid", "my", "or", "our", "the", "their",
    "your",
  ]
}
