/// A number with its sign and fraction, or a range of two, and the words for it.
struct Quantity {
  var words: [String]
  /// Pieces it takes up.
  var count: Int
  /// Whether what is counted stands in the singular: after `1`, `-1`, `1/2`.
  var isSingular: Bool
  /// The number alone, if it is one: no sign, no fraction behind it, no range.
  var literal: NumberLiteral?
}

/// Reads English quantities.
struct QuantityReader: Sendable {
  let speller: NumberSpeller
  /// Whether `3/4` and `½` are read.
  let readsFractions: Bool

  /// The quantity that begins at a piece; nil if none does.
  func quantity(_ pieces: Pieces, at index: Int) -> Quantity? {
    guard let first = signed(pieces, at: index) else { return nil }
    // `10-20`; `555-1234` is no range, but that rule comes first.
    guard Pieces.dashes.contains(pieces.text(index + first.count)), first.literal != nil,
      !pieces.isInCode(index), pieces.isNumber(index + first.count + 1),
      !pieces.isDifference(index + first.count),
      let second = unsigned(pieces, at: index + first.count + 1),
      !["-", "–", "/", ":"].contains(pieces.text(index + first.count + 1 + second.count))
    else { return first }
    let end = index + first.count + 1 + second.count
    return Quantity(
      words: first.words + (isShared(first, second, pieces, until: end) ? [] : ["to"])
        + second.words,
      count: end - index, isSingular: false)
  }

  /// `50-50`, `the 80-20 rule`: two parts of a hundred.
  private func isShared(
    _ first: Quantity, _ second: Quantity, _ pieces: Pieces, until end: Int
  ) -> Bool {
    guard let one = first.literal?.value, let other = second.literal?.value, one + other == 100
    else { return false }
    return one == other || Self.shared.contains(pieces.wordAfter(end)?.text ?? "")
  }

  private static let shared: Set<String> = [
    "blend", "chance", "chances", "mix", "odds", "ratio", "rule", "shot", "split",
  ]

  /// A number with what may stand before it: a sign, `±`, `~`, or a point.
  func signed(_ pieces: Pieces, at index: Int) -> Quantity? {
    // Most pieces are words, and several rules ask.
    guard pieces[index]?.kind != .letter else { return nil }
    let sign: String
    switch pieces.text(index) {
    case "-", "−", "–", "‑": sign = "minus"
    case "+": sign = "plus"
    case "±": sign = "plus or minus"
    default: return unsigned(pieces, at: index)
    }
    // After a word, a bracket or a percentage it is a dash, or an operator.
    guard !pieces.isWord(index - 1), !Self.closing.contains(pieces.text(index - 1)),
      !pieces.endsUnit(index - 1),
      pieces.text(index - 1) != sign, var quantity = unsigned(pieces, at: index + 1)
    else { return nil }
    quantity.words = sign.split(separator: " ").map(String.init) + quantity.words
    quantity.count += 1
    quantity.literal = nil
    return quantity
  }

  private static let closing: Set<String> = [")", "]", "%", "‰", "°", "$", "£", "€", "¥", "¢"]

  /// A number without a sign.
  func unsigned(_ pieces: Pieces, at index: Int) -> Quantity? {
    if let fraction = fraction(pieces, at: index) { return fraction }
    // `.5`
    if pieces.text(index) == ".", !pieces.isWord(index - 1), pieces.text(index - 1) != ".",
      pieces.isNumber(index + 1), let literal = NumberLiteral(pieces.text(index + 1)),
      literal.fraction == nil, !literal.isGrouped
    {
      return Quantity(
        words: ["point"] + speller.digitByDigit(literal.integer), count: 2, isSingular: false,
        literal: NumberLiteral("." + literal.integer))
    }
    guard pieces.isNumber(index), let literal = NumberLiteral(pieces.text(index)) else {
      return nil
    }
    // `1 1/2`, `1½`, `1-1/2`
    if literal.fraction == nil {
      let isJoined = Pieces.dashes.contains(pieces.text(index + 1)) && !pieces.isInCode(index)
      let next = isJoined ? index + 2 : pieces.afterSpace(index + 1)
      if next > index + 1 || isVulgar(pieces.text(next)),
        let part = fraction(pieces, at: next, afterWhole: true)
      {
        return Quantity(
          words: speller.cardinal(literal.integer) + ["and"] + part.words,
          count: next - index + part.count, isSingular: false)
      }
    }
    return Quantity(
      words: words(literal), count: 1,
      isSingular: literal.integer == "1" && literal.fraction == nil,
      literal: literal)
  }

