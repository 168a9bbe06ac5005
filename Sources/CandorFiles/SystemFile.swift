#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file, closed when it is released.
package final class SystemFile: Sendable {
  private let descriptor: Int32

  /// The system's error number.
  package struct Failure: Error {
    /// The number.
    package let code: Int32
    static var last: Failure { Failure(code: System.lastError) }
    /// What the system calls it.
    package var message: String { System.message(code) }
  }

  /// Opens for reading, without waiting for a pipe. A name with a NUL in it is no name.
  package init(reading path: String) throws(Failure) {
    descriptor = try SystemFile.open(path, System.readOnly | O_NONBLOCK)
  }

  /// Creates a file, or empties it.
  package init(writing path: String) throws(Failure) {
    descriptor = try SystemFile.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
  }

  /// Creates a file if it is not there; writing goes to its end.
  package init(appendingTo path: String) throws(Failure) {
    descriptor = try SystemFile.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
  }

  deinit { System.close(descriptor) }

  private static func open(_ path: String, _ flags: Int32) throws(Failure) -> Int32 {
    guard !path.utf8.contains(0) else { throw Failure(code: ENOENT) }
    let descriptor = System.open(path, flags: flags)
    guard descriptor >= 0 else { throw .last }
    return descriptor
  }

  /// The size of a regular file.
  package func size() throws(Failure) -> Int {
    guard let (kind, size) = System.kind(of: descriptor) else { throw .last }
    switch kind {
    case .file: return size
    case .folder: throw Failure(code: EISDIR)
    case .other: throw Failure(code: EINVAL)
    }
  }

  /// Fills `buffer` from the file.
  ///
  /// - Returns: fewer bytes than asked for where the file ends before
  package func read(
    at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) throws(Failure) -> Int {
    var done = 0
    while done < buffer.count {
      let rest = UnsafeMutableRawBufferPointer(rebasing: buffer[done...])
      let count = System.read(descriptor, at: offset + done, into: rest)
      if count < 0 { throw .last }
      if count == 0 { break }
      done += count
    }
    return done
  }

  /// Writes all bytes.
  package func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var done = 0
    while done < bytes.count {
      let count = System.write(descriptor, UnsafeRawBufferPointer(rebasing: bytes[done...]))
      if count <= 0 { throw .last }
      done += count
    }
  }

  /// Writes all bytes.
  package func write(_ bytes: [UInt8]) throws(Failure) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(Failure) in try write(bytes) }
    }
    try result.get()
  }

  /// Brings what was written to the disk. Some file systems tell only here that it is full.
  private func sync() throws(Failure) {
    // EINVAL: a file system or device that knows no syncing.
    if fsync(descriptor) != 0, errno != EINVAL { throw .last }
  }

  /// Writes a file so that no half-written one is ever seen under its name.
  ///
  /// A temporary file beside the target is written, synced and renamed; the target stays as it was when anything
  /// fails. A device or a pipe is written straight.
  package static func replace(
    _ path: String, _ body: (SystemFile) throws(Failure) -> Void
  ) throws(Failure) {
    guard !path.utf8.contains(0) else { throw Failure(code: ENOENT) }
    switch System.kind(of: path) {
    case .folder: throw Failure(code: EISDIR)
    case .other:
      try body(SystemFile(writing: path))
      return
    case .file, nil: break
    }
    let partial = "\(path).\(getpid()).partial"
    do throws(Failure) {
      let file = try SystemFile(writing: partial)
      try body(file)
      try file.sync()
      guard rename(partial, path) == 0 else { throw .last }
    } catch {
      System.remove(partial)
      throw error
    }
  }
}
