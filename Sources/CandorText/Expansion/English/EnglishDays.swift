/// The days of the week, in full and as they are shortened.
enum EnglishDays {
  private static let names: [String: String] = [
    "mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
    "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday",
  ]
  private static let whole = Set(names.values)

  /// The full name of a day, which begins with a capital.
  static func day(_ word: String) -> String? {
    guard word.utf8.first.map({ $0 &- 0x41 < 26 }) == true, word.utf8.count < 10 else { return nil }
    if whole.contains(word) { return word }
    return names[word.lowercased()]
  }
}
