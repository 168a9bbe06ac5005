/// Chapter and verse: `Psalm 23:1`, `1 Corinthians 13:4`. (`John 3:16` is read as a time is.)
struct VerseRule: ReadingRule {
  let speller: NumberSpeller

  func reading(_ pieces: Pieces, at index: Int) -> Reading? {
    guard let value = NumberLiteral(pieces.text(index))?.value else { return nil }
    // `1 Corinthians 13`
    if (1...3).contains(value), pieces.isSpace(index + 1),
      Self.parted.contains(pieces.text(index + 2)), pieces.isSpace(index + 3),
      pieces.isNumber(index + 4), let ordinal = speller.ordinal(String(value))
    {
      return Reading(ordinal, count: 1, .numbers)
    }
    let book = pieces.wordBefore(index)?.text ?? ""
    guard Self.books.contains(book) || Self.parted.contains(book), pieces.text(index + 1) == ":",
      let verse = NumberLiteral(pieces.text(index + 2))?.value, pieces.text(index + 3) != ":"
    else { return nil }
    var words = speller.cardinal(String(value)) + speller.cardinal(String(verse))
    guard Pieces.dashes.contains(pieces.text(index + 3)),
      let last = NumberLiteral(pieces.text(index + 4))?.value
    else { return Reading(words, count: 3, .numbers) }
    words += ["to"] + speller.cardinal(String(last))
    return Reading(words, count: 5, .numbers)
  }

  private static let parted: Set<String> = [
    "Chronicles", "Corinthians", "John", "Kings", "Maccabees", "Peter", "Samuel", "Thessalonians",
    "Timothy",
  ]
  private static let books: Set<String> = [
    "Acts", "Amos", "Colossians", "Daniel", "Deuteronomy", "Ecclesiastes", "Ephesians", "Esther",
    "Exodus", "Ezekiel", "Ezra", "Galatians", "Genesis", "Habakkuk", "Haggai", "Hebrews", "Hosea",
    "Isaiah", "James", "Jeremiah", "Job", "Joel", "Jonah", "Joshua", "Jude", "Judges",
    "Lamentations", "Leviticus", "Luke", "Malachi", "Mark", "Matthew", "Micah", "Nahum",
    "Nehemiah", "Numbers", "Obadiah", "Philemon", "Philippians", "Proverbs", "Psalm", "Psalms",
    "Quran", "Revelation", "Romans", "Ruth", "Solomon", "Titus", "Zechariah", "Zephaniah",
  ]
}
