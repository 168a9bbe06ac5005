/// A file of labelled texts, or of word vectors, that cannot be used.
public struct CorpusError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Sendable, Hashable {
    /// Not valid UTF-8.
    case invalidUTF8
    /// The line is longer than a line may be.
    case lineTooLong
    /// A line without a label, or without a text.
    case incomplete
    /// A label that is not among those expected.
    case unknownLabel(expected: String)
    /// A tree that is not `(LABEL WORD)` or `(LABEL TREE …)`.
    case tree(String)
    /// A row with another number of fields than the header.
    case fieldCount(found: Int, expected: Int)
    /// A quotation mark that opens a field and never closes it.
    case openQuote
    /// Something else than a comma or the end of the line after the quotation mark that closes a field.
    case afterQuote
    /// A column that the header does not name.
    case noColumn(String)
    /// A column is asked for in a file that is no table.
    case noTable
    /// A vector with another number of numbers than the first one, or with something that is none.
    case vector(String)
    /// The file holds nothing to read.
    case empty
  }

  /// The file, as the user named it.
  public let file: String
  /// The line, from 1; 0 for the whole file.
  public let line: Int
  /// The byte in the line, from 1, where that says more.
  public let column: Int?
  /// What is wrong.
  public let reason: Reason
  /// The value at fault: the line, or the part of it.
  public let value: String

  /// Makes an error.
  public init(
    file: String, line: Int, column: Int? = nil, reason: Reason, value: String = ""
  ) {
    self.file = file
    self.line = line
    self.column = column
    self.reason = reason
    self.value = value
  }

  /// Such as `train.txt:12:7: a phrase without a label: "(x"`.
  public var description: String {
    var place = file
    if line > 0 { place += ":\(line)" }
    if let column { place += ":\(column)" }
    return "\(place): \(reason)" + (value.isEmpty ? "" : ": \(quoted(value))")
  }
}

extension CorpusError.Reason: CustomStringConvertible {
  /// A few words for a message.
  public var description: String {
    switch self {
    case .invalidUTF8: "not valid UTF-8"
    case .lineTooLong: "the line is too long"
    case .incomplete: "a label and a text are needed"
    case .unknownLabel(let expected): "unknown label (there are \(expected))"
    case .tree(let problem): problem
    case .fieldCount(let found, let expected): "\(found) fields, the header has \(expected)"
    case .openQuote: "a quotation mark opens here and never closes"
    case .afterQuote:
      "a field goes on after its closing quotation mark, which would have to be doubled"
    case .noColumn(let columns): "no such column (there are \(columns))"
    case .noTable: "a column is named, and the file is read as no table of CSV or TSV"
    case .vector(let problem): problem
    case .empty: "nothing to read"
    }
  }
}

extension CorpusError {
  /// Refuses a line that was cut or is no UTF-8.
  static func check(_ line: Line, of file: String) throws(CorpusError) {
    if line.wasTruncated {
      throw CorpusError(
        file: file, line: line.number, reason: .lineTooLong, value: String(line.text.prefix(60)))
    }
    if !line.isValidUTF8 {
      throw CorpusError(file: file, line: line.number, reason: .invalidUTF8, value: line.text)
    }
  }
}
