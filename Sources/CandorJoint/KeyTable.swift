/// Rows of 32-bit numbers by 32-bit keys, or keys alone, read where they lie: as bytes they are ready as soon as their file
/// is in memory.
///
/// Keys are hashes. One that was never put in is found with a probability of the number of rows / 2³².
package struct KeyTable: Sendable, Equatable {
  // In ascending order.
  private let keys: PackedNumbers<UInt32>
  // One row after the other.
  private let numbers: PackedNumbers<UInt32>
  /// The numbers in a row.
  package let columns: Int

  /// The number of rows.
  package var count: Int { keys.count }

  /// - Precondition: every row has as many numbers as there are columns.
  package init(_ rows: [UInt32: [UInt32]], columns: Int) {
    precondition(
      rows.values.allSatisfy { $0.count == columns }, "KeyTable: a row of another length")
    let sorted = rows.sorted { $0.key < $1.key }
    keys = PackedNumbers(sorted.lazy.map(\.key))
    numbers = PackedNumbers(sorted.lazy.flatMap(\.value))
    self.columns = columns
  }

  /// The place of a key's row, or `nil`.
  package func row(of key: UInt32) -> Int? {
    keys.withUnchecked { keys in
      var (low, high) = (0, count)
      while low < high {
        let middle = (low + high) / 2
        if keys[middle] < key { low = middle + 1 } else { high = middle }
      }
      return low < count && keys[low] == key ? low : nil
    }
  }

  /// A number of a row.
  package subscript(row: Int, column: Int) -> UInt32 { numbers[row * columns + column] }

  /// All keys with their rows.
  package var rows: [UInt32: [UInt32]] {
    Dictionary(
      uniqueKeysWithValues: keys.indices.map { row in
        (keys[row], (0..<columns).map { self[row, $0] })
      })
  }
}

extension KeyTable {
  // "CANDORK" and the version of the layout.
  private static let magic: [UInt8] = Array("CANDORK1".utf8)

  /// The table as bytes, the same for the same table: eight bytes of name and version, the numbers of rows and columns
  /// (32 bits each, little-endian), the keys in ascending order (32 bits each), and the rows.
  package var bytes: [UInt8] {
    var writer = ByteWriter(bytes: Self.magic)
    writer.append([UInt32(keys.count), UInt32(columns)])
    return writer.bytes + keys.packed + numbers.packed
  }

  /// Reads tables that stand one after the other. Whatever the bytes hold, the tables that are returned can be used.
  ///
  /// - Parameters:
  ///   - bytes: the `bytes` of all
  ///   - count: how many there must be
  ///   - columns: the numbers that a row must have
  package static func tables(
    bytes: [UInt8], count: Int, columns: Int
  ) throws(ModelBytesError) -> [KeyTable] {
    var reader = ByteReader(bytes)
    var tables: [KeyTable] = []
    for _ in 0..<count { tables.append(try KeyTable(from: &reader, columns: columns)) }
    guard reader.isAtEnd else { throw ModelBytesError(description: "bytes after the end") }
    return tables
  }

  private init(from reader: inout ByteReader, columns: Int) throws(ModelBytesError) {
    guard try reader.array(of: UInt8.self, count: Self.magic.count) == Self.magic else {
      throw ModelBytesError(description: "no table of this version")
    }
    let sizes = try reader.array(of: UInt32.self, count: 2).map(Int.init)
    guard sizes[1] == columns else {
      throw ModelBytesError(description: "rows of \(sizes[1]) numbers, not of \(columns)")
    }
    keys = try reader.numbers(of: UInt32.self, count: sizes[0])
    let isAscending = keys.withUnchecked { keys in
      (1..<max(1, sizes[0])).allSatisfy { keys[$0 - 1] < keys[$0] }
    }
    guard isAscending else { throw ModelBytesError(description: "keys out of order") }
    numbers = try reader.numbers(of: UInt32.self, count: sizes[0] * columns)
    self.columns = columns
  }
}
