import CandorText
import Foundation
import Testing

@Suite struct FileFolderTests {
  @Test func aFolderIsMadeWithThoseAboveIt() throws {
    let top = NSTemporaryDirectory() + "candor-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: top) }
    let path = top + "/a/b"
    for _ in 0..<2 { try FileFolder.prepare(path) }
    #expect(try FileManager.default.contentsOfDirectory(atPath: path).isEmpty)
  }

  @Test func whatCannotBeMadeIsNamed() throws {
    let file = NSTemporaryDirectory() + "candor-" + UUID().uuidString
    try Data().write(to: URL(fileURLWithPath: file))
    defer { try? FileManager.default.removeItem(atPath: file) }
    for path in ["/proc/x", file, file + "/a", "a\0b"] {
      let error = #expect(throws: FileAccessError.self) { try FileFolder.prepare(path) }
      #expect(error?.description.hasPrefix("cannot write ") == true)
    }
  }
}
