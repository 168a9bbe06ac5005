import CandorExperiments
import Foundation
import TestSupport
import Testing

@Suite struct IDXFileTests {
  private static let good: [UInt8] = [0, 0, 8, 2, 0, 0, 0, 2, 0, 0, 0, 3, 1, 2, 3, 4, 5, 6]

  /// The text `candor`, compressed.
  private static let gzip: [UInt8] = [
    0x1f, 0x8b, 0x08, 0x00, 0x00, 0x00, 0x00, 0x00, 0x02, 0xff, 0x4b, 0x4e, 0xcc, 0x4b, 0xc9, 0x2f,
    0x02, 0x00, 0x1e, 0x06, 0xb9, 0x53, 0x06, 0x00, 0x00, 0x00,
  ]

  @Test func readsAnArrayThatIsNotCompressed() throws {
    let scratch = try Scratch()
    let file = try IDXFile(path: scratch.write("a.idx", Self.good), axes: 2)
    #expect(file.shape == [2, 3])
    #expect(file.bytes == [1, 2, 3, 4, 5, 6])
  }

  /// Contents that are no array, and what is said of them.
  private static let bad: [([UInt8], String)] = {
    var other = Array(repeating: good, count: 3)
    other[0][0] = 1
    other[1][2] = 9
    other[2][3] = 3
    return [
      ([], "byte 0: the file ends inside its header of 12 bytes"),
      (Array(good.prefix(9)), "byte 9: the file ends inside its header of 12 bytes"),
      (other[0], "byte 0: 1 0 is not the beginning of an idx file, 0 0"),
      (other[1], "byte 2: type 9, not 8 (unsigned bytes)"),
      (other[2], "byte 3: 3 axes, not 2"),
      (Array(good.dropLast()), "byte 17: 5 bytes of data, but the shape [2, 3] has 6"),
      (good + [7], "byte 18: 7 bytes of data, but the shape [2, 3] has 6"),
    ]
  }()

  @Test(arguments: bad)
  func namesFileAndByte(content: [UInt8], message: String) throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.idx", content)
    #expect(throws: ExperimentError.data("\(path), \(message)")) {
      try IDXFile(path: path, axes: 2)
    }
  }

  @Test func sizesThatOverflowAreRefused() throws {
    let scratch = try Scratch()
    let path = try scratch.write("a.idx", [0, 0, 8, 3] + Array(repeating: UInt8(255), count: 12))
    #expect(throws: ExperimentError.self) { try IDXFile(path: path, axes: 3) }
  }

  @Test func gzipIsExpandedAndDamageIsNoticed() throws {
    let scratch = try Scratch()
    func problem(_ bytes: [UInt8]) throws -> String {
      let path = try scratch.write("a.gz", bytes)
      do {
        _ = try IDXFile(path: path, axes: 1)
        return ""
      } catch let error as ExperimentError {
        return error.description.replacing(scratch.folder, with: "")
      }
    }
    // What it holds, "candor", is no idx file: the complaint is about the c.
    #expect(try problem(Self.gzip).contains("the file ends inside its header of 8 bytes"))
    var damaged = Self.gzip
    damaged[12] ^= 0x55
    #expect(try problem(damaged).hasPrefix("/a.gz"))
    #expect(try !problem(damaged).contains("header of 8"))
    #expect(throws: ExperimentError.data("/nowhere cannot be opened")) {
      try IDXFile(path: "/nowhere", axes: 1)
    }
  }
}
