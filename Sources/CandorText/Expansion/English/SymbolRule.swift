/// Signs that are spoken: `&`, `+`, `=`, `@`, `%`, `#5`, Greek letters, and the points of `example.com`.
struct SymbolRule: ReadingRule {
  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let piece = pieces[index] else { return nil }
    // Some versions of ICU take @ for a letter.
    if piece.kind == .letter, piece.text != "@" {
      return by(pieces, at: index) ?? address(pieces, at: index)
        ?? greek(piece.text)
    }
    func word(_ words: String...) -> Reading { Reading(words, count: 1, .symbols) }
    let isBeforeNumber = pieces.isNumber(pieces.afterSpace(index + 1))
    var isOperator: Bool {
      pieces.isBehindOperand(index) && pieces.isBeforeOperand(index + 1)
    }
    switch piece.text {
    case "&", "＆": return word("and")
    case "%": return word("percent")
    case "‰": return word("per", "mille")
    case "@": return word("at")
    case "+": return word("plus")
    // `7.4 ± 0.2`, `5±2`; the one of `±2` is read with its number.
    case "±" where isBeforeNumber: return word("plus", "or", "minus")
    case "=" where isOperator: return word("equals")
    case "×" where isMeasured(pieces, at: index): return word("by")
    case "×" where isOperator: return word("times")
    case "÷" where isOperator: return word("divided", "by")
    case "°": return word("degrees")
    case "§": return word("section")
    case "~", "≈":
      let next = pieces.afterSpace(index + 1)
      return isBeforeNumber
        || (CurrencyRule.isSymbol(pieces.text(next)) && pieces.isNumber(next + 1))
        ? word("about") : nil
    case "≠" where isOperator: return word("is", "not")
    case "√": return isBeforeNumber ? word("the", "square", "root", "of") : nil
    case "∞": return word("infinity")
    case "№" where isBeforeNumber: return word("number")
    // `example.com/news`
    case "/" where pieces.isWord(index + 1) && isInAddress(pieces, at: index):
      return word("slash")
    case "<", ">":
      let isLess = piece.text == "<"
      if pieces.text(index + 1) == "=", pieces.wordAfter(index + 2) != nil {
        return Reading(["at", isLess ? "most" : "least"], count: 2, .symbols)
      }
      let next = pieces.afterSpace(index + 1)
      let isCompared =
        isBeforeNumber
        || (CurrencyRule.isSymbol(pieces.text(next)) && pieces.isNumber(next + 1))
        || (isOperator && pieces.isSpace(index - 1) && pieces.isSpace(index + 1))
      return isCompared ? word(isLess ? "less" : "greater", "than") : nil
    // `6 / 2 = 3`, and no `9 / 11`
    case "/"
    where pieces.isSpace(index - 1) && pieces.isSpace(index + 1) && pieces.isNumber(index - 2)
      && pieces.isNumber(index + 2) && pieces.text(pieces.afterSpace(index + 3)) == "=":
      return word("divided", "by")
    case "≤" where isBeforeNumber: return word("at", "most")
    case "≥" where isBeforeNumber: return word("at", "least")
    case "#":
      // `#5`, `#100DaysOfCode`
      if pieces.isNumber(index + 1) {
        let isTag =
          pieces[index + 2]?.kind == .letter && pieces[index + 2]?.token == pieces[index + 1]?.token
        return word(isTag ? "hashtag" : "number")
      }
      // `C#`
      if let letter = pieces[index - 1], letter.kind == .letter, letter.text.utf8.count == 1 {
        return word("sharp")
      }
      return pieces[index + 1]?.kind == .letter ? word("hashtag") : nil
    case "-", "−", "–": return isMinus(pieces, at: index) ? word("minus") : nil
    case "*"
    where pieces.isNumber(pieces.isSpace(index - 1) ? index - 2 : index - 1) && isBeforeNumber:
      return word("times")
    default: return nil
    }
  }

  /// `UTC-5`; with spaces around it, between numbers; between other quantities in a difference: `$5 - $3 = $2`.
  private func isMinus(_ pieces: Pieces, at index: Int) -> Bool {
    if ["GMT", "UTC"].contains(pieces.text(index - 1)), pieces.isNumber(index + 1) { return true }
    let isApart = pieces.isSpace(index - 1) && pieces.isSpace(index + 1)
    if isApart, pieces.isNumber(index - 2),
      pieces.isNumber(index + 2)
        || (["-", "−"].contains(pieces.text(index + 2)) && pieces.isNumber(index + 3))
    {
      return true
    }
    return pieces.isBehindOperand(index) && pieces.isBeforeOperand(index + 1)
      && pieces.isDifference(index)
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

  /// The `x` of `1920x1080`, `8.5" x 11"`, `5 in. x 7 in.` and of `3x faster`.
  private func by(_ pieces: Pieces, at index: Int) -> Reading? {
    let text = pieces.text(index)
    guard text == "x" || text == "X" else { return nil }
    func word(_ word: String) -> Reading { Reading([word], count: 1, .symbols) }
    if pieces.isNumber(index - 1), pieces.isNumber(index + 1) {
      // `0x10`
      return pieces.text(index - 1) == "0" ? nil : word("by")
    }
    if text == "x", pieces.isNumber(index - 1), Self.isCompared(pieces, at: index + 1) {
      return word("times")
    }
    let next = pieces.afterSpace(index + 1)
    guard pieces.isNumber(next) else { return nil }
    var before = pieces.isSpace(index - 1) ? index - 2 : index - 1
    if pieces.isNumber(before), before < index - 1 {
      // `555-1234 x22`
      if next == index + 1 {
        return pieces.text(before).utf8.count == 4
          && Pieces.dashes.contains(pieces.text(before - 1)) ? word("extension") : nil
      }
      return word(pieces.text(pieces.afterSpace(next + 1)) == "=" ? "times" : "by")
    }
    if pieces.text(before) == "." { before -= 1 }
    guard Self.lengths.contains(pieces.text(before)) else { return nil }
    return pieces.isNumber(pieces.isSpace(before - 1) ? before - 2 : before - 1) ? word("by") : nil
  }

  private static let lengths: Set<String> = [
    "\"", "″", "”", "'", "′", "’", "in", "ft", "cm", "mm", "m", "yd",
  ]

  /// `9×13-inch`, `9 × 13 cm`: sizes, and no product.
  private func isMeasured(_ pieces: Pieces, at index: Int) -> Bool {
    let next = pieces.afterSpace(index + 1)
    guard pieces.isNumber(next) else { return false }
    if pieces.text(next + 1) == "-", pieces[next + 2]?.kind == .letter { return true }
    return Self.lengths.contains(pieces.text(pieces.afterSpace(next + 1)))
  }

  /// Whether an address such as `example.com` stands before, with no space between.
  private func isInAddress(_ pieces: Pieces, at index: Int) -> Bool {
    for place in (max(0, index - Self.longestPath)..<index).reversed() {
      if pieces.isSpace(place) { return false }
      if Self.isAddress(pieces.text(place)) { return true }
    }
    return false
  }

  private static let longestPath = 100

  private static func isAddress(_ text: String) -> Bool {
    guard text.utf8.contains(0x2E), let last = text.split(separator: ".").last else { return false }
    return endings.contains(last.lowercased()) && last.utf8.count < text.utf8.count - 1
  }

  /// `example.com`, `www.example.org`, `me@example.com`, `@example`
  private func address(_ pieces: Pieces, at index: Int) -> Reading? {
    let text = pieces.text(index)
    // `https://`
    if text == "http" || text == "https", pieces.text(index + 1) == ":" {
      return Reading(letters: text, count: 1, .symbols)
    }
    if text.utf8.first == 0x40, !text.utf8.contains(0x2E) {
      return Reading(["at", String(text.dropFirst())], count: 1, .symbols)
    }
    guard Self.isAddress(text) else {
      // The first part of `me@acme-corp.com`
      let halves = text.split(separator: "@", omittingEmptySubsequences: false)
      guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }) else { return nil }
      return Reading([String(halves[0]), "at", String(halves[1])], count: 1, .symbols)
    }
    // Some versions of ICU do not part an address at @.
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
  /// A Greek letter alone.
  private func greek(_ text: String) -> Reading? {
    guard text.utf8.count == 2, let name = Self.greek[text] else { return nil }
    return Reading([name], count: 1, .symbols)
  }

  private static let greek = [
    "α": "alpha", "β": "beta", "γ": "gamma", "δ": "delta", "ε": "epsilon", "ζ": "zeta",
    "η": "eta", "θ": "theta", "ι": "iota", "κ": "kappa", "λ": "lambda", "μ": "mu", "µ": "mu",
    "ν": "nu", "ξ": "xi", "π": "pi", "ρ": "rho", "σ": "sigma", "τ": "tau", "υ": "upsilon",
    "φ": "phi", "χ": "chi", "ψ": "psi", "ω": "omega", "Γ": "gamma", "Δ": "delta", "Θ": "theta",
    "Λ": "lambda", "Π": "pi", "Σ": "sigma", "Φ": "phi", "Ψ": "psi", "Ω": "omega",
  ]
}
