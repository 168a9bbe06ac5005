/// How symbols are spelled in a vocabulary's file: what cannot be seen or would break the line is
/// written as `\u{…}`, a backslash as `\\`.
enum SymbolEscaping {
  static func escaped(_ symbol: String) -> String {
    var result = ""
    for (position, scalar) in symbol.unicodeScalars.enumerated() {
      if scalar == "\\" {
        result += "\\\\"
      } else if mustBeEscaped(scalar, isFirst: position == 0) {
        result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      } else {
        result.unicodeScalars.append(scalar)
      }
    }
    return result
  }

  /// The symbol, or nil if an escape is wrong.
  static func unescaped(_ text: Substring) -> String? {
    var result = String.UnicodeScalarView()
    var rest = text.unicodeScalars
    while let scalar = rest.popFirst() {
      guard scalar == "\\" else {
        result.append(scalar)
        continue
      }
      switch rest.popFirst() {
      case "\\":
        result.append("\\")
      case "u":
        guard rest.popFirst() == "{", let close = rest.firstIndex(of: "}") else { return nil }
        let digits = String(Substring(rest[..<close]))
        guard digits.utf8.allSatisfy({ UInt8(ascii: "+") != $0 }),
          let value = UInt32(digits, radix: 16), let decoded = Unicode.Scalar(value)
        else { return nil }
        result.append(decoded)
        rest = rest[rest.index(after: close)...]
      default:
        return nil
      }
    }
    return String(result)
  }

  private static func mustBeEscaped(_ scalar: Unicode.Scalar, isFirst: Bool) -> Bool {
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .spaceSeparator, .privateUse,
      .unassigned:
      true
    // At the beginning it would sit on the line's end.
    case .nonspacingMark, .enclosingMark, .spacingMark: isFirst
    default: false
    }
  }
}
