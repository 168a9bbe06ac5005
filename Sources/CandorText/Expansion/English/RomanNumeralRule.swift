/// Roman numerals where they can be told from letters: `Henry VIII`, `World War II`, `Chapter IV`.
struct RomanNumeralRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let piece = pieces[index], piece.kind == .letter else { return nil }
    if Self.isHeading(piece.text, pieces, at: index), let value = Self.value(piece.text) {
      return reading(speller.cardinal(String(value)), "")
    }
    guard pieces.isSpace(index - 1) else { return nil }
    // `Louis XIV's`
    let numeral =
      piece.text.hasSuffix("'s") || piece.text.hasSuffix("’s")
      ? String(piece.text.dropLast(2)) : piece.text
    let ending = String(piece.text.dropFirst(numeral.count))
    guard let value = Self.value(numeral),
      // `Vol. II`
      let before = pieces.wordBefore(index)
        ?? (pieces.text(index - 2) == "." ? pieces[index - 3] : nil)
    else { return nil }
    let name = before.text.lowercased()
    // `the XXI century`
    if ["centuries", "century"].contains(pieces.wordAfter(index + 1)?.text.lowercased() ?? ""),
      let ordinal = speller.ordinal(String(value))
    {
      return reading(ordinal, ending)
    }
    if pieces.text(index - 2) == "." {
      guard Self.shortened.contains(name), Self.isNumeral(numeral, after: before) else {
        return nil
      }
      return reading(speller.cardinal(String(value)), ending)
    }
    guard before.isCapitalized else { return nil }
    if Self.rulers.contains(name), let ordinal = speller.ordinal(String(value)) {
      if value == 1, ending.isEmpty, !isFirst(pieces, at: index) { return nil }
      return reading(["the"] + ordinal, ending)
    }
    if Self.isHeir(numeral, pieces, at: index), let ordinal = speller.ordinal(String(value)) {
      return reading(["the"] + ordinal, ending)
    }
    guard Self.numbered.contains(name) || (numeral.utf8.count > 1 && Self.isPlain(numeral)) else {
      return nil
    }
    return reading(speller.cardinal(String(value)), ending)
  }

  /// Whether a numeral counts what follows: `II. Methods` or `VI: Results` at the head of a text, `(III)`. Not `IV: fluids`.
  private static func isHeading(_ text: String, _ pieces: Pieces, at index: Int) -> Bool {
    guard text.utf8.count > 1 else { return false }
    let after = pieces.text(index + 1)
    if pieces.text(index - 1) == "(", after == ")" { return isPlain(text) }
    guard [".", ":", ")"].contains(after), (0..<index).allSatisfy({ !pieces.isWord($0) }) else {
      return false
    }
    if after != "." { return isPlain(text) || text == "VI" || text == "IX" }
    return !text.contains("L") && pieces.isSpace(index + 2)
      && pieces[index + 3]?.isCapitalized == true
  }

  /// Whether the `I` after a ruler's name is a numeral, and not the word, as in `Thanks James I will call`: a title stands
  /// before the name, or what follows is no verb of mine.
  private func isFirst(_ pieces: Pieces, at index: Int) -> Bool {
    if pieces.isShouting { return false }
    if let title = pieces.wordBefore(index - 2)?.text.lowercased(), Self.titles.contains(title) {
      return true
    }
    // `Charles I, who`, `Charles I of England`; at the head of a sentence more.
    guard let next = pieces.wordAfter(index + 1)?.text else { return true }
    let isHead = index == 2 || [".", "!", "?"].contains(pieces.text(index - 4))
    return Self.ofRulers.contains(next) || (isHead && Self.ofRulersAndMe.contains(next))
  }

  private static let titles: Set<String> = [
    "archduke", "czar", "duke", "emperor", "empress", "kaiser", "king", "pharaoh", "pope", "prince",
    "princess", "queen", "sultan", "tsar",
  ]
  private static let ofRulers: Set<String> = [
    "abdicated", "ascended", "of", "reigned", "ruled", "succeeded", "who", "whose",
  ]
  private static let ofRulersAndMe: Set<String> = [
    "and", "became", "conquered", "died", "is", "was",
  ]

  /// Whether a text is a number behind an abbreviation with a point: `Vol. II`, `Fig. V`, but not `No. I hated it` nor
  /// `the art. X marks`.
  static func isNumeral(_ text: String, after abbreviation: Pieces.Piece) -> Bool {
    value(text) != nil && (text.utf8.count > 1 || (abbreviation.isCapitalized && text != "I"))
  }

  /// Whether a numeral is that of somebody of the same name as his father: behind an initial and a name, as in
  /// `John D. Rockefeller IV`, or a given name and another, as in `Henry Ford II`; not in `Grand Theft Auto IV`.
  private static func isHeir(_ numeral: String, _ pieces: Pieces, at index: Int) -> Bool {
    guard ["II", "III", "IV"].contains(numeral), !pieces.isShouting,
      !numbered.contains(pieces.text(index - 2).lowercased()),
      pieces[index - 2]?.isAllCapitals == false, pieces.isSpace(index - 3)
    else { return false }
    if givenNames.contains(pieces.text(index - 4)) { return true }
    return pieces.text(index - 4) == "." && pieces.text(index - 5).utf8.count == 1
      && pieces[index - 5]?.isCapitalized == true && pieces[index - 7]?.isCapitalized == true
  }

  private static let givenNames: Set<String> = [
    "Albert", "Alfred", "Andrew", "Anthony", "Arthur", "Benjamin", "Brian", "Charles",
    "Christopher", "Cornelius", "Daniel", "David", "Donald", "Edward", "Eric", "Eugene",
    "Francis", "Frank", "Franklin", "Frederick", "George", "Gregory", "Harold", "Henry",
    "Howard", "James", "Jeffrey", "John", "Jonathan", "Joseph", "Kenneth", "Kevin", "Lawrence",
    "Louis", "Mark", "Martin", "Matthew", "Michael", "Nicholas", "Patrick", "Paul", "Philip",
    "Ralph", "Raymond", "Richard", "Robert", "Ronald", "Samuel", "Stephen", "Steven", "Theodore",
    "Thomas", "Thurston", "Timothy", "Walter", "William",
  ]

  private func reading(_ words: [String], _ ending: String) -> Reading {
    Reading(words.dropLast() + words.suffix(1).map { $0 + ending }, count: 1, .romanNumerals)
  }

  /// `II`, `III`, `VI`, `VII`, `VIII`, `IX` and the like after any name: nothing else is written so.
  private static func isPlain(_ text: String) -> Bool {
    ["II", "III", "VII", "VIII", "XII", "XIII", "XVI", "XVII", "XVIII"].contains(text)
  }

  /// The value of a numeral up to 89 in its regular form; nil if it is none.
  static func value(_ text: String) -> Int? {
    guard (1...7).contains(text.utf8.count) else { return nil }
    let digits: [UInt8: Int] = [0x49: 1, 0x56: 5, 0x58: 10, 0x4C: 50]
    let values = text.utf8.compactMap { digits[$0] }
    guard values.count == text.utf8.count else { return nil }
    var sum = 0
    for (place, value) in values.enumerated() {
      sum += place + 1 < values.count && value < values[place + 1] ? -value : value
    }
    guard (1...89).contains(sum), numeral(sum) == text else { return nil }
    return sum
  }

  private static func numeral(_ value: Int) -> String {
    var rest = value
    var text = ""
    for (amount, digits) in [
      (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
    ] {
      while rest >= amount {
        text += digits
        rest -= amount
      }
    }
    return text
  }

  private static let rulers: Set<String> = [
    "alexander", "alfonso", "benedict", "carl", "catherine", "charles", "christian", "clement",
    "edward", "elizabeth", "ferdinand", "francis", "frederick", "george", "gregory", "gustav",
    "henry", "ivan", "james", "joseph", "juan", "leo", "leopold", "louis", "ludwig", "maximilian",
    "napoleon", "nicholas", "otto", "paul", "peter", "philip", "pius", "ptolemy", "ramesses",
    "ramses", "richard", "rudolf", "urban", "victoria", "wilhelm", "william", "xiv",
  ]
  private static let numbered: Set<String> = [
    "act", "apollo", "appendix", "article", "book", "bowl", "canto", "chapter", "class", "division",
    "episode", "figure", "group", "level", "mark", "part", "phase", "scene", "section", "stage",
    "table", "title", "type", "volume", "war",
  ]
  /// With a point.
  private static let shortened: Set<String> = [
    "art", "bk", "ch", "chap", "eq", "fig", "no", "pt", "sec", "vol", "vols",
  ]
}
