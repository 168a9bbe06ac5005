/// Tables in text: rows of fields.
enum DelimitedText {
  /// A row and the line on which it begins, from 1.
  struct Row: Sendable, Hashable {
    let fields: [String]
    let line: Int
  }

  /// Rows of fields between tabs; quotation marks mean nothing. Blank lines are passed over.
  static func tabs(_ lines: LineReader) throws -> [Row] {
    var rows: [Row] = []
    while let line = try lines.next() {
      try CorpusError.check(line, of: lines.name)
      guard !line.bytes.isEmpty else { continue }
      rows.append(
        Row(
          fields: line.bytes.split(separator: 0x09, omittingEmptySubsequences: false).map {
            String(decoding: $0, as: UTF8.self)
          }, line: line.number))
    }
    return rows
  }

  /// Rows of RFC 4180: fields between commas; one in quotation marks may hold commas, line ends and, doubled,
  /// quotation marks. Blank lines between rows are passed over.
  static func commas(_ lines: LineReader) throws -> [Row] {
    var rows: [Row] = []
    var fields: [String] = []
    var field: [UInt8] = []
    var isQuoted = false
    var start = 0
    while let line = try lines.next() {
      try CorpusError.check(line, of: lines.name)
      if isQuoted {
        field.append(0x0A)
      } else {
        guard !line.bytes.isEmpty else { continue }
        start = line.number
      }
      var at = 0
      while at < line.bytes.count {
        let byte = line.bytes[at]
        at += 1
        if isQuoted {
          if byte != 0x22 {
            field.append(byte)
          } else if at < line.bytes.count, line.bytes[at] == 0x22 {
            field.append(0x22)
            at += 1
          } else if at < line.bytes.count, line.bytes[at] != 0x2C {
            throw CorpusError(
              file: lines.name, line: line.number, column: at + 1, reason: .afterQuote,
              value: String(decoding: line.bytes[at...], as: UTF8.self))
          } else {
            isQuoted = false
          }
        } else if byte == 0x2C {
          fields.append(String(decoding: field, as: UTF8.self))
          field = []
        } else if byte == 0x22, field.isEmpty {
          isQuoted = true
        } else {
          field.append(byte)
        }
      }
      if !isQuoted {
        fields.append(String(decoding: field, as: UTF8.self))
        rows.append(Row(fields: fields, line: start))
        (fields, field) = ([], [])
      }
    }
    guard !isQuoted else {
      throw CorpusError(file: lines.name, line: start, reason: .openQuote)
    }
    return rows
  }
}
