import CandorText
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

struct LineReaderTests {
  static func lines(_ bytes: [UInt8], maximumLineLength: Int = 1 << 20) throws -> [Line] {
    let reader = LineReader(bytes: bytes, name: "bytes", maximumLineLength: maximumLineLength)
    var lines: [Line] = []
    try reader.forEachLine { lines.append($0) }
    return lines
  }

  @Test(arguments: [
    ("", []),
    ("\n", [""]),
    ("a", ["a"]),
    ("a\n", ["a"]),
    ("a\nb", ["a", "b"]),
    ("a\r\n\r\nb\r\n", ["a", "", "b"]),
    ("a\rb\n", ["a\rb"]),
    ("a\n\n\nb\n\n", ["a", "", "", "b", ""]),
    ("\u{FEFF}a\n\u{FEFF}b\n", ["a", "\u{FEFF}b"]),
    ("\u{FEFF}", [""]),
    ("a\u{0}b\n", ["a\u{0}b"]),
  ])
  func ends(text: String, expected: [String]) throws {
    let lines = try Self.lines(Array(text.utf8))
    #expect(lines.map { scalars($0.text) } == expected.map(scalars))
    #expect(lines.map(\.number) == Array(1..<(expected.count + 1)))
  }

  @Test func invalidUTF8IsRepairedAndFlagged() throws {
    let lines = try Self.lines([0x63, 0x61, 0x66, 0xE9, 0x0A, 0x6F, 0x6B, 0x0A, 0xC0, 0x80])
    #expect(lines.map(\.wasRepaired) == [true, false, true])
    #expect(lines[0].text == "caf\u{FFFD}")
    #expect(lines[0].bytes == [0x63, 0x61, 0x66, 0xE9])
    // A replacement character that was there is no repair.
    #expect(try Self.lines(Array("\u{FFFD}".utf8))[0].isValidUTF8)
  }

  @Test func longLinesAreCutAndFlagged() throws {
    let lines = try Self.lines(Array("abcdef\nabcd\r\nabcde\r\nabc\n".utf8), maximumLineLength: 4)
    #expect(lines.map(\.text) == ["abcd", "abcd", "abcd", "abc"])
    #expect(lines.map(\.wasTruncated) == [true, false, true, false])
    let cut = try Self.lines(Array("abcéd\nab€cd\n€€\n".utf8), maximumLineLength: 4)
    #expect(cut.map(\.text) == ["abc", "ab", "€"] && cut.allSatisfy { !$0.wasRepaired })
  }

  @Test func linesAcrossBuffers() throws {
    // Lines of many lengths, so that their ends fall everywhere in the buffer of 64 KiB.
    let expected = (0..<700).map { String(repeating: "x", count: $0) + "\($0)" }
    try withTemporaryFile(Array(expected.joined(separator: "\r\n").utf8)) { path in
      let reader = try LineReader(path: path)
      var texts: [String] = []
      while let line = try reader.next() { texts.append(line.text) }
      #expect(texts == expected)
      #expect(reader.lineCount == 700)
      #expect(try reader.next() == nil)
    }
  }

  @Test func linesOfAPipeComeAtOnce() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    let reader = LineReader(descriptor: ends[0], name: "pipe", closesDescriptor: true)
    for text in ["one", "two"] {
      #expect(write(ends[1], text + "\n", 4) == 4)
      // Would wait for ever if the reader wanted a full buffer.
      #expect(try reader.next()?.text == text)
    }
    #expect(write(ends[1], "end", 3) == 3)
    close(ends[1])
    #expect(try reader.next()?.text == "end")
    #expect(try reader.next() == nil)
  }

  @Test func whatCannotBeRead() throws {
    let missing = #expect(throws: FileAccessError.self) { try LineReader(path: "/nowhere/x") }
    #expect(missing?.operation == .open)
    #expect(missing?.file == "/nowhere/x")
    let directory = try LineReader(path: "/tmp")
    let error = #expect(throws: FileAccessError.self) { try directory.next() }
    #expect(error?.operation == .read)
    #expect(throws: FileAccessError.self) { try LineReader(path: "/dev/null\u{0}x") }
    #expect(try LineReader(path: "/dev/null").next() == nil)
  }
}
