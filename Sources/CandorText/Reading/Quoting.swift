/// A value from a file, fit for a message of one line: quoted, shortened, and without anything that
/// a terminal would obey.
package func quoted(_ value: String, limit: Int = 60) -> String {
  var result = "\""
  var count = 0
  for scalar in value.unicodeScalars {
    if count == limit {
      result += "…"
      break
    }
    count += 1
    switch scalar.properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse,
      .unassigned:
      result += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    default:
      if scalar == "\"" || scalar == "\\" { result += "\\" }
      result.unicodeScalars.append(scalar)
    }
  }
  return result + "\""
}
