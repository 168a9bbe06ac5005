/// `June 5, 2019`, `5 June`, `2019-06-05`, `6/5/2019`, `6-5-2019`, `6/5/19`, `06.05.2019`, `5-Jun-2019`, `06/2019`,
/// `on 6/5`, `Dec. 25–Jan. 2`.
struct DateRule: ReadingRule {
  let speller: NumberSpeller
  /// Whether `6/5/2019` is the sixth of May, as in Britain, and not June 5.
  let dayFirst: Bool

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    if pieces.isNumber(index) {
      return numeric(pieces, at: index) ?? pointed(pieces, at: index)
        ?? numericWithoutYear(pieces, at: index)
        ?? dayAndMonth(pieces, at: index) ?? joined(pieces, at: index)
        ?? monthAndYear(pieces, at: index)
    }
    return monthAndDay(pieces, at: index)
  }

  private func monthAndDay(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let month = EnglishMonths.month(pieces, at: index),
      pieces.isSpace(index + month.count)
    else { return nil }
    let place = index + month.count + 1
    guard let day = day(pieces, at: place) else { return nil }
    // `June 5-7`
    var words = [month.name] + day.words
    var count = place + day.count - index
    if ["-", "–"].contains(pieces.text(index + count)),
      let end = self.day(pieces, at: index + count + 1)
    {
      words += ["to"] + end.words
      count += 1 + end.count
    } else if let end = secondMonth(pieces, at: index + count) {
      words += end.words
      count += end.count
    }
    return withYear(words, count: count, pieces, at: index)
  }

  /// The dash of `Dec. 25–Jan. 2` and what follows, with spaces around the dash or without.
  private func secondMonth(_ pieces: Pieces, at index: Int) -> (words: [String], count: Int)? {
    let dash = pieces.afterSpace(index)
    let place = pieces.afterSpace(dash + 1)
    guard Pieces.dashes.contains(pieces.text(dash)),
      let month = EnglishMonths.month(pieces, at: place), pieces.isSpace(place + month.count),
      let day = day(pieces, at: place + month.count + 1)
    else { return nil }
    return (["to", month.name] + day.words, place + month.count + 1 + day.count - index)
  }

  private func dayAndMonth(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let day = day(pieces, at: index), pieces.isSpace(index + day.count) else { return nil }
    var place = index + day.count + 1
    var words = day.words + ["of"]
    // `the 5th of June` has its own words.
    if day.count == 2, pieces.text(place).lowercased() == "of" { return nil }
    guard let month = EnglishMonths.month(pieces, at: place) else { return nil }
    place += month.count
    if pieces.wordBefore(index)?.text.lowercased() != "the" { words.insert("the", at: 0) }
    return withYear(words + [month.name], count: place - index, pieces, at: index)
  }

  /// `5-Jun-2019`
  private func joined(_ pieces: Pieces, at index: Int) -> Reading? {
    guard Pieces.dashes.contains(pieces.text(index + 1)),
      let day = Int(pieces.text(index)), (1...31).contains(day),
      let ordinal = speller.ordinal(String(day)),
      let month = EnglishMonths.month(pieces, at: index + 2), month.count == 1,
      Pieces.dashes.contains(pieces.text(index + 3)), let year = year(pieces.text(index + 4))
    else { return nil }
    return Reading(["the"] + ordinal + ["of", month.name] + year, count: 5, .dates)
  }

  /// `06/2019`
  private func monthAndYear(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.text(index + 1) == "/", pieces.text(index - 1) != "/",
      pieces.text(index + 3) != "/", pieces.text(index).utf8.count <= 2,
      let month = Int(pieces.text(index)), (1...12).contains(month),
      let value = Int(pieces.text(index + 2)), (1900..<2100).contains(value),
      // `3/2000 people`: so many of so many.
      pieces.text(index).utf8.first == 0x30 || pieces.count == 3
        || Self.announcing.contains(pieces.wordBefore(index)?.text.lowercased() ?? ""),
      !YearRule.isCounted(pieces, at: index + 3), let year = year(pieces.text(index + 2))
    else { return nil }
    return Reading([EnglishMonths.names[month - 1]] + year, count: 3, .dates)
  }

  /// A day of a month in digits, with or without `th`.
  private func day(_ pieces: Pieces, at index: Int) -> (words: [String], count: Int)? {
    let text = pieces.text(index)
    guard pieces.isNumber(index), let value = Int(text), (1...31).contains(value),
      let words = speller.ordinal(String(value))
    else { return nil }
    if OrdinalRule(speller: speller).words(pieces, at: index) != nil { return (words, 2) }
    // `June 5%`, `June 5:30`, `June 5kg`
    guard pieces[index + 1]?.kind != .letter, pieces.text(index + 1) != ":",
      pieces.text(index + 1) != "%", pieces.text(index + 1) != "/"
    else { return nil }
    return (words, 1)
  }

  private func withYear(
    _ words: [String], count: Int, _ pieces: Pieces, at index: Int
  ) -> Reading {
    var place = index + count
    if pieces.text(place) == "," { place += 1 }
    guard pieces.isSpace(place), let year = year(pieces.text(place + 1)) else {
      return Reading(words, count: count, .dates)
    }
    return Reading(words + year, count: place + 2 - index, .dates)
  }

  private func year(_ text: String) -> [String]? {
    guard text.utf8.count == 4, let value = Int(text), (1000..<2200).contains(value) else {
      return nil
    }
    return speller.year(text)
  }

  private static let announcing: Set<String> = [
    "after", "before", "by", "due", "expires", "from", "in", "since", "until",
  ]

  /// The two digits of `6/5/19`.
  private func shortYear(_ text: String) -> [String]? {
    guard text.utf8.count == 2, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }) else { return nil }
    return text.utf8.first == 0x30
      ? ["oh"] + speller.cardinal(String(text.dropFirst())) : speller.cardinal(text)
  }

  /// `2019-06-05`, `6/5/2019`, `6/5/19`.
  private func numeric(_ pieces: Pieces, at index: Int) -> Reading? {
    let mark = pieces.text(index + 1)
    guard ["-", "/"].contains(mark), pieces.text(index + 3) == mark, pieces.isNumber(index + 2),
      pieces.isNumber(index + 4), pieces.text(index + 5) != mark, pieces.text(index - 1) != mark
    else { return nil }
    let fields = [pieces.text(index), pieces.text(index + 2), pieces.text(index + 4)]
    var order: (year: Int, month: Int, day: Int)
    switch (mark, fields[0].utf8.count) {
    case (_, 4): order = (0, 1, 2)
    case (_, 1...2): order = dayFirst ? (2, 1, 0) : (2, 0, 1)
    default: return nil
    }
    guard
      let year = year(fields[order.year]) ?? (mark == "/" ? shortYear(fields[order.year]) : nil),
      let words = words(
        month: fields[order.month], day: fields[order.day],
        orReversed: order.year == 2 && fields[2].utf8.count == 4)
    else { return nil }
    return Reading(words + year, count: 5, .dates)
  }

  /// `15.01.2024`
  private func pointed(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.text(index).utf8.count == 10 else { return nil }
    let fields = pieces.text(index).split(separator: ".", omittingEmptySubsequences: false)
      .map(String.init)
    guard fields.map(\.utf8.count) == [2, 2, 4], !pieces.isInCode(index),
      !["version", "release", "build", "section"].contains(
        pieces.wordBefore(index)?.text.lowercased() ?? ""),
      let value = Int(fields[2]),
      (1900..<2100).contains(value), let year = year(fields[2]),
      let words = words(
        month: fields[dayFirst ? 1 : 0], day: fields[dayFirst ? 0 : 1], orReversed: true)
    else { return nil }
    return Reading(words + year, count: 1, .dates)
  }

  /// `on 12/25`, `due 3/15`, `from 3/15 to 4/15`; but neither `on 1/2 acre` nor `on 9/11`, which is a name.
  private func numericWithoutYear(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.text(index + 1) == "/", pieces.text(index - 1) != "/",
      let numerator = Int(pieces.text(index)), let denominator = Int(pieces.text(index + 2)),
      (numerator, denominator) != (9, 11), (numerator, denominator) != (24, 7),
      endsRange(pieces, at: index) || isDated(pieces, at: index, numerator, denominator),
      pieces[index + 3].map({ $0.token != pieces[index + 2]?.token }) ?? true,
      !["/", "%", "-", "–"].contains(pieces.text(index + 3)),
      pieces.text(index + 4).lowercased() != "of"
    else { return nil }
    let fields = [pieces.text(index), pieces.text(index + 2)]
    return words(
      month: fields[dayFirst ? 1 : 0], day: fields[dayFirst ? 0 : 1], orReversed: true
    ).map { Reading($0, count: 3, .dates) }
  }

  /// Whether the word before two numbers makes a date of them, and no fraction as in `by 3/2` and `by 1/20`.
  private func isDated(
    _ pieces: Pieces, at index: Int, _ numerator: Int, _ denominator: Int
  ) -> Bool {
    guard denominator <= numerator || (denominator > 10 && ![12, 16].contains(denominator)) else {
      return false
    }
    switch pieces.wordBefore(index)?.text.lowercased() {
    case "before", "due", "on", "since", "through", "until": return true
    case "by", "from":
      return numerator >= 10 || denominator == 1
        || (denominator > 10 && (numerator > 1 || ![20, 25].contains(denominator)))
    default: return false
    }
  }

  /// `from 12/25 to 1/5`: behind a date there is another.
  private func endsRange(_ pieces: Pieces, at index: Int) -> Bool {
    ["through", "to", "until"].contains(pieces.wordBefore(index)?.text)
      && pieces.text(index - 5) == "/" && pieces.wordBefore(index - 6)?.text.lowercased() == "from"
      && numericWithoutYear(pieces, at: index - 6) != nil
  }

  /// A month and its day, both in digits.
  ///
  /// - Parameter orReversed: whether what cannot be a month is the day, as in `31/12/1999`
  private func words(month: String, day: String, orReversed: Bool) -> [String]? {
    guard month.utf8.count <= 2, day.utf8.count <= 2, var month = Int(month), var day = Int(day)
    else { return nil }
    if orReversed, month > 12, day <= 12 { swap(&month, &day) }
    guard (1...12).contains(month), (1...31).contains(day),
      let ordinal = speller.ordinal(String(day))
    else { return nil }
    let name = EnglishMonths.names[month - 1]
    return dayFirst ? ["the"] + ordinal + ["of", name] : [name] + ordinal
  }
}
