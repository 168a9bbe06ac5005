/// `3/4`, `½`, `2 1/2`; `4/5 stars`; and `24/7`, which is none, number by number.
struct FractionRule: ReadingRule {
  let reader: QuantityReader

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if let reading = rating(pieces, at: index) ?? metre(pieces, at: index) { return reading }
    if let quantity = reader.signed(pieces, at: index),
      quantity.literal == nil,
      (index..<(index + quantity.count)).contains(where: { place in
        pieces.text(place) == "/" || pieces.text(place).contains("⁄")
          || pieces[place]?.kind == .other
      })
    {
      return Reading(quantity.words, count: quantity.count, .fractions)
    }
    guard pieces.isNumber(index), pieces.text(index + 1) == "/", pieces.isNumber(index + 2),
      pieces.text(index + 3) != "/", pieces.text(index - 1) != "/",
      let left = NumberLiteral(pieces.text(index)),
      let right = NumberLiteral(pieces.text(index + 2))
    else { return nil }
    // `10/10`, and not the tenth of October
    let isWhole =
      left.integer == right.integer && left.fraction == nil && right.fraction == nil
      && ["5", "10", "100"].contains(left.integer)
      && !["by", "on", "since", "until"].contains(pieces.wordBefore(index)?.text ?? "")
    // `6/2=3`
    let equals = pieces.afterSpace(index + 3)
    let isDivided =
      pieces.text(equals) == "=" && pieces.isNumber(pieces.afterSpace(equals + 1))
    let between = isDivided ? ["divided", "by"] : isWhole ? ["out", "of"] : []
    return Reading(reader.words(left) + between + reader.words(right), count: 3, .fractions)
  }

  /// `in 3/4 time`, `a 6/8 time signature`
  private func metre(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), pieces.text(index + 1) == "/",
      pieces.text(index) != "1", ["2", "4", "8", "16"].contains(pieces.text(index + 2)),
      pieces.isSpace(index + 3), pieces.wordAfter(index + 5)?.text != "of",
      pieces.text(index + 4) == "time",
      pieces.wordBefore(index)?.text == "in" || pieces.text(index + 6) == "signature",
      let beats = NumberLiteral(pieces.text(index)),
      let value = NumberLiteral(pieces.text(index + 2))
    else { return nil }
    return Reading(reader.words(beats) + reader.words(value), count: 3, .fractions)
  }

  /// `8.5/10 stars`, and `I give it 8/10.` with nothing behind that it could be a part of.
  private func rating(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), pieces.text(index + 1) == "/",
      ["5", "10"].contains(pieces.text(index + 2)), pieces.text(index - 1) != "/",
      let points = NumberLiteral(pieces.text(index)), !points.hasLeadingZero,
      let most = NumberLiteral(pieces.text(index + 2))
    else { return nil }
    let isOfStars = ["star", "stars"].contains(pieces.wordAfter(index + 3)?.text)
    let before = pieces.wordBefore(index)
    let isLast =
      most.integer == "10" && points.integer != "1" && (before?.kind == .letter || index == 0)
      && ["", ",", ".", "!", "?"].contains(pieces.text(index + 3))
      && !Self.beforeDates.contains(before?.text.lowercased() ?? "")
    guard isOfStars || isLast else { return nil }
    return Reading(
      reader.words(points) + ["out", "of"] + reader.words(most), count: 3, .fractions)
  }

  private static let beforeDates: Set<String> = [
    "before", "between", "by", "due", "from", "on", "since", "through", "to", "until",
  ]
}
