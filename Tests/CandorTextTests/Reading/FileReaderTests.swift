import CandorText
import Foundation
import Testing

@Suite struct FileReaderTests {
  private let folder = NSTemporaryDirectory() + "candor-" + UUID().uuidString

  @Test func everyByteIsRead() throws {
    try FileFolder.prepare(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    for count in [0, 1, 65_535, 65_536, 300_001] {
      let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
      try Data(bytes).write(to: URL(fileURLWithPath: folder + "/x"))
      #expect(try FileReader.bytes(folder + "/x") == bytes)
      var parts: [UInt8] = []
      try FileReader.parts(folder + "/x") { parts += $0 }
      #expect(parts == bytes)
    }
  }

  /// A pipe has no size, and what the system makes up has one of 0.
  @Test func whatHasNoSizeIsRead() throws {
    try FileFolder.prepare(folder)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let pipe = folder + "/pipe"
    #expect(mkfifo(pipe, 0o600) == 0)
    let bytes = [UInt8](repeating: 7, count: 50_000)
    // As much as a pipe holds: whoever writes need not wait for the reader.
    Thread.detachNewThread { FileHandle(forWritingAtPath: pipe)?.write(Data(bytes)) }
    #expect(try FileReader.bytes(pipe) == bytes)
    #if os(Linux)
      #expect(try FileReader.bytes("/proc/self/status").starts(with: Array("Name:".utf8)))
    #endif
  }

  @Test func whatCannotBeReadIsNamed() {
    for path in [folder + "/nothing", "/", "a\0b"] {
      let error = #expect(throws: FileAccessError.self) { try FileReader.bytes(path) }
      #expect(error?.description.hasPrefix("cannot read ") == true)
    }
  }
}
