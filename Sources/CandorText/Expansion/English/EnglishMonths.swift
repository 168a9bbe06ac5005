/// The months, in full and as they are shortened.
enum EnglishMonths {
  static let names = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
  ]

  private static let shortened = [
    "jan": 0, "feb": 1, "mar": 2, "apr": 3, "jun": 5, "jul": 6, "aug": 7, "sep": 8, "sept": 8,
    "oct": 9, "nov": 10, "dec": 11,
  ]

  /// The full name of the month at a piece, and the pieces it takes up: two with the point of `Jan.`.
  static func month(_ pieces: Pieces, at index: Int) -> (name: String, count: Int)? {
    guard let piece = pieces[index], piece.isCapitalized else { return nil }
    let word = piece.text.lowercased()
    if let name = names.first(where: { $0.lowercased() == word }) { return (name, 1) }
    guard let number = shortened[word] else { return nil }
    return (names[number], pieces.text(index + 1) == "." ? 2 : 1)
  }
}
