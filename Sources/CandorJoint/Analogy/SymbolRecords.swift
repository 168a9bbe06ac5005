/// Records of small numbers, packed in one byte each where all fit, else in two, and read where they lie in a file.
struct SymbolRecords: Sendable, Equatable {
  /// Where each record starts, and the end of the last.
  let starts: PackedNumbers<UInt32>
  /// The bytes of all numbers.
  let numbers: PackedNumbers<UInt8>
  /// Whether a number takes two bytes, the lower one first.
  let isWide: Bool

  /// Numbers are below this.
  static let limit = 1 << 16

  /// Packs records of numbers from 0 up to `limit`.
  init(_ records: [[Int32]]) {
    isWide = !records.allSatisfy { $0.allSatisfy { $0 < 256 } }
    var ends: [UInt32] = [0]
    for record in records { ends.append(ends[ends.count - 1] + UInt32(record.count)) }
    starts = PackedNumbers(ends)
    let all = records.joined()
    numbers =
      isWide
      ? PackedNumbers(all.lazy.flatMap { [UInt8($0 % 256), UInt8($0 / 256)] })
      : PackedNumbers(all.lazy.map { UInt8($0) })
  }

  init(starts: PackedNumbers<UInt32>, numbers: PackedNumbers<UInt8>, isWide: Bool) {
    (self.starts, self.numbers, self.isWide) = (starts, numbers, isWide)
  }

  /// The number of records.
  var count: Int { starts.count - 1 }
  /// How many numbers there are.
  var length: Int { isWide ? numbers.count / 2 : numbers.count }

  /// Calls `body` with the records, which stay where they are until it returns.
  @inline(__always)
  func withView<Result>(_ body: (View) -> Result) -> Result {
    starts.withBytes { starts in
      numbers.withBytes { numbers in
        body(
          View(count: count, length: length, starts: starts, numbers: numbers, isWide: isWide))
      }
    }
  }

  /// Records that can be read without counting references.
  struct View {
    let count: Int
    let length: Int
    fileprivate let starts: UnsafeRawBufferPointer
    fileprivate let numbers: UnsafeRawBufferPointer
    fileprivate let isWide: Bool

    /// The number at a place; 0 beyond the end, whatever a file holds.
    @inline(__always)
    subscript(place: Int) -> Int32 {
      guard place < length else { return 0 }
      return isWide
        ? Int32(
          UInt16(littleEndian: numbers.loadUnaligned(fromByteOffset: 2 * place, as: UInt16.self)))
        : Int32(numbers[place])
    }

    /// A cursor at the start of a record.
    @inline(__always)
    func cursor(_ record: Int) -> Cursor {
      Cursor(
        view: self,
        place: Int(
          UInt32(littleEndian: starts.loadUnaligned(fromByteOffset: 4 * record, as: UInt32.self))))
    }
  }

  /// Reads numbers one after the other, and sequences, which stand after their counts.
  struct Cursor {
    let view: View
    private(set) var place: Int

    var isAtEnd: Bool { place >= view.length }

    @inline(__always)
    mutating func next() -> Int32 {
      defer { place += 1 }
      return view[place]
    }

    @inline(__always)
    mutating func skip(_ count: Int) { place += count }

    /// Goes beyond a sequence.
    @inline(__always)
    mutating func skipSequence() { place += 1 + Int(view[place]) }

    /// The sequence, as far as there are numbers.
    mutating func sequence() -> [Int32] {
      let count = min(Int(next()), max(0, view.length - place))
      defer { place += count }
      return (place..<place + count).map { view[$0] }
    }
  }
}
