/// Years: `1984`, `1914-18`.
struct YearRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard isYear(pieces, at: index) else { return nil }
    let words = speller.year(pieces.text(index))
    // `1914-1918`, `1914-18`
    if Pieces.dashes.contains(pieces.text(index + 1)),
      let end = NumberLiteral(pieces.text(index + 2)), end.fraction == nil, !end.isGrouped,
      !["-", "–", "/"].contains(pieces.text(index + 3))
    {
      switch end.integer.utf8.count {
      case 4: return Reading(words + ["to"] + speller.year(end.integer), count: 3, .years)
      case 2 where end.integer.utf8.first == 0x30:
        return Reading(
          words + ["to", "oh"] + speller.cardinal(String(end.integer.dropFirst())), count: 3, .years
        )
      case 2: return Reading(words + ["to"] + speller.cardinal(end.integer), count: 3, .years)
      default: break
      }
    }
    return Reading(words, count: 1, .years)
  }

  /// Whether four digits are a year, and not so many of something.
  private func isYear(_ pieces: Pieces, at index: Int) -> Bool {
    let text = pieces.text(index)
    guard text.utf8.count == 4, text.utf8.allSatisfy({ $0 &- 0x30 < 10 }), let value = Int(text),
      (1000..<2200).contains(value),
      !["-", "#", ".", "+"].contains(pieces.text(index - 1)) || Self.isPrefixed(pieces, at: index),
      !pieces.isWord(index - 1) || pieces[index - 1]?.isASCIIWord != true
        || ["FY", "CY", "AY"].contains(pieces.text(index - 1))
    else { return false }
    let before = pieces.wordBefore(index)?.text.lowercased() ?? ""
    // `a list of 1024 items`
    let isAmount =
      ["of", "by"].contains(before) && !(1900..<2100).contains(value)
      && Self.isCounted(pieces, at: index + 1)
    if Self.announcing.contains(before) { return !isAmount }
    guard (1100..<2100).contains(value) else { return false }
    // `1905 people`, `1500 votes`: a number. A year that says which, as in `the 2019 elections`, follows an article.
    return ["the", "a", "this", "that"].contains(before) || !Self.isCounted(pieces, at: index + 1)
  }

  /// `pre-1990`, `mid-1985`
  private static func isPrefixed(_ pieces: Pieces, at index: Int) -> Bool {
    pieces.text(index - 1) == "-"
      && ["early", "late", "mid", "post", "pre"].contains(pieces.text(index - 2).lowercased())
  }

  /// Whether behind the space at a place there is what a number counts: `people`, `votes`.
  static func isCounted(_ pieces: Pieces, at index: Int) -> Bool {
    guard pieces.isSpace(index), let after = pieces.wordAfter(index) else { return false }
    let word = after.text
    return plurals.contains(word)
      || (word.utf8.count > 3 && word.hasSuffix("s") && !word.hasSuffix("ss")
        && !singulars.contains(word) && !after.isCapitalized)
  }

  /// Whether behind the space at a place there is what `m` counts millions of, and no word that follows meters.
  static func isCountedInMillions(_ pieces: Pieces, at index: Int) -> Bool {
    pieces.isSpace(index) && countedInMillions.contains(pieces.wordAfter(index)?.text ?? "")
  }

  private static let countedInMillions: Set<String> = [
    "acres", "barrels", "cars", "cases", "children", "copies", "customers", "deaths", "dollars",
    "downloads", "euros", "followers", "hectares", "homes", "households", "jobs", "members",
    "passengers", "patients", "people", "pounds", "refugees", "shares", "students", "subscribers",
    "tonnes", "tons", "units", "users", "vehicles", "viewers", "views", "visitors", "voters",
    "votes", "women", "workers", "years",
  ]
  private static let announcing: Set<String> = [
    "in", "since", "until", "till", "by", "from", "before", "after", "during", "of", "circa",
    "year",
    "early", "late", "mid", "spring", "summer", "autumn", "fall", "winter", "january", "february",
    "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
  ]
  private static let plurals: Set<String> = ["people", "men", "women", "children", "feet", "fish"]
  private static let singulars: Set<String> = [
    "was", "his", "this", "has", "does", "plus", "versus", "perhaps", "always", "whereas", "saw",
  ]
}
