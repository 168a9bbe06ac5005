/// Numbers alone, ranges, telephone numbers, and digits with marks between them that make no number.
struct NumberRule: ReadingRule {
  let reader: QuantityReader

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if let telephone = telephone(pieces, at: index) { return telephone }
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
    case let letter where quantity.literal?.fraction != nil:
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
    return Reading(reader.words(left) + ["to"] + reader.words(right), count: 3, .numbers)
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
