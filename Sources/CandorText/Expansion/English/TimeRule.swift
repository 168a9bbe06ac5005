/// Times of day: `3:30`, `15:00`, `3 p.m.`, `10:30:15`.
struct TimeRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.isNumber(index), pieces.text(index - 1) != ":", pieces.text(index - 1) != "."
    else {
      return nil
    }
    if let military = military(pieces, at: index) { return military }
    var count = 1
    var minute: Int?
    var second: Int?
    // `5.30pm`, as the British write it.
    let fields = pieces.text(index).split(separator: ".").map(String.init)
    if fields.count == 2, fields[1].utf8.count == 2, halfDay(pieces, at: index + 1) != nil {
      minute = field(fields[1], upTo: 59)
    }
    guard let hour = field(minute == nil ? pieces.text(index) : fields[0], upTo: 24) else {
      return nil
    }
    if pieces.text(index + 1) == ":", pieces.text(index + 2).utf8.count == 2,
      let value = field(pieces.text(index + 2), upTo: 59)
    {
      (minute, count) = (value, 3)
      if pieces.text(index + 3) == ":", pieces.text(index + 4).utf8.count == 2,
        let value = field(pieces.text(index + 4), upTo: 59)
      {
        (second, count) = (value, 5)
      }
      // `1:20:300` is no time.
      if pieces.text(index + count) == ":", pieces.isNumber(index + count + 1) { return nil }
    }
    // `9–11am`; with a minute the dash has a rule of its own.
    if count == 1, minute == nil, Pieces.dashes.contains(pieces.text(index + 1)),
      (1...12).contains(hour), let last = field(pieces.text(index + 2), upTo: 12), last > 0,
      let half = halfDay(pieces, at: index + 3)
    {
      let words = speller.cardinal(String(hour)) + ["to"] + speller.cardinal(String(last))
      return Reading(
        words.map { .word($0) } + half.letters.unicodeScalars.map { .letter(String($0)) },
        count: 3 + half.count, .times)
    }
    // `10:00:00` is `10:00`.
    if second == 0 { second = nil }
    let half = halfDay(pieces, at: index + count)
    guard minute != nil || (half != nil && (1...12).contains(hour)) else { return nil }
    if hour == 0, minute == 0, second == nil, half == nil, pieces.text(index) == "00" {
      return Reading(["midnight"], count: count, .times)
    }
    var parts: [Reading.Part] = speller.cardinal(String(hour)).map { .word($0) }
    if let minute {
      switch minute {
      case 0 where second != nil || hour == 0: parts += [.word("oh"), .word("oh")]
      case 0 where half != nil: break
      case 0: parts.append(.word(hour <= 12 ? "o'clock" : "hundred"))
      case 1...9: parts += [.word("oh")] + speller.cardinal(String(minute)).map { .word($0) }
      default: parts += speller.cardinal(String(minute)).map { .word($0) }
      }
    }
    if let second {
      parts += [.word("and")] + speller.cardinal(String(second)).map { .word($0) }
      parts.append(.word(second == 1 ? "second" : "seconds"))
    }
    if let half {
      parts += half.letters.unicodeScalars.map { .letter(String($0)) }
      count += half.count
    }
    return Reading(parts, count: count, .times)
  }

  /// `0800 hours`; without a nought it may be so many of them.
  private func military(_ pieces: Pieces, at index: Int) -> Reading? {
    let text = pieces.text(index)
    guard text.utf8.count == 4, text.utf8.first == 0x30, pieces.isSpace(index + 1),
      ["hours", "hrs"].contains(pieces.text(index + 2)),
      let hour = field(String(text.prefix(2)), upTo: 9),
      let minute = field(String(text.suffix(2)), upTo: 59)
    else { return nil }
    let minutes =
      minute == 0
      ? ["hundred"] : (minute < 10 ? ["oh"] : []) + speller.cardinal(String(minute))
    return Reading(
      ["oh"] + (hour == 0 ? ["oh"] : speller.cardinal(String(hour))) + minutes + ["hours"],
      count: 3, .times)
  }

  private func field(_ text: String, upTo limit: Int) -> Int? {
    guard (1...2).contains(text.utf8.count), text.utf8.allSatisfy({ $0 &- 0x30 < 10 }),
      let value = Int(text), value <= limit
    else { return nil }
    return value
  }

  /// `am`, `PM`, `p.m.`, directly or behind a space.
  private func halfDay(_ pieces: Pieces, at index: Int) -> (letters: String, count: Int)? {
    let place = pieces.afterSpace(index)
    switch pieces.text(place) {
    case "am", "AM": return ("AM", place + 1 - index)
    case "pm", "PM": return ("PM", place + 1 - index)
    case "a.m", "A.M", "p.m", "P.M":
      let letters = pieces.text(place).lowercased().hasPrefix("a") ? "AM" : "PM"
      // `9 a.m. EST` goes on.
      let takesPoint =
        pieces.text(place + 1) == "."
        && (!pieces.endsSentence(place + 1) || AbbreviationRule.goesOn(pieces, after: place + 1))
      return (letters, place + (takesPoint ? 2 : 1) - index)
    default: return nil
    }
  }
}
