/// A value to be written as JSON on one line, fields in the order given.
package enum JSONText: Sendable {
  /// `null`
  case null
  /// `true` or `false`
  case bool(Bool)
  /// A whole number.
  case integer(Int)
  /// A whole number that may be beyond the others, such as a seed.
  case unsigned(UInt64)
  /// A number with so many decimals at most; `null` if it is not finite.
  case number(Double, decimals: Int)
  /// Text.
  case string(String)
  /// A list.
  case array([JSONText])
  /// Names and values.
  case object([(String, JSONText)])

  /// Six decimals; `null` for nothing.
  package static func number(_ value: Double?) -> JSONText {
    value.map { .number($0, decimals: 6) } ?? .null
  }

  /// A list of texts.
  package static func strings(_ values: [String]) -> JSONText { .array(values.map { .string($0) }) }

  /// The JSON text.
  package var text: String {
    var result = ""
    write(to: &result)
    return result
  }

  private func write(to result: inout String) {
    switch self {
    case .null: result += "null"
    case .bool(let value): result += value ? "true" : "false"
    case .integer(let value): result += String(value)
    case .unsigned(let value): result += String(value)
    case .number(let value, let decimals):
      result += value.isFinite ? Self.shortened(Decimal.fixed(value, decimals: decimals)) : "null"
    case .string(let value): Self.write(value, to: &result)
    case .array(let values):
      result += "["
      for (index, value) in values.enumerated() {
        if index > 0 { result += "," }
        value.write(to: &result)
      }
      result += "]"
    case .object(let fields):
      result += "{"
      for (index, field) in fields.enumerated() {
        if index > 0 { result += "," }
        Self.write(field.0, to: &result)
        result += ":"
        field.1.write(to: &result)
      }
      result += "}"
    }
  }

  private static func shortened(_ decimal: String) -> String {
    guard decimal.utf8.contains(0x2E) else { return decimal }
    var digits = Substring(decimal)
    while digits.last == "0" { digits.removeLast() }
    if digits.last == "." { digits.removeLast() }
    return String(digits)
  }

  private static func write(_ value: String, to result: inout String) {
    result += "\""
    for scalar in value.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\r": result += "\\r"
      case "\t": result += "\\t"
      // Beyond what JSON asks for: nothing that a terminal obeys or an editor takes for a line's end.
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{2028}", "\u{2029}":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.utf8.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    result += "\""
  }
}
