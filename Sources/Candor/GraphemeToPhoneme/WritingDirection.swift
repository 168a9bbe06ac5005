/// The order in which a network writes the phones of a word.
///
/// A network that writes the last phone first errs elsewhere than one that writes the first one first, and chooses well
/// among what that one proposes (Liu et al., "Agreement on Target-bidirectional Neural Machine Translation", 2016).
public enum WritingDirection: String, Sendable, Codable, CaseIterable {
  /// The first phone first.
  case leftToRight = "left-to-right"
  /// The last phone first.
  case rightToLeft = "right-to-left"

  /// Phones in the order of writing, or back in the order of speech.
  package func turned<Symbol>(_ phones: [Symbol]) -> [Symbol] {
    self == .rightToLeft ? phones.reversed() : phones
  }
}
