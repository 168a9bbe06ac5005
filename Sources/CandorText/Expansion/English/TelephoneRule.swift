/// Numbers whose digits are read one by one: `555-1234`, `+44 20 7946 0958`, `call 911`, `978-3-16-148410-0`.
struct TelephoneRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    switch pieces.text(index) {
    case "+": return international(pieces, at: index)
    case "(": return local(pieces, at: index)
    default:
      guard pieces.isNumber(index) else { return nil }
      return local(pieces, at: index) ?? dotted(pieces, at: index) ?? emergency(pieces, at: index)
        ?? groups(pieces, at: index)
    }
  }

  /// The ASCII digits of a piece, if it has nothing else, and so many.
  private func digits(_ pieces: Pieces, at index: Int, _ sizes: ClosedRange<Int>) -> String? {
    let text = pieces.text(index)
    return pieces.isNumber(index) && sizes.contains(text.utf8.count)
      && text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) ? text : nil
  }

  /// `555-1234`, `555-123-4567`, `(555) 123-4567`
  private func local(_ pieces: Pieces, at index: Int) -> Reading? {
    var position = index
    var groups: [String] = []
    func group(_ count: Int) -> Bool {
      guard let text = digits(pieces, at: position, count...count) else { return false }
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
      guard group(3), mark(")") else { return nil }
      position = pieces.afterSpace(position)
      guard group(3), mark("-", ".", "‑", "–") else { return nil }
    } else {
      guard group(3), mark("-", "‑", "–") else { return nil }
      if group(3) { guard mark("-", "‑", "–") else { return nil } }
    }
    guard group(4) else { return nil }
    return Reading(groups.flatMap(speller.digitByDigit), count: position - index, .numbers)
  }

  /// `555.123.4567`, which is one piece.
  private func dotted(_ pieces: Pieces, at index: Int) -> Reading? {
    let groups = pieces.text(index).split(separator: ".", omittingEmptySubsequences: false)
    guard groups.map(\.utf8.count) == [3, 3, 4],
      groups.allSatisfy({ $0.utf8.allSatisfy { $0 &- 0x30 < 10 } })
    else { return nil }
    return Reading(speller.digitByDigit(groups.joined()), count: 1, .numbers)
  }

  /// `+44 20 7946 0958`, `+1 (212) 555-1234`
  private func international(_ pieces: Pieces, at index: Int) -> Reading? {
    guard !pieces.isWord(index - 1), var number = digits(pieces, at: index + 1, 1...15),
      number.utf8.first != 0x30
    else { return nil }
    var end = index + 2
    while true {
      var next = end
      if pieces.isSpace(next) || Pieces.dashes.contains(pieces.text(next)) { next += 1 }
      let isBracketed = pieces.text(next) == "("
      if isBracketed { next += 1 }
      guard next > end, let group = digits(pieces, at: next, 1...12),
        !isBracketed || pieces.text(next + 1) == ")", number.utf8.count + group.utf8.count <= 15
      else { break }
      number += group
      end = isBracketed ? next + 2 : next + 1
    }
    guard number.utf8.count >= 8 else { return nil }
    return Reading(["plus"] + speller.digitByDigit(number), count: end - index, .numbers)
  }

  /// `call 911`, `a 911 operator`
  private func emergency(_ pieces: Pieces, at index: Int) -> Reading? {
    let text = pieces.text(index)
    guard Self.services.contains(text), !pieces.isSpace(index + 1) || !pieces.isNumber(index + 2)
    else { return nil }
    let before = pieces.wordBefore(index)?.text.lowercased() ?? ""
    let after = pieces.wordAfter(index + 1)?.text.lowercased() ?? ""
    guard
      ["call", "called", "calling", "calls", "dial", "dialed", "dialing", "dials"].contains(before)
        || (text == "911" && ["call", "caller", "calls", "dispatcher", "operator"].contains(after))
    else { return nil }
    return Reading(speller.digitByDigit(text), count: 1, .numbers)
  }

  private static let services: Set<String> = [
    "101", "111", "112", "211", "311", "411", "511", "611", "711", "811", "911", "988", "999",
  ]

  /// `9-1-1`, `978-3-16-148410-0`, `020 7946 0958`: groups of digits that are no numbers are read digit by digit; others,
  /// such as the `10-4-2` of a team, number by number.
  private func groups(_ pieces: Pieces, at index: Int) -> Reading? {
    guard digits(pieces, at: index, 1...12) != nil, !pieces.isInCode(index) else { return nil }
    var end = index + 1
    let isJoined = Pieces.dashes.contains(pieces.text(end))
    if isJoined {
      while Pieces.dashes.contains(pieces.text(end)), digits(pieces, at: end + 1, 1...12) != nil {
        end += 2
      }
      guard end - index >= 5, pieces[end]?.kind != .letter else { return nil }
    } else if pieces.text(index).utf8.first == 0x30, digits(pieces, at: index, 3...5) != nil {
      while pieces.isSpace(end), digits(pieces, at: end + 1, 3...4) != nil, end - index < 5 {
        end += 2
      }
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
      isCode ? speller.digitByDigit(digits) : groups.flatMap(speller.cardinal),
      count: end - index, .numbers)
  }
}
