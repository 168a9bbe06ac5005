/// ZIP codes, digit by digit: `IL 62704`, `02139-4307`, `my zip is 90210`.
struct PostcodeRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let code = Self.code(pieces, at: index) else { return nil }
    if Pieces.dashes.contains(pieces.text(index + 1)), pieces.isNumber(index + 2),
      pieces.text(index + 2).utf8.count == 4,
      pieces.text(index + 2).utf8.allSatisfy({ $0 &- 0x30 < 10 }),
      !Pieces.dashes.contains(pieces.text(index + 3)), !pieces.isInCode(index)
    {
      return Reading(
        speller.digitByDigit(code + pieces.text(index + 2)), count: 3, .numbers)
    }
    guard pieces.isSpace(index - 1), let before = pieces[index - 2] else { return nil }
    let isAnnounced =
      before.text.lowercased() == "zip"
      || (["code", "is"].contains(before.text) && pieces.text(index - 4).lowercased() == "zip")
      || (before.text == "is" && pieces.text(index - 4) == "code")
    let isInDistrict = before.text == "." && pieces.text(index - 3) == "D.C"
    guard isAnnounced || isInDistrict || StateRule.stands(pieces, at: index - 2) else {
      return nil
    }
    return Reading(speller.digitByDigit(code), count: 1, .numbers)
  }

  /// Five digits that count nothing.
  static func code(_ pieces: Pieces, at index: Int) -> String? {
    let text = pieces.text(index)
    return pieces.isNumber(index) && text.utf8.count == 5
      && text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) && !YearRule.isCounted(pieces, at: index + 1)
      ? text : nil
  }
}
