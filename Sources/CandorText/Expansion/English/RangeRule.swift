/// The dash between two measures of a kind: `15%-20%`, `5kg–10kg`, `$10m-$15m`, `9am-5pm`, `4:00-5:00`, and between days or
/// months: `Mon-Fri`. What stands on its two sides is read by other rules. With spaces around it the dash is one between times, years, and what is counted:
/// `9:30 - 10:30`, `1990 - 1995`, `pages 10 - 20`.
struct RangeRule: ReadingRule {
  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard Pieces.dashes.contains(pieces.text(index)) else { return nil }
    if isBetweenHalfDays(pieces, at: index) || isApart(pieces, at: index)
      || Self.isBetweenNames(pieces, at: index)
    {
      return Reading(["to"], count: 1, .numbers)
    }
    var next = index + 1
    if CurrencyRule.isSymbol(pieces.text(next)) { next += 1 }
    guard pieces.isNumber(next), endsMeasure(pieces, at: index - 1, before: next) else {
      return nil
    }
    return Reading(["to"], count: 1, .numbers)
  }

  /// `9 a.m.-5 p.m.`, `9:30 AM - 5 PM`, `9am-noon`
  private func isBetweenHalfDays(_ pieces: Pieces, at index: Int) -> Bool {
    var before = pieces.isSpace(index - 1) ? index - 2 : index - 1
    let next = pieces.afterSpace(index + 1)
    guard pieces.isNumber(next) || Self.noons.contains(pieces.text(next).lowercased()) else {
      return false
    }
    if pieces.text(before) == ".", pieces.text(before - 1).utf8.contains(0x2E) { before -= 1 }
    let half = pieces.text(before).lowercased()
    if Self.noons.contains(half) { return true }
    return ["am", "pm", "a.m", "p.m"].contains(half)
      && pieces.isNumber(pieces.isSpace(before - 1) ? before - 2 : before - 1)
  }

  private static let noons: Set<String> = ["noon", "midnight"]

  /// `Mon-Fri`, `Jan.–Mar.`
  static func isBetweenNames(_ pieces: Pieces, at index: Int) -> Bool {
    guard Pieces.dashes.contains(pieces.text(index)) else { return false }
    let before = pieces.text(index - 1) == "." ? index - 2 : index - 1
    if EnglishDays.day(pieces.text(before)) != nil {
      return EnglishDays.day(pieces.text(index + 1)) != nil
    }
    return EnglishMonths.month(pieces, at: before) != nil
      && EnglishMonths.month(pieces, at: index + 1) != nil
  }

  /// Whether a dash with spaces around it stands between two numbers that are no sum.
  private func isApart(_ pieces: Pieces, at index: Int) -> Bool {
    let (left, right) = (index - 2, index + 2)
    guard pieces.isSpace(index - 1), pieces.isSpace(index + 1), pieces.isNumber(left),
      pieces.isNumber(right)
    else { return false }
    if pieces.text(left - 1) == ":", pieces.text(right + 1) == ":" { return true }
    if let first = Self.year(pieces.text(left)), let second = Self.year(pieces.text(right)) {
      return first < second
    }
    return Self.counted.contains(pieces.wordBefore(left)?.text.lowercased() ?? "")
  }

  private static func year(_ text: String) -> Int? {
    Int(text).flatMap { text.utf8.count == 4 && (1000...2100).contains($0) ? $0 : nil }
  }

  private static let counted: Set<String> = [
    "aged", "ages", "chapters", "days", "grades", "lines", "pages", "pp", "rooms", "rows",
    "sections", "steps", "verses", "volumes", "weeks",
  ]

  /// Whether a measure ends with a piece, and the number at `next` begins another of its kind.
  private func endsMeasure(_ pieces: Pieces, at index: Int, before next: Int) -> Bool {
    guard let piece = pieces[index] else { return false }
    let after = pieces.text(next + 1)
    switch piece.text {
    case "%", "‰", "°", "€", "£", "¢": return after == piece.text
    // `6'-8'`, `5 lb.-6 lb.`
    case _ where pieces.endsUnit(index):
      return piece.text == "."
        ? pieces.text(pieces.afterSpace(next + 1)) == pieces.text(index - 1)
        // Two of a mark, as in `6''`, are another.
        : after == piece.text && pieces.text(next + 2) != after
    case _ where piece.kind == .letter && pieces.text(index - 1) == "°":
      return after == "°"
    // `$5 million-$10 million`
    case _ where CurrencyRule.isScaleWord(piece.text):
      return CurrencyRule.isSymbol(pieces.text(next - 1))
    // `5 kg-10 kg`
    case _ where piece.kind == .letter && pieces.isSpace(index - 1):
      return pieces.isNumber(index - 2) && pieces.isSpace(next + 1)
        && pieces.text(next + 2) == piece.text
    case _ where piece.kind == .letter:
      guard pieces.isNumber(index - 1), pieces[index - 1]?.token == piece.token,
        !pieces.isInCode(index - 1), pieces[next + 1]?.token == pieces[next]?.token
      else { return false }
      let halves: Set<String> = ["am", "pm", "AM", "PM"]
      let ordinals: Set<String> = ["st", "nd", "rd", "th"]
      return after == piece.text || (halves.contains(piece.text) && halves.contains(after))
        || (ordinals.contains(piece.text) && ordinals.contains(after))
        || (CurrencyRule.isScale(piece.text) && CurrencyRule.isScale(after))
    // `4:00-5:00`, `5:30-7 pm`, and verses: `3:16-17`
    case _ where piece.isNumber: return pieces.text(index - 1) == ":"
    default: return false
    }
  }
}
