import CandorFiles

/// The operating system refused to open, read or write a file.
public struct FileAccessError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What was attempted.
  public enum Operation: String, Sendable, Hashable {
    /// Opening for reading.
    case open
    /// Reading.
    case read
    /// Creating, writing or renaming.
    case write
  }

  /// What was attempted.
  public let operation: Operation
  /// The file, as the user named it.
  public let file: String
  /// The system's error number.
  public let code: Int32

  /// Makes an error from a system error number.
  public init(_ operation: Operation, _ file: String, code: Int32) {
    self.operation = operation
    self.file = file
    self.code = code
  }

  /// Such as `cannot open words.txt: No such file or directory`.
  public var description: String {
    "cannot \(operation.rawValue) \(file): \(System.message(code))"
  }
}
