import CandorExperiments
import Foundation
import Testing

@Suite struct PNGImageTests {
  @Test func whatIsWrittenIsRead() throws {
    let scratch = try Scratch()
    let path = scratch.folder + "/image.png"
    for channels in [PNGImage.Channels.grey, .colour] {
      let pixels = (0..<256 * 3 * channels.rawValue).map { UInt8($0 % 256) }
      let image = PNGImage(width: 256, height: 3, channels: channels, pixels: pixels)
      try image.write(to: path)
      #expect(try PNGImage(path: path, channels: channels) == image)
    }
  }

  @Test func damageIsNamed() throws {
    let scratch = try Scratch()
    let path = scratch.folder + "/image.png"
    func problem(_ body: () throws -> Void) -> String {
      do {
        try body()
        return "nothing thrown"
      } catch {
        return "\(error)"
      }
    }
    let absent = problem { _ = try PNGImage(path: path, channels: .grey) }
    #expect(absent.hasPrefix(path + ": ") && absent.contains("No such file"), "\(absent)")
    try scratch.write("image.png", "not a picture, but some text")
    let text = problem { _ = try PNGImage(path: path, channels: .grey) }
    #expect(text.hasPrefix(path + ": ") && text.contains("PNG"), "\(text)")
    try PNGImage(width: 64, height: 64, channels: .grey, pixels: Array(repeating: 7, count: 4096))
      .write(to: path)
    let bytes = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
    // Cut anywhere, or with any byte turned over, a file gives an image or an error, never a crash.
    for length in 0..<bytes.count {
      try scratch.write("image.png", bytes[..<length])
      if let image = try? PNGImage(path: path, channels: .grey) { #expect(image.width == 64) }
      var turned = bytes
      turned[length] ^= 0xFF
      try scratch.write("image.png", turned)
      _ = try? PNGImage(path: path, channels: .colour)
    }
    #expect(problem { _ = try PNGImage(path: "a\0b", channels: .grey) }.contains("a\0b"))
    let image = PNGImage(width: 1, height: 1, channels: .grey, pixels: [1])
    let folder = scratch.folder + "/nowhere/image.png"
    #expect(problem { try image.write(to: folder) }.hasPrefix(folder + ": "))
  }
}
