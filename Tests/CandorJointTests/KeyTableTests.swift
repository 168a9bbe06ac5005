import CandorJoint
import Testing

@Suite struct KeyTableTests {
  private static let rows: [UInt32: [UInt32]] = [
    0: [1, 2], .max: [3, 4], 77: [5, .max], 1 << 31: [7, 8],
  ]

  @Test func rowsAreFoundAndOthersAreNot() throws {
    let table = KeyTable(Self.rows, columns: 2)
    #expect(table.count == 4)
    for (key, numbers) in Self.rows {
      let row = try #require(table.row(of: key))
      #expect([table[row, 0], table[row, 1]] == numbers)
    }
    for key: UInt32 in [1, 76, 78, (1 << 31) - 1, (1 << 31) + 1, .max - 1] {
      #expect(table.row(of: key) == nil)
    }
    #expect(table.rows == Self.rows)
    #expect(KeyTable([:], columns: 1).row(of: 0) == nil)
    let keys = KeyTable([5: [], 9: []], columns: 0)
    #expect(keys.row(of: 9) == 1 && keys.row(of: 7) == nil)
  }

  @Test func bytesAreReadAsTheyWereWritten() throws {
    let table = KeyTable(Self.rows, columns: 2)
    let bytes = table.bytes
    #expect(try KeyTable.tables(bytes: bytes, count: 1, columns: 2) == [table])
    #expect(KeyTable(table.rows, columns: 2).bytes == bytes)
    let empty = KeyTable([:], columns: 2)
    #expect(
      try KeyTable.tables(bytes: empty.bytes + bytes + empty.bytes, count: 3, columns: 2)
        == [empty, table, empty])
  }

  @Test func whateverIsReadCanBeUsedOrIsRefused() {
    let bytes = KeyTable(Self.rows, columns: 2).bytes
    func refusal(_ bytes: [UInt8], count: Int = 1, columns: Int = 2) -> String? {
      do throws(ModelBytesError) {
        let table = try KeyTable.tables(bytes: bytes, count: count, columns: columns)[0]
        for key in table.rows.keys { #expect(table.row(of: key) != nil) }
        return nil
      } catch { return error.description }
    }
    for count in bytes.indices { #expect(refusal(Array(bytes.prefix(count))) != nil, "\(count)") }
    #expect(refusal(bytes + [0]) == "bytes after the end")
    #expect(refusal(bytes, count: 2) == "cut short")
    #expect(refusal(bytes, columns: 1) == "rows of 2 numbers, not of 1")
    #expect(refusal([0] + bytes.dropFirst()) == "no table of this version")
    // The second key becomes the first.
    var unordered = bytes
    unordered.replaceSubrange(20..<24, with: bytes[16..<20])
    #expect(refusal(unordered) == "keys out of order")
    for index in bytes.indices {
      var changed = bytes
      changed[index] ^= 0x80
      _ = refusal(changed)
    }
  }
}
