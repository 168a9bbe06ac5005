/// One line of a file, without its end.
public struct Line: Sendable, Hashable {
  /// The bytes as they were read, without `\n` or `\r\n`; a NUL stays.
  public let bytes: [UInt8]
  /// 1 for the first line of the file.
  public let number: Int
  /// Whether the line was longer than the reader allows, so that ``bytes`` holds only its beginning.
  public let wasTruncated: Bool
  /// Whether the bytes are valid UTF-8.
  public let isValidUTF8: Bool
  /// The text, in which U+FFFD stands for every invalid sequence.
  public let text: String

  /// Makes a line.
  public init(bytes: [UInt8], number: Int, wasTruncated: Bool = false) {
    self.bytes = bytes
    self.number = number
    self.wasTruncated = wasTruncated
    if let text = String(validating: bytes, as: UTF8.self) {
      self.text = text
      isValidUTF8 = true
    } else {
      text = String(decoding: bytes, as: UTF8.self)
      isValidUTF8 = false
    }
  }

  /// Whether U+FFFD was put in the place of invalid bytes.
  public var wasRepaired: Bool { !isValidUTF8 }

  /// The same bytes at the same place.
  public static func == (left: Line, right: Line) -> Bool {
    left.number == right.number && left.bytes == right.bytes
      && left.wasTruncated == right.wasTruncated
  }

  /// Hashes the bytes and the place.
  public func hash(into hasher: inout Hasher) {
    hasher.combine(number)
    hasher.combine(bytes)
  }
}
