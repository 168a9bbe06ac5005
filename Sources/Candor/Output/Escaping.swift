/// Text that cannot break a column, a line or a terminal.
package enum Escaping {
  /// The text with `\t`, `\n`, `\r`, `\\`, and `\u{1B}` for every other control character and line separator.
  package static func column(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: { $0 == "\\" || isUnprintable($0) }) else {
      return text
    }
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\\\"
      case "\t": result += "\\t"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case _ where isUnprintable(scalar):
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: result.unicodeScalars.append(scalar)
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
