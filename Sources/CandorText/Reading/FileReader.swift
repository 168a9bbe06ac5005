/// Reads whole files.
package enum FileReader {
  /// Every byte of a file.
  ///
  /// - Throws: ``FileAccessError`` when it cannot be opened or read.
  package static func bytes(_ path: String) throws(FileAccessError) -> [UInt8] {
    var bytes: [UInt8] = []
    // So that a large file is not copied again and again; a pipe has no size.
    if let size = System.size(path) { bytes.reserveCapacity(size) }
    try parts(path) { bytes += $0 }
    return bytes
  }

  /// Hands every byte of a file to `body`, part by part.
  ///
  /// - Throws: ``FileAccessError`` when it cannot be opened or read.
  package static func parts(
    _ path: String, _ body: (ArraySlice<UInt8>) -> Void
  ) throws(FileAccessError) {
    guard !path.utf8.contains(0) else { throw FileAccessError(.read, quoted(path), code: 2) }
    let descriptor = System.open(path, flags: System.readOnly)
    guard descriptor >= 0 else { throw FileAccessError(.read, path, code: System.lastError) }
    defer { _ = System.close(descriptor) }
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = chunk.withUnsafeMutableBytes { System.read(descriptor, into: $0) }
      if count == 0 { return }
      if count < 0 { throw FileAccessError(.read, path, code: System.lastError) }
      body(chunk[..<count])
    }
  }
}
