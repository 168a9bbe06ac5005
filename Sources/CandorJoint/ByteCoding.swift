/// Why bytes are no model.
public struct ModelBytesError: Error, Sendable, Equatable, CustomStringConvertible {
  /// What is wrong.
  public let description: String

  package init(description: String) { self.description = description }
}

/// Writes little-endian numbers.
struct ByteWriter {
  var bytes: [UInt8]

  mutating func append<Number: FixedWidthInteger>(_ number: Number) { append([number]) }

  mutating func append<Number: FixedWidthInteger>(_ numbers: [Number]) {
    for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }
  }
}

/// Reads little-endian numbers, which may stay where they are.
struct ByteReader {
  private let bytes: [UInt8]
  private var place = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  /// Numbers that stay where they are.
  mutating func numbers<Number: FixedWidthInteger & Sendable>(
    of type: Number.Type, count: Int
  ) throws(ModelBytesError) -> PackedNumbers<Number> {
    guard let numbers = PackedNumbers<Number>(bytes, from: place, count: count) else {
      throw ModelBytesError(description: "cut short")
    }
    place = numbers.end
    return numbers
  }

  mutating func array<Number: FixedWidthInteger & Sendable>(
    of type: Number.Type, count: Int
  ) throws(ModelBytesError) -> [Number] {
    Array(try numbers(of: type, count: count))
  }
}
