import Candor

/// Names and values, one pair a line.
package enum Columns {
  /// The lines.
  package static func lines(_ rows: [(String, String)]) -> String {
    let width = rows.reduce(0) { max($0, DisplayWidth.of($1.0)) }
    return rows.map { DisplayWidth.padded($0.0, to: width) + "  " + $0.1 + "\n" }.joined()
  }
}
