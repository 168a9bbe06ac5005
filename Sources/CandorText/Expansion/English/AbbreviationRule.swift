/// Abbreviations with a point, and a few that do without: `Dr.`, `e.g.`, `St.`, `No. 5`.
struct AbbreviationRule: ReadingRule {
  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let piece = pieces[index], piece.kind == .letter else { return nil }
    if piece.text.utf8.count == 1, let reading = slashed(pieces, at: index) { return reading }
    if let day = day(pieces, at: index) { return day }
    let key = piece.text.utf8.count <= 8 ? piece.text.lowercased() : ""
    let hasPoint = pieces.text(index + 1) == "."
    if let side = Self.compass[piece.text], Self.isCompass(pieces, at: index) {
      return Reading([side], count: 2, .abbreviations)
    }
    if key == "st" || key == "dr" { return titleOrStreet(pieces, at: index, key, hasPoint) }
    // `$3.99 per lb.`, `60 beats per min.`
    if let unit = Self.perUnits[piece.text], pieces.wordBefore(index)?.text == "per" {
      return Reading(
        [unit], count: hasPoint && !pieces.endsSentence(index + 1) ? 2 : 1, .abbreviations)
    }
    if piece.isCapitalized,
      pieces.isNumber(pieces.afterSpace(index + (hasPoint ? 2 : 1)))
        || (hasPoint && !pieces.endsSentence(index + 1))
        || RangeRule.isBetweenNames(pieces, at: index + (hasPoint ? 2 : 1))
        || RangeRule.isBetweenNames(pieces, at: index - 1),
      let month = EnglishMonths.month(pieces, at: index), month.name.lowercased() != key
    {
      return Reading([month.name], count: count(pieces, at: index, hasPoint), .abbreviations)
    }
    // `Roe v. Wade`
    if key == "v", hasPoint, pieces.wordBefore(index)?.isCapitalized == true,
      pieces.wordAfter(index + 2)?.isCapitalized == true, !pieces.beginsSentence(index + 2)
    {
      return Reading(["versus"], count: 2, .abbreviations)
    }
    // `rock 'n' roll`
    if key == "n", ["'", "’", "‘"].contains(pieces.text(index - 1)),
      ["'", "’"].contains(pieces.text(index + 1))
    {
      return Reading(["and"], count: 1, .abbreviations)
    }
    // `the No 1 song`; behind other words it may be the word.
    if piece.text == "No", pieces.isSpace(index + 1), pieces.isNumber(index + 2),
      Self.beforeNumbers.contains(pieces.wordBefore(index)?.text ?? "")
    {
      return Reading(["number"], count: 1, .abbreviations)
    }
    // `EST` is a time zone and no abbreviation of a word, unless all is in capitals.
    if piece.isAllCapitals, !pieces.isShouting, !key.hasPrefix("ww") { return nil }
    guard let entry = Self.entries[key], holds(entry, pieces, at: index, hasPoint) else {
      return nil
    }
    // `Est. 1950`, `$5 est.`
    let isEstimate = key == "est" && !pieces.isNumber(pieces.afterSpace(index + 2))
    return Reading(
      isEstimate ? ["estimated"] : entry.words, count: count(pieces, at: index, hasPoint),
      .abbreviations)
  }

  /// A point belongs to the abbreviation, unless it ends the sentence too; then it stays.
  private func count(_ pieces: Pieces, at index: Int, _ hasPoint: Bool) -> Int {
    guard hasPoint else { return 1 }
    let condition = Self.entries[pieces.text(index).lowercased()]?.condition
    let goesOn = [.neverLast, .beforeName, .pointBeforeName, .pointBeforeNumber].contains(condition)
    return goesOn || !pieces.endsSentence(index + 1) || Self.goesOn(pieces, after: index + 1)
      ? 2 : 1
  }

  /// Whether a sentence does not end with a point though a capital follows: `Bros. Inc.`, `Jr. Blvd.`, `Ave. NW`,
  /// `a.m. Monday`.
  static func goesOn(_ pieces: Pieces, after index: Int) -> Bool {
    let place = pieces.afterSpace(index + 1)
    guard let next = pieces[place], next.isCapitalized else { return false }
    if zones.contains(next.text) { return true }
    let key = next.text.lowercased()
    return EnglishDays.day(next.text) != nil || EnglishMonths.month(pieces, at: place) != nil
      || (pieces.text(place + 1) == "."
        && [.afterName, .pointAfterName].contains(entries[key]?.condition))
  }

  /// Those of what a price is for that are no words.
  private static let perUnits = CurrencyRule.denominators.filter { $0.key != $0.value }

  /// Quarters of a town, and of the day.
  private static let zones: Set<String> = [
    "NE", "NW", "SE", "SW", "BST", "CDT", "CEST", "CET", "CST", "CT", "EDT", "EST", "ET", "GMT",
    "MDT", "MST", "MT", "PDT", "PST", "PT", "UTC",
  ]

  /// `Fri.`, the days of `Mon-Fri`, and `Sat.` and `Sun.` where they are no words.
  private func day(_ pieces: Pieces, at index: Int) -> Reading? {
    let text = pieces.text(index)
    guard (3...5).contains(text.utf8.count), let name = EnglishDays.day(text), name != text else {
      return nil
    }
    let hasPoint = pieces.text(index + 1) == "."
    let end = index + (hasPoint ? 2 : 1)
    let keepsPoint =
      hasPoint && pieces.endsSentence(index + 1) && !Self.goesOn(pieces, after: index + 1)
    let reading = Reading([name], count: hasPoint && !keepsPoint ? 2 : 1, .abbreviations)
    if RangeRule.isBetweenNames(pieces, at: end) || RangeRule.isBetweenNames(pieces, at: index - 1)
    {
      return reading
    }
    guard hasPoint else { return nil }
    guard text == "Sat" || text == "Sun" else { return reading }
    let before = pieces.wordBefore(index)?.text.lowercased() ?? ""
    let isBesideDate =
      pieces.text(end) == "," || pieces.isNumber(pieces.afterSpace(end))
      || EnglishMonths.month(pieces, at: pieces.afterSpace(end)) != nil
    let isListed =
      ["last", "next", "on", "this"].contains(before)
      || (pieces.text(index - 2) == ","
        && EnglishDays.day(Self.word(pieces, before: index - 2)) != nil)
    return isBesideDate || isListed ? reading : nil
  }

  /// The word before a place, or before the point there.
  private static func word(_ pieces: Pieces, before index: Int) -> String {
    pieces.text(pieces.text(index - 1) == "." ? index - 2 : index - 1)
  }

  /// `St. Paul` and `Main St.`, `Dr. Smith` and `Ocean Dr.`
  private func titleOrStreet(
    _ pieces: Pieces, at index: Int, _ key: String, _ hasPoint: Bool
  ) -> Reading? {
    guard pieces[index]?.isCapitalized == true else { return nil }
    let after = pieces.wordAfter(index + (hasPoint ? 2 : 1))
    let isBeforeName = after?.isCapitalized == true || after?.kind == .ideograph
    // `42nd St.`
    let isAfterOrdinal =
      ["st", "nd", "rd", "th"].contains(pieces.text(index - 2)) && pieces.isNumber(index - 3)
    let isAfterName =
      pieces.isSpace(index - 1)
      && (isAfterOrdinal || pieces.wordBefore(index)?.isCapitalized == true)
    let name = key == "st" ? ("Saint", "Street") : ("Doctor", "Drive")
    // `10 Downing St. The`, `Wall St. Journal`, `10 Oak St. Apt. 5`
    let isAddress =
      isAfterName
      && (isAfterOrdinal || Self.apartments.contains(after?.text ?? "")
        || pieces.beginsSentence(index + (hasPoint ? 2 : 1))
        || (key == "st" && pieces.wordBefore(index)?.text == "Wall"))
    if isBeforeName, !isAddress {
      return Reading([name.0], count: hasPoint ? 2 : 1, .abbreviations)
    }
    if isAfterName {
      let keeps =
        hasPoint && pieces.endsSentence(index + 1)
        && (!isBeforeName || pieces.beginsSentence(index + 2))
      return Reading([name.1], count: hasPoint && !keeps ? 2 : 1, .abbreviations)
    }
    guard hasPoint else { return nil }
    return Reading(
      [key == "st" ? "Saint" : "Doctor"], count: pieces.endsSentence(index + 1) ? 1 : 2,
      .abbreviations)
  }

  private static let beforeNumbers: Set<String> = [
    "a", "as", "at", "her", "his", "is", "its", "my", "our", "the", "their", "was",
  ]

  /// What a house may be parted into.
  private static let apartments: Set<String> = [
    "Apartment", "Apt", "Floor", "Rm", "Room", "Ste", "Suite", "Unit",
  ]
  private static let compass = ["N": "North", "E": "East", "S": "South", "W": "West"]

  /// Whether a letter is the side of a town in an address: `123 W. 42nd St.`, `10 S. Oak St.`
  static func isCompass(_ pieces: Pieces, at index: Int) -> Bool {
    guard compass[pieces.text(index)] != nil, pieces.text(index + 1) == ".",
      pieces.isSpace(index - 1), pieces.isNumber(index - 2), pieces.isSpace(index + 2),
      let next = pieces[index + 3]
    else { return false }
    return next.isNumber || (next.isCapitalized && !pieces.beginsSentence(index + 3))
  }

  /// `w/`, `w/o`, `b/c`, `c/o`, `n/a`
  private func slashed(_ pieces: Pieces, at index: Int) -> Reading? {
    guard pieces.text(index + 1) == "/", !pieces.isWord(index - 1) else { return nil }
    switch (pieces.text(index).lowercased(), pieces.text(index + 2).lowercased()) {
    case ("w", "o"): return Reading(["without"], count: 3, .abbreviations)
    case ("b", "c"): return Reading(["because"], count: 3, .abbreviations)
    case ("c", "o"): return Reading(["care", "of"], count: 3, .abbreviations)
    case ("n", "a"): return Reading(letters: "NA", count: 3, .abbreviations)
    case ("w", _) where pieces.isWord(index + 2) || pieces.isSpace(index + 2):
      return Reading(["with"], count: 2, .abbreviations)
    default: return nil
    }
  }

  /// Whether a word alone may be an abbreviation.
  static func needsNoPoint(_ word: String) -> Bool {
    if perUnits[word] != nil { return true }
    guard word.utf8.count <= 8, let entry = entries[word.lowercased()] else { return false }
    return [.always, .afterName, .beforeNumber, .neverLast].contains(entry.condition)
  }

  private enum Condition {
    /// Wherever it stands.
    case always
    /// Wherever it stands, and no sentence ends with it.
    case neverLast
    /// With a point.
    case point
    /// With a point and a small letter, since with a capital it may be a name.
    case pointSmall
    /// Before a capital letter, with a point or without.
    case beforeName
    /// With a point, before a capital letter.
    case pointBeforeName
    /// Before a number, with a point.
    case pointBeforeNumber
    /// Before a number, with a point or without.
    case beforeNumber
    /// With a point, after a capital letter.
    case pointAfterName
    /// After a capital letter, with a point or without.
    case afterName
  }

  private struct Entry {
    let words: [String]
    let condition: Condition
  }

  private func holds(_ entry: Entry, _ pieces: Pieces, at index: Int, _ hasPoint: Bool) -> Bool {
    let after = pieces.afterSpace(index + (hasPoint ? 2 : 1))
    switch entry.condition {
    case .always, .neverLast: return true
    case .point: return hasPoint
    case .pointSmall: return hasPoint && pieces[index]?.isCapitalized == false
    case .beforeName:
      return pieces[index]?.isCapitalized == true && pieces[after]?.isCapitalized == true
    case .pointBeforeName:
      return hasPoint && pieces[index]?.isCapitalized == true
        && pieces[after]?.isCapitalized == true
    case .pointBeforeNumber:
      // `vitamin C. 500 mg`, `Wait a sec. 5 people came.`
      return hasPoint && pieces.text(index) != "C"
        && (pieces.text(index) != "sec" || pieces.wordBefore(index)?.text != "a")
        && (pieces.isNumber(after)
          || pieces[index].map { RomanNumeralRule.isNumeral(pieces.text(after), after: $0) } == true)
    case .beforeNumber: return pieces.isNumber(after)
    case .afterName:
      return pieces[index]?.isCapitalized == true
        && Self.nameBefore(pieces, at: index)?.isCapitalized == true
    case .pointAfterName:
      // `5th Ave.`
      let before = Self.nameBefore(pieces, at: index)
      let isAfterOrdinal =
        ["st", "nd", "rd", "th"].contains(before?.text ?? "") && pieces.isNumber(index - 3)
      // `Hwy. 101`
      let isBeforeNumber = pieces[index]?.isCapitalized == true && pieces.isNumber(after)
      return hasPoint && (before?.isCapitalized == true || isAfterOrdinal || isBeforeNumber)
    }
  }

  /// The word before a place, or before the mark there: `Smith Bros. Inc.`, `King, Jr.`
  private static func nameBefore(_ pieces: Pieces, at index: Int) -> Pieces.Piece? {
    pieces.wordBefore(index)
      ?? ([".", ","].contains(pieces.text(index - 2)) ? pieces[index - 3] : nil)
  }

  private static let entries: [String: Entry] = {
    var entries: [String: Entry] = [:]
    for (condition, table) in tables {
      for line in table.split(separator: "\n") {
        let fields = line.split(separator: " ").map(String.init)
        guard fields.count > 1 else { continue }
        entries[fields[0]] = Entry(words: Array(fields.dropFirst()), condition: condition)
      }
    }
    return entries
  }()

  private static let tables: [(Condition, String)] = [
    (
      .neverLast,
      """
      mr Mister
      mrs Missus
      vs versus
      e.g for example
      i.e that is
      a.k.a also known as
      n.b nota bene
      approx approximately
      """
    ),
    (
      .always,
      """
      etc et cetera
      wwi World War One
      wwii World War Two
      """
    ),
    (
      .beforeName,
      """
      ms Miz
      prof Professor
      capt Captain
      lt Lieutenant
      sgt Sergeant
      messrs Messieurs
      mme Madame
      mlle Mademoiselle
      mt Mount
      """
    ),
    (
      .pointBeforeName,
      """
      rev Reverend
      gen General
      col Colonel
      maj Major
      cpl Corporal
      cmdr Commander
      adm Admiral
      gov Governor
      sen Senator
      rep Representative
      pres President
      hon Honorable
      fr Father
      ft Fort
      supt Superintendent
      """
    ),
    (
      .pointBeforeNumber,
      """
      no number
      nos numbers
      fig figure
      figs figures
      vol volume
      vols volumes
      p page
      pp pages
      ch chapter
      chap chapter
      sec section
      art article
      eq equation
      c circa
      ca circa
      ext extension
      rt Route
      """
    ),
    (
      .beforeNumber,
      """
      apt apartment
      bldg building
      rm room
      rte route
      ste suite
      """
    ),
    (
      .afterName,
      """
      blvd Boulevard
      pkwy Parkway
      """
    ),
    (
      .pointAfterName,
      """
      jr Junior
      sr Senior
      ave Avenue
      rd Road
      ln Lane
      hwy Highway
      sq Square
      inc Incorporated
      ltd Limited
      corp Corporation
      co Company
      bros Brothers
      univ University
      """
    ),
    (
      .point,
      """
      cf compare
      viz namely
      dept department
      est established
      asst assistant
      assoc association
      govt government
      intl international
      natl national
      misc miscellaneous
      tel telephone
      avg average
      incl including
      excl excluding
      """
    ),
    (
      .pointSmall,
      """
      max maximum
      min minimum
      """
    ),
  ]
}
