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
    #expect(KeyTable<UInt8>([:], columns: 1).row(of: 0) == nil)
  }

  @Test func bytesAreReadAsTheyWereWritten() throws {
    let table = KeyTable(Self.rows, columns: 2)
    let bytes = table.bytes
    #expect(try KeyTable<UInt32>(bytes: bytes, columns: 2) == table)
    #expect(KeyTable(table.rows, columns: 2).bytes == bytes)
    let empty = KeyTable<UInt8>([:], columns: 1)
    #expect(try KeyTable<UInt8>(bytes: empty.bytes, columns: 1) == empty)
  }

  @Test func whateverIsReadCanBeUsedOrIsRefused() {
    let bytes = KeyTable(Self.rows, columns: 2).bytes
    func refusal(_ bytes: [UInt8], columns: Int = 2) -> String? {
      do throws(ModelBytesError) {
        let table = try KeyTable<UInt32>(bytes: bytes, columns: columns)
        for key in table.rows.keys { #expect(table.row(of: key) != nil) }
        return nil
      } catch { return error.description }
    }
    for count in bytes.indices { #expect(refusal(Array(bytes.prefix(count))) != nil, "\(count)") }
    #expect(refusal(bytes + [0]) == "bytes after the end")
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
