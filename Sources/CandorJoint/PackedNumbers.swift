/// Little-endian numbers inside the bytes of a file, read where they lie: a model of millions of numbers is ready as soon
/// as its file is in memory, and needs no memory beside it.
struct PackedNumbers<Number: FixedWidthInteger & Sendable>: RandomAccessCollection, Sendable {
  private let bytes: [UInt8]
  private let start: Int
  let count: Int

  fileprivate static var width: Int { Number.bitWidth / 8 }

  /// The numbers from a place on, as many as there are; `nil` beyond the end.
  init?(_ bytes: [UInt8], from start: Int, count: Int) {
    guard start >= 0, count >= 0, start <= bytes.count, count <= (bytes.count - start) / Self.width
    else { return nil }
    self.bytes = bytes
    self.start = start
    self.count = count
  }

  /// Packs numbers.
  init(_ numbers: some Sequence<Number>) {
    var bytes: [UInt8] = []
    for number in numbers { withUnsafeBytes(of: number.littleEndian) { bytes += $0 } }
    self.bytes = bytes
    start = 0
    count = bytes.count / Self.width
  }

  /// The first byte after the numbers.
  var end: Int { start + count * Self.width }
  /// The numbers as they lie in the file.
  var packed: ArraySlice<UInt8> { bytes[start..<end] }

  /// Calls `body` with the numbers as they lie in the file.
  @inline(__always)
  func withBytes<Result>(_ body: (UnsafeRawBufferPointer) -> Result) -> Result {
    bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<end])) }
  }

  var startIndex: Int { 0 }
  var endIndex: Int { count }

  @inline(__always)
  subscript(index: Int) -> Number {
    precondition(index >= 0 && index < count, "PackedNumbers: index beyond the end")
    return bytes.withUnsafeBytes {
      Number(
        littleEndian: $0.loadUnaligned(
          fromByteOffset: start + index * Self.width, as: Number.self))
    }
  }
}

extension PackedNumbers {
  /// The numbers without a check of the index.
  struct Unchecked {
    fileprivate let base: UnsafeRawPointer

    @inline(__always)
    subscript(index: Int) -> Number {
      Number(
        littleEndian: base.loadUnaligned(
          fromByteOffset: index &* PackedNumbers.width, as: Number.self))
    }
  }

  /// Calls `body` with the numbers, which stay where they are until it returns.
  @inline(__always)
  func withUnchecked<Result>(_ body: (Unchecked) -> Result) -> Result {
    bytes.withUnsafeBytes { bytes in
      guard let base = bytes.baseAddress else { preconditionFailure("PackedNumbers: no bytes") }
      return body(Unchecked(base: base + start))
    }
  }
}

extension PackedNumbers: Equatable {
  static func == (a: PackedNumbers, b: PackedNumbers) -> Bool { a.packed == b.packed }
}
