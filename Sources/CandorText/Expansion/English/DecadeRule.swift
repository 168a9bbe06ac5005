/// Decades, and years without their century: `1990s`, `90s`, `the '60s`, `'98`.
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
    guard hasEnding, text.utf8.count == 4 || !pieces.isInCode(start), text.hasSuffix("0"),
      [2, 4].contains(text.utf8.count), text != "00",
      text.utf8.count == 2 || (1100..<2100).contains(Int(text) ?? 0)
    else { return nil }
    var words = text.utf8.count == 4 ? speller.year(text) : speller.cardinal(text)
    guard let last = words.popLast() else { return nil }
    words.append(PluralNumberRule.plural(last))
    return Reading(words, count: end + 1 - index, .years)
  }
}
