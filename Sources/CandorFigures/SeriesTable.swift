import CandorText

/// Named columns and the rows below them: the numbers behind a table or a figure.
///
/// It is written as tab-separated values with a header line, the one form in which results of
/// experiments are kept; figures are drawn from that very file.
public struct SeriesTable: Sendable, Equatable {
  /// One value of a row.
  public enum Cell: Sendable, Equatable {
    /// A number; it is written with nine significant digits at most.
    case number(Double)
    /// A name; tabs and line ends are written as spaces.
    case text(String)
    /// Nothing was measured; written as `NaN`, and a gap in a figure.
    case missing

    /// The value as it stands in the file.
    public var written: String {
      switch self {
      case .number(let value): Self.shortest(value)
      case .text(let text): singleLine(text)
      case .missing: "NaN"
      }
    }

    /// The decimal with at most nine significant digits that is nearest to the value.
    private static func shortest(_ value: Double) -> String {
      guard value.isFinite else { return value.isNaN ? "NaN" : value > 0 ? "Inf" : "-Inf" }
      if value == value.rounded(), abs(value) < 1e9 { return String(Int(value)) }
      var scale = 1.0
      var size = abs(value)
      while size < 1e8, scale < 1e22 {
        size *= 10
        scale *= 10
      }
      return "\((value * scale).rounded() / scale)"
    }
  }

  /// The names of the columns.
  public let columns: [String]
  /// The rows, each with one cell a column.
  public private(set) var rows: [[Cell]] = []

  /// Starts an empty table.
  ///
  /// - Precondition: there is at least one column, and no name occurs twice.
  public init(columns: [String]) {
    precondition(!columns.isEmpty, "a table needs a column")
    precondition(Set(columns).count == columns.count, "columns with the same name: \(columns)")
    self.columns = columns
  }

  /// Adds a row.
  ///
  /// - Precondition: it has one cell for each column.
  public mutating func append(_ row: [Cell]) {
    precondition(
      row.count == columns.count, "\(row.count) cells for the \(columns.count) columns \(columns)")
    rows.append(row)
  }

  /// The place of a column, nil when the table has none of that name.
  public func index(of column: String) -> Int? { columns.firstIndex(of: column) }

  /// The file: a header line, then one line a row, separated by tabs.
  public var tabSeparated: String {
    let lines = [columns.map(singleLine)] + rows.map { $0.map(\.written) }
    return lines.map { $0.joined(separator: "\t") + "\n" }.joined()
  }

  /// Writes the file, whole or not at all.
  ///
  /// - Throws: `FileAccessError`
  public func write(to path: String) throws(FileAccessError) {
    try FileWriter.write(Array(tabSeparated.utf8), to: path)
  }
}

extension SeriesTable.Cell: ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByStringLiteral
{
  /// A number.
  public init(floatLiteral value: Double) { self = .number(value) }
  /// A number.
  public init(integerLiteral value: Int) { self = .number(Double(value)) }
  /// A name.
  public init(stringLiteral value: String) { self = .text(value) }
  /// A measured number, or missing when there is none.
  public init(_ value: Double?) { self = value.map { .number($0) } ?? .missing }
  /// A measured number, or missing when there is none.
  public init(_ value: Float?) { self = value.map { .number(Double($0)) } ?? .missing }
  /// A count.
  public init(_ value: Int) { self = .number(Double(value)) }
}

/// The text without what would break a line or a column.
package func singleLine(_ text: String) -> String {
  String(text.map { $0 == "\t" || $0.isNewline ? " " : $0 })
}
