/// Why a safetensors file could not be read or written.
public struct SafetensorsError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Error, Sendable, Equatable, CustomStringConvertible {
    /// The system refused to read, with its message.
    case unreadable(String)
    /// The system refused to write: no permission, a full disk. The target is as it was.
    case unwritable(String)
    /// Too short for a header.
    case tooShort(bytes: Int)
    /// The header claims a length that cannot be.
    case headerLength(UInt64, fileSize: Int)
    /// The header is not what the format prescribes, at a byte of the file.
    case header(String, offset: Int)
    /// A name occurs twice.
    case duplicate(String)
    /// A number type that is not read here.
    case type(String, tensor: String)
    /// A shape whose size does not fit its bytes, or no machine.
    case shape([UInt64], tensor: String, bytes: UInt64)
    /// Offsets that are reversed or beyond the end of the file.
    case offsets(UInt64, UInt64, tensor: String)
    /// Scales that do not fit a matrix in bytes, or no matrix.
    case scales([Int], String, tensor: String, shape: [Int])
    /// Bytes that belong to no tensor or to two.
    case layout(tensor: String, offset: UInt64, expected: UInt64)
    /// Bytes after the last tensor, or too few of them.
    case size(Int, expected: Int)
    /// The file has no such tensor.
    case missing(String)
    /// A matrix in bytes has no scales of this name.
    case missingScales(String, tensor: String)

    /// The reason in words.
    public var description: String {
      switch self {
      case .unreadable(let message): "cannot read: \(message)"
      case .unwritable(let message): "cannot write: \(message)"
      case .tooShort(let bytes): "not a safetensors file: \(bytes) bytes cannot hold a header"
      case .headerLength(let length, let size):
        "not a safetensors file: a header of \(length) bytes in a file of \(size) bytes"
      case .header(let problem, let offset): "the header is damaged at byte \(offset): \(problem)"
      case .duplicate(let name): "\(quoted(name)) occurs twice"
      case .type(let type, let tensor):
        "tensor \(quoted(tensor)) has type \(quoted(type)); I8, F16, F32 and F64 are read"
      case .scales(let scales, let type, let tensor, let shape):
        "tensor \(quoted(tensor)): scales \(scales) of type \(quoted(type)) do not fit the shape \(shape)"
      case .shape(let shape, let tensor, let bytes):
        "tensor \(quoted(tensor)): the shape \(shape) does not fit \(bytes) bytes"
      case .offsets(let begin, let end, let tensor):
        "tensor \(quoted(tensor)): the bytes \(begin) to \(end) are not in the file"
      case .layout(let tensor, let offset, let expected):
        "tensor \(quoted(tensor)) begins at byte \(offset) of the data instead of \(expected)"
      case .size(let size, let expected):
        "\(size) bytes instead of \(expected): the file was cut off or altered"
      case .missing(let name): "there is no tensor \(quoted(name))"
      case .missingScales(let name, let tensor):
        "tensor \(quoted(tensor)) is in bytes, and there are no scales \(quoted(name))"
      }
    }
  }

  /// The file, as the user named it.
  public let file: String
  /// What is wrong.
  public let reason: Reason

  /// File and reason.
  public init(file: String, reason: Reason) {
    self.file = file
    self.reason = reason
  }

  /// Such as `model.safetensors: cannot read: No such file or directory`.
  public var description: String { "\(file): \(reason)" }
}

/// A name from a file in quotes, shortened, with control characters spelled out: safe on a terminal.
func quoted(_ name: String) -> String {
  let scalars = name.unicodeScalars
  let shown = scalars.prefix(80).map { scalar in
    scalar.properties.generalCategory == .control || scalar == "\""
      ? scalar.escaped(asASCII: true) : String(scalar)
  }
  return "\"\(shown.joined())\(scalars.count > 80 ? "…" : "")\""
}
