import CandorFiles

/// Reads whole files.
package enum FileReader {
  /// Some systems read no more than 2 GB at a time.
  private static let mostAtOnce = 1 << 30

  /// Every byte of a file.
  ///
  /// - Throws: ``FileAccessError`` when it cannot be opened or read.
  package static func bytes(_ path: String) throws(FileAccessError) -> [UInt8] {
    let file = try File(path)
    // What a regular file holds is read to where it stays; a pipe has no size, and a file may grow.
    let size = file.size
    var failure: FileAccessError?
    var bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      do throws(FileAccessError) {
        let buffer = UnsafeMutableRawBufferPointer(buffer)
        while count < size {
          let end = min(size, count + mostAtOnce)
          let read = try file.read(into: .init(rebasing: buffer[count..<end]))
          if read == 0 { break }
          count += read
        }
      } catch {
        failure = error
      }
    }
    if let failure { throw failure }
    try file.parts { bytes += $0 }
    return bytes
  }

  /// Hands every byte of a file to `body`, part by part.
  ///
  /// - Throws: ``FileAccessError`` when it cannot be opened or read.
  package static func parts(
    _ path: String, _ body: (ArraySlice<UInt8>) -> Void
  ) throws(FileAccessError) {
    try File(path).parts(body)
  }

  /// A file that is open.
  private struct File: ~Copyable {
    private let path: String
    private let descriptor: Int32

    init(_ path: String) throws(FileAccessError) {
      guard !path.utf8.contains(0) else { throw FileAccessError(.read, quoted(path), code: 2) }
      let descriptor = System.open(path)
      guard descriptor >= 0 else { throw FileAccessError(.read, path, code: System.lastError) }
      self.path = path
      self.descriptor = descriptor
    }

    /// The bytes of a regular file; 0 for anything else.
    var size: Int {
      guard let (kind, size) = System.kind(of: descriptor), kind == .file else { return 0 }
      return size
    }

    /// Reads on: how many bytes, none at the end.
    func read(into buffer: UnsafeMutableRawBufferPointer) throws(FileAccessError) -> Int {
      let count = System.read(descriptor, into: buffer)
      guard count >= 0 else { throw FileAccessError(.read, path, code: System.lastError) }
      return count
    }

    /// Hands what is left to `body`, part by part.
    func parts(_ body: (ArraySlice<UInt8>) -> Void) throws(FileAccessError) {
      var chunk = [UInt8](repeating: 0, count: 1 << 16)
      while true {
        let result = chunk.withUnsafeMutableBytes { buffer in
          Result { () throws(FileAccessError) in try read(into: buffer) }
        }
        let count = try result.get()
        if count == 0 { return }
        body(chunk[..<count])
      }
    }

    deinit { System.close(descriptor) }
  }
}
