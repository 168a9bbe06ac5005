/// Phones that a text gives for words of its own: `[tomato](/T AH0 M AA1 T OW2/)`.
struct InlineOverride {
  /// The words, without the brackets.
  let words: Substring
  /// What stands between the slashes.
  let phones: Substring
  /// The whole expression.
  let range: Range<String.Index>

  /// All of a text, in order. Brackets that make no such expression are text.
  static func all(in text: String) -> [InlineOverride] {
    guard text.utf8.contains(0x5B) else { return [] }
    var found: [InlineOverride] = []
    let bytes = text.utf8
    // The last `[` since the last expression.
    var open: String.Index?
    var index = bytes.startIndex
    while index < bytes.endIndex {
      switch bytes[index] {
      case 0x5B: open = index
      case 0x5D:
        guard let start = open, bytes[index...].starts(with: Self.middle) else { break }
        let phones = bytes.index(index, offsetBy: 3)
        // Where none ends here, none ends further on.
        guard let end = Self.end(in: bytes, from: phones) else { return found }
        let words = text[bytes.index(after: start)..<index]
        open = nil
        guard words.utf8.contains(where: { $0 > 0x20 }) else { break }
        let after = bytes.index(end, offsetBy: 2)
        found.append(
          InlineOverride(words: words, phones: text[phones..<end], range: start..<after))
        index = after
        continue
      default: break
      }
      index = bytes.index(after: index)
    }
    return found
  }

  private static let middle = Array("](/".utf8)

  /// Where the next `/)` stands.
  private static func end(
    in bytes: String.UTF8View, from start: String.Index
  ) -> String.Index? {
    var index = start
    while let slash = bytes[index...].firstIndex(of: 0x2F) {
      let next = bytes.index(after: slash)
      if next < bytes.endIndex, bytes[next] == 0x29 { return slash }
      index = next
    }
    return nil
  }
}
