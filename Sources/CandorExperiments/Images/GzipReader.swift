import CZlib

/// Reads whole gzip files, and files that are not compressed as they are.
enum GzipReader {
  /// Every byte of a file.
  ///
  /// - Parameters:
  ///   - path: of the file
  ///   - limit: how many bytes it may hold, since a small file can expand to any size
  /// - Throws: `ExperimentError.data` when it cannot be opened or read, is damaged or too large
  static func bytes(_ path: String, limit: Int = 1 << 30) throws -> [UInt8] {
    guard !path.utf8.contains(0), let file = gzopen(path, "rb") else {
      throw ExperimentError.data("\(path) cannot be opened")
    }
    defer { gzclose(file) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 18)
    while true {
      let count = Int(gzread(file, &chunk, UInt32(chunk.count)))
      if count > 0 { bytes += chunk[..<count] }
      var code: Int32 = Z_OK
      let message = gzerror(file, &code)
      guard count >= 0, code == Z_OK || code == Z_STREAM_END else {
        throw ExperimentError.data(
          "\(path), after byte \(bytes.count) of what it holds: "
            + (message.map { String(cString: $0) } ?? "damaged"))
      }
      if count == 0 { return bytes }
      guard bytes.count <= limit else {
        throw ExperimentError.data("\(path) holds more than \(limit) bytes")
      }
    }
  }
}
