/// Signs that are spoken: `&`, `+`, `=`, `@`, `%`, `#5`, and the points of `example.com`.
struct SymbolRule: ReadingRule {
  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let piece = pieces[index] else { return nil }
    if piece.kind == .letter { return address(pieces, at: index) }
    func word(_ words: String...) -> Reading { Reading(words, count: 1, .symbols) }
    let isBeforeNumber = pieces.isNumber(pieces.afterSpace(index + 1))
    let isBetweenWords = pieces.wordBefore(index) != nil && pieces.wordAfter(index + 1) != nil
    switch piece.text {
    case "&", "＆": return word("and")
    case "%": return word("percent")
    case "‰": return word("per", "mille")
    case "@": return word("at")
    case "+": return word("plus")
    // After `x²` too.
    case "="
    where isBetweenWords
      || (["²", "³"].contains(pieces.text(pieces.isSpace(index - 1) ? index - 2 : index - 1))
        && pieces.wordAfter(index + 1) != nil):
      return word("equals")
    case "×" where isBetweenWords: return word("times")
    case "÷" where isBetweenWords: return word("divided", "by")
    case "°": return word("degrees")
    case "§": return word("section")
    case "~", "≈": return isBeforeNumber ? word("about") : nil
    case "<" where isBeforeNumber: return word("less", "than")
    case ">" where isBeforeNumber: return word("greater", "than")
    case "≤" where isBeforeNumber: return word("at", "most")
    case "≥" where isBeforeNumber: return word("at", "least")
    case "#":
      if pieces.isNumber(index + 1) { return word("number") }
      // `C#`
      if let letter = pieces[index - 1], letter.kind == .letter, letter.text.utf8.count == 1 {
        return word("sharp")
      }
      return pieces[index + 1]?.kind == .letter ? word("hashtag") : nil
    // With spaces around it, between numbers.
    case "-", "−", "–":
      return pieces.isSpace(index - 1) && pieces.isSpace(index + 1) && pieces.isNumber(index - 2)
        && pieces.isNumber(index + 2) ? word("minus") : nil
    case "*"
    where pieces.isNumber(pieces.isSpace(index - 1) ? index - 2 : index - 1) && isBeforeNumber:
      return word("times")
    default: return nil
    }
  }

  /// `3x faster`: what stands behind compares.
  private static func isCompared(_ pieces: Pieces, at index: Int) -> Bool {
    guard pieces.isSpace(index), let word = pieces.wordAfter(index)?.text else { return false }
    return comparatives.contains(word)
  }

  private static let comparatives: Set<String> = [
    "as", "better", "bigger", "brighter", "cheaper", "closer", "deeper", "easier", "faster",
    "fewer", "greater", "harder", "heavier", "higher", "larger", "less", "lighter", "likelier",
    "longer", "lower", "more", "quicker", "richer", "shorter", "slower", "smaller", "smarter",
    "stronger", "the", "thicker", "thinner", "wider", "worse",
  ]

  /// `example.com`, `www.example.org`; the `x` of `1920x1080` and of `3x faster`.
  private func address(_ pieces: Pieces, at index: Int) -> Reading? {
    let text = pieces.text(index)
    if text == "x" || text == "X", pieces.isNumber(index - 1), pieces.isNumber(index + 1),
      pieces.text(index - 1) != "0"
    {
      return Reading(["by"], count: 1, .symbols)
    }
    if text == "x", pieces.isNumber(index - 1), Self.isCompared(pieces, at: index + 1) {
      return Reading(["times"], count: 1, .symbols)
    }
    guard text.utf8.contains(0x2E), let last = text.split(separator: ".").last,
      Self.endings.contains(last.lowercased()), last.utf8.count < text.utf8.count - 1
    else { return nil }
    // Some versions of ICU part an address at @.
    var spoken: [Reading.Part] = []
    for (number, half) in text.split(separator: "@").enumerated() {
      if number > 0 { spoken.append(.word("at")) }
      for (place, part) in half.split(separator: ".").map(String.init).enumerated() {
        if place > 0 { spoken.append(.word("dot")) }
        let isSpelled =
          part.lowercased() == "www" || part.utf8.count == 1
          || (place > 0 && Self.spelled.contains(part))
        spoken +=
          isSpelled
          ? part.unicodeScalars.map { .letter(String($0).uppercased()) } : [.word(part)]
      }
    }
    return Reading(spoken, count: 1, .symbols)
  }

  private static let spelled: Set<String> = [
    "uk", "us", "de", "fr", "eu", "tv", "jp", "js", "nl", "ch",
  ]
  private static let endings: Set<String> = [
    "com", "org", "net", "edu", "gov", "info", "biz", "app", "dev", "uk", "us", "de", "fr", "eu",
    "tv", "jp", "js", "nl", "ch", "io", "co", "ai",
  ]
}
