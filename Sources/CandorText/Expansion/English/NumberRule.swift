/// Numbers alone, ranges, ratios, and digits with marks between them that make no number.
struct NumberRule: ReadingRule {
  let reader: QuantityReader

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if let scientific = scientific(pieces, at: index) { return scientific }
    if let ratio = ratio(pieces, at: index) ?? spaced(pieces, at: index) { return ratio }
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
    case let letter where quantity.literal?.fraction == nil:
      // `10M users`, `2M+`, `200k views`, and no `100M dash` nor `10K run`.
      guard let word = ["k": "thousand", "K": "thousand", "M": "million"][letter] else {
        return letter == "B" && YearRule.isCountedInMillions(pieces, at: index + 1)
          ? "billion"
          : letter == "T" && pieces.wordAfter(index + 1)?.text == "dollars" ? "trillion" : nil
      }
      let isCounted =
        (letter == "M" && pieces.text(index + 1) == "+")
        || YearRule.isCounted(pieces, at: index + 1)
        || YearRule.isCountedInMillions(pieces, at: index + 1)
      return isCounted && !["races", "runs"].contains(pieces.wordAfter(index + 1)?.text)
        ? word : nil
    case let letter where quantity.literal?.fraction != nil:
      if letter == "m", YearRule.isCountedInMillions(pieces, at: index + 1) { return "million" }
      return ["k": "thousand", "K": "thousand", "M": "million", "B": "billion"][letter]
    default: return nil
    }
  }

  /// `1.5e6`, `1e-9`
  private func scientific(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), !pieces.isInCode(index),
      let mantissa = NumberLiteral(pieces.text(index)),
      ["e", "E"].contains(pieces.text(index + 1)),
      pieces[index + 1]?.token == pieces[index]?.token
    else { return nil }
    let sign = ["-": "minus", "−": "minus", "+": "plus"][pieces.text(index + 2)]
    let place = sign == nil ? index + 2 : index + 3
    // `1E5` may be a room.
    guard sign != nil || pieces.text(index + 1) == "e", pieces.isNumber(place),
      let exponent = NumberLiteral(pieces.text(place)), exponent.fraction == nil
    else { return nil }
    let words =
      reader.words(mantissa) + ["times", "ten", "to", "the", "power", "of"]
      + (sign == "minus" ? ["minus"] : []) + reader.speller.cardinal(exponent.integer)
    return Reading(words, count: place + 1 - index, .numbers)
  }

  /// `1 000 000`; of two groups the second may be another number.
  private func spaced(_ pieces: Pieces, at index: Int) -> Reading? {
    func group(_ place: Int) -> String? {
      let text = pieces.text(place)
      return pieces.isNumber(place) && text.utf8.count <= 3
        && text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) ? text : nil
    }
    guard var digits = group(index), digits.utf8.first != 0x30, !pieces.isInCode(index) else {
      return nil
    }
    var end = index + 1
    while pieces.isSpace(end), let next = group(end + 1), next.utf8.count == 3, end - index < 12 {
      digits += next
      end += 2
    }
    guard end - index >= 5, !(pieces.isSpace(end) && pieces.isNumber(end + 1)) else { return nil }
    return Reading(reader.speller.cardinal(digits), count: end - index, .numbers)
  }

  /// `3:1`; what is a time comes before.
  private func ratio(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), pieces.text(index + 1) == ":", pieces.isNumber(index + 2),
      pieces.text(index + 3) != ":", pieces.text(index - 1) != ":",
      let left = NumberLiteral(pieces.text(index)),
      let right = NumberLiteral(pieces.text(index + 2))
    else { return nil }
    // `12:35.36` and `45:32` are times that were run, `5:3-12` verses of a chapter.
    let isRun =
      (25..<60).contains(left.value ?? 0) && (0..<60).contains(right.value ?? 60)
      && pieces.text(index + 2).utf8.count == 2
    if right.fraction != nil || isRun {
      let seconds =
        isRun && right.hasLeadingZero
        ? ["oh"] + reader.speller.cardinal(String(right.integer.dropFirst())) : reader.words(right)
      return Reading(reader.words(left) + seconds, count: 3, .numbers)
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