  /// A number in words: the digits after the point one by one.
  func words(_ literal: NumberLiteral) -> [String] {
    let integer = literal.integer.isEmpty ? [] : whole(literal)
    guard let fraction = literal.fraction else { return integer }
    return integer + ["point"] + speller.digitByDigit(fraction)
  }

  private func whole(_ literal: NumberLiteral) -> [String] {
    // A long row of digits is a number of an account or the like.
    literal.integer.utf8.count > 12 && !literal.isGrouped
      ? speller.digitByDigit(literal.integer) : speller.cardinal(literal.integer)
  }

  // MARK: - Fractions

  private static let vulgar: [String: (Int, Int)] = [
    "½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5),
    "⅗": (3, 5), "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅐": (1, 7), "⅛": (1, 8), "⅜": (3, 8),
    "⅝": (5, 8), "⅞": (7, 8), "⅑": (1, 9), "⅒": (1, 10),
  ]

  private func isVulgar(_ text: String) -> Bool { Self.vulgar[text] != nil }

  private func fraction(_ pieces: Pieces, at index: Int, afterWhole: Bool = false) -> Quantity? {
    guard readsFractions else { return nil }
    if let (numerator, denominator) = Self.vulgar[pieces.text(index)] {
      return fraction(numerator, denominator, count: 1, afterWhole)
    }
    // The fraction slash makes one token of `1⁄2`.
    let parts = pieces.text(index).split(separator: "⁄", omittingEmptySubsequences: false)
    if parts.count == 2, pieces.isNumber(index) {
      guard let above = NumberLiteral(String(parts[0]))?.value, above > 0,
        let below = NumberLiteral(String(parts[1]))?.value, below > 1
      else { return nil }
      return fraction(above, below, count: 1, afterWhole)
    }
    // Not `1/2/2020`, nor `and/or`.
    guard pieces.isNumber(index), pieces.text(index + 1) == "/", pieces.isNumber(index + 2),
      pieces.text(index + 3) != "/",
      pieces.text(index - 1) != "/",
      // `1/2-inch`, but not `1/2-3`
      pieces.text(index + 3) != "-" || !pieces.isNumber(index + 4),
      let numerator = NumberLiteral(pieces.text(index)), !numerator.hasLeadingZero,
      let denominator = NumberLiteral(pieces.text(index + 2)), !denominator.hasLeadingZero,
      let above = numerator.value, let below = denominator.value, above > 0, above < below,
      // `9/11` is a date, `24/7` no fraction.
      (2...10).contains(below) || [12, 16, 20, 25, 32, 50, 64, 100, 1000].contains(below)
    else { return nil }
    // `1/10th`
    let hasEnding =
      pieces[index + 3]?.token == pieces[index + 2]?.token
      && ["th", "ths", "rd", "rds", "nd"].contains(pieces.text(index + 3))
    return fraction(above, below, count: hasEnding ? 4 : 3, afterWhole)
  }

  private func fraction(
    _ numerator: Int, _ denominator: Int, count: Int, _ afterWhole: Bool
  ) -> Quantity? {
    let names: [String]
    switch denominator {
    case 2: names = [numerator == 1 ? "half" : "halves"]
    case 4: names = [numerator == 1 ? "quarter" : "quarters"]
    default:
      guard var ordinal = speller.ordinal(String(denominator)), let last = ordinal.popLast() else {
        return nil
      }
      names = ordinal + [numerator == 1 ? last : last + "s"]
    }
    // `an eighth`
    let article = names.first?.first == "e" ? "an" : "a"
    let above = numerator == 1 && afterWhole ? [article] : speller.cardinal(String(numerator))
    return Quantity(words: above + names, count: count, isSingular: numerator < denominator)
  }
}
