/// A vocabulary's file, or the symbols for one, cannot be used.
public struct VocabularyError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Sendable, Hashable {
    /// There is no symbol besides the special ones.
    case noSymbols
    /// A line without a symbol.
    case emptySymbol
    /// The symbol stands on an earlier line (its number; 0 without a file) already.
    case duplicateSymbol(firstLine: Int)
    /// The role was given to an earlier symbol already.
    case duplicateRole
    /// A line that is not symbol, count and perhaps role, parted by tabs.
    case wrongColumnCount
    /// The count is no whole number from 0.
    case badCount
    /// The third column is none of padding, unknown, start, end.
    case badRole
    /// A backslash is followed by something else than a backslash or `u{…}` with a scalar.
    case badEscape
    /// The line is not UTF-8.
    case invalidUTF8
    /// The line is longer than a line may be.
    case lineTooLong
  }

  /// The file, as the user named it; empty if there is none.
  public let file: String
  /// The line, from 1; 0 if no line is at fault.
  public let line: Int
  /// What is wrong.
  public let reason: Reason
  /// The value at fault.
  public let value: String

  /// Makes an error.
  public init(file: String, line: Int, reason: Reason, value: String) {
    self.file = file
    self.line = line
    self.reason = reason
    self.value = value
  }

  /// Such as `vocab.txt:12: the count is no whole number from 0: "x"`.
  public var description: String {
    let place = (file.isEmpty ? "vocabulary" : file) + (line > 0 ? ":\(line)" : "")
    return "\(place): \(reason.text)" + (value.isEmpty ? "" : ": \(quoted(value))")
  }
}

extension VocabularyError.Reason {
  fileprivate var text: String {
    switch self {
    case .noSymbols: "holds no symbols"
    case .emptySymbol: "the symbol is empty"
    case .duplicateSymbol(let line):
      line > 0 ? "the symbol stands on line \(line) already" : "the symbol occurs twice"
    case .duplicateRole: "a second symbol with the same role"
    case .wrongColumnCount: "not symbol<TAB>count or symbol<TAB>count<TAB>role"
    case .badCount: "the count is no whole number from 0"
    case .badRole: "the role is none of padding, unknown, start, end"
    case .badEscape: "a backslash that begins neither \\\\ nor \\u{…}"
    case .invalidUTF8: "not valid UTF-8"
    case .lineTooLong: "the line is too long"
    }
  }
}
