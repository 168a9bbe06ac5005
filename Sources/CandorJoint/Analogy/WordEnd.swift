/// The end of a word at which another one may differ. All is told for the back end; at the front, words and
/// pronunciations are read from the last symbol to the first.
enum WordEnd: Int, Sendable, CaseIterable {
  case back, front

  func turned(_ symbols: [Int32]) -> [Int32] { self == .back ? symbols : symbols.reversed() }
}
