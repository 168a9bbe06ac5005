/// Numbers alone, ranges, telephone numbers, and digits with marks between them that make no number.
struct NumberRule: ReadingRule {
  let reader: QuantityReader

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if let telephone = telephone(pieces, at: index) ?? groups(pieces, at: index) {
      return telephone
    }
    if let ratio = ratio(pieces, at: index) { return ratio }
    if let quantity = reader.quantity(pieces, at: index) {
      if let scale = scale(pieces, at: index + quantity.count, quantity) {
        return Reading(quantity.words + [scale], count: quantity.count + 1, .numbers)
      }
      return Reading(quantity.words, count: quantity.count, .numbers)
    }
    guard pieces.isNumber(index) else { return nil }
    return list(pieces.text(index))
  }

  /// `3bn`, `45.1M`; without a fraction one letter alone may mean anything.
  private func scale(_ pieces: Pieces, at index: Int, _ quantity: Quantity) -> String? {
    switch pieces.text(index) {
    case "mn", "mln": return "million"
    case "bn", "bln": return "billion"
    case "tn", "trn": return "trillion"
    case "M" where quantity.literal?.fraction == nil:
      // `10M users`, `2M+`, and no `100M dash`.
      let next = pieces.text(index + 1)
      let isCounted =
        next == "+" || YearRule.isCounted(pieces, at: index + 1)
        || YearRule.isCountedInMillions(pieces, at: index + 1)
      return isCounted ? "million" : nil
    case let letter where quantity.literal?.fraction != nil:
      if letter == "m", YearRule.isCountedInMillions(pieces, at: index + 1) { return "million" }
      return ["k": "thousand", "K": "thousand", "M": "million", "B": "billion"][letter]
    default: return nil
    }
  }

  /// `3:1`; what is a time comes before.
  private func ratio(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), pieces.text(index + 1) == ":", pieces.isNumber(index + 2),
      pieces.text(index + 3) != ":", pieces.text(index - 1) != ":",
      let left = NumberLiteral(pieces.text(index)),
      let right = NumberLiteral(pieces.text(index + 2))
    else { return nil }
    // `12:35.36` is a time that was run, `5:3-12` verses of a chapter.
    if right.fraction != nil {
      return Reading(reader.words(left) + reader.words(right), count: 3, .numbers)
    }
    if Pieces.dashes.contains(pieces.text(index + 3)),
      let last = NumberLiteral(pieces.text(index + 4)),
      last.fraction == nil, pieces.text(index + 5) != ":"
    {
      return Reading(
        reader.words(left) + reader.words(right) + ["to"] + reader.words(last), count: 5, .numbers)
    }
    return Reading(reader.words(left) + ["to"] + reader.words(right), count: 3, .numbers)
  }

  /// `9-1-1`, `978-3-16-148410-0`, `020 7946 0958`: groups of digits that are no numbers are read digit by digit; others,
  /// such as the `10-4-2` of a team, number by number.
  private func groups(_ pieces: Pieces, at index: Int) -> Reading? {
    func isGroup(_ place: Int, _ sizes: ClosedRange<Int>) -> Bool {
      let text = pieces.text(place)
      return pieces.isNumber(place) && sizes.contains(text.utf8.count)
        && text.utf8.allSatisfy { $0 &- 0x30 < 10 }
    }
    guard isGroup(index, 1...12), !pieces.isInCode(index) else { return nil }
    var end = index + 1
    let isJoined = Pieces.dashes.contains(pieces.text(end))
    if isJoined {
      while Pieces.dashes.contains(pieces.text(end)), isGroup(end + 1, 1...12) { end += 2 }
      guard end - index >= 5, pieces[end]?.kind != .letter else { return nil }
    } else if pieces.text(index).utf8.first == 0x30, isGroup(index, 3...5) {
      while pieces.isSpace(end), isGroup(end + 1, 3...4), end - index < 5 { end += 2 }
    } else {
      return nil
    }
    let groups = stride(from: index, to: end, by: 2).map(pieces.text)
    let digits = groups.joined()
    let isCode =
      digits.utf8.count >= 9
      || (isJoined && groups.allSatisfy { $0.utf8.count == 1 })
      || (isJoined && groups.contains { $0.utf8.count > 1 && $0.utf8.first == 0x30 })
    guard isCode || isJoined else { return nil }
    return Reading(
      isCode
        ? reader.speller.digitByDigit(digits) : groups.flatMap(reader.speller.cardinal),
      count: end - index, .numbers)
  }

  /// `555-1234`, `555-123-4567`, `(555) 123-4567`: digit by digit.
  private func telephone(_ pieces: Pieces, at index: Int) -> Reading? {
    var position = index
    var groups: [String] = []
    func digits(_ count: Int) -> Bool {
      let text = pieces.text(position)
      guard pieces.isNumber(position), text.utf8.count == count,
        text.utf8.allSatisfy({ $0 &- 0x30 < 10 })
      else { return false }
      groups.append(text)
      position += 1
      return true
    }
    func mark(_ marks: String...) -> Bool {
      guard marks.contains(pieces.text(position)) else { return false }
      position += 1
      return true
    }
    if mark("(") {
      guard digits(3), mark(")") else { return nil }
      position = pieces.afterSpace(position)
      guard digits(3), mark("-", ".", "‑", "–") else { return nil }
    } else {
      guard digits(3), mark("-", "‑", "–") else { return nil }
      if digits(3) { guard mark("-", "‑", "–") else { return nil } }
    }
    guard digits(4) else { return nil }
    return Reading(groups.flatMap(reader.speller.digitByDigit), count: position - index, .numbers)
  }

  /// `1,2,3` number by number, `1.2.3` with the points.
  private func list(_ text: String) -> Reading {
    var words: [String] = []
    var digits = ""
    func close() {
      if !digits.isEmpty { words += reader.speller.cardinal(digits) }
      digits = ""
    }
    for scalar in text.unicodeScalars {
      if let digit = NumberLiteral.digit(scalar) {
        digits.unicodeScalars.append(digit)
      } else {
        close()
        if scalar == "." { words.append("point") }
      }
    }
    close()
    return Reading(words, count: 1, .numbers)
  }
}
