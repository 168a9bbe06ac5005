/// Text that cannot break a column, a line or a terminal.
package enum Escaping {
  /// The text with `\t`, `\n`, `\r`, `\\`, and `\u{1B}` for every other control character and line separator.
  package static func column(_ text: String) -> String {
    escaped(text, escapingBackslash: true)
  }

  /// The text as it is but for control characters and line separators: phones, which other programs read, and of
  /// which X-SAMPA spells some with a backslash.
  package static func phones(_ text: String) -> String {
    escaped(text, escapingBackslash: false)
  }

  private static func escaped(_ text: String, escapingBackslash: Bool) -> String {
    func isPlain(_ scalar: Unicode.Scalar) -> Bool {
      !isUnprintable(scalar) && !(escapingBackslash && scalar == "\\")
    }
    guard !text.unicodeScalars.allSatisfy(isPlain) else { return text }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case _ where isPlain(scalar): result.unicodeScalars.append(scalar)
      case "\\": result += "\\\\"
      case "\t": result += "\\t"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      default: result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      }
    }
    return result
  }

  private static func isUnprintable(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    // C0, DEL, C1; line and paragraph separator; what turns the direction of a terminal's text.
    case 0..<0x20, 0x7F..<0xA0, 0x2028...0x2029, 0x202A...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
