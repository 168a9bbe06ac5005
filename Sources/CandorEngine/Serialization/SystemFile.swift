#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// An open file, closed when it is released. Only what whole files of tensors need.
final class SystemFile: Sendable {
  private let descriptor: Int32

  /// The system's error number.
  struct Failure: Error {
    let code: Int32
    static var last: Failure { Failure(code: errno == 0 ? EIO : errno) }
    static var notAFile: Failure { Failure(code: EINVAL) }
    var message: String { String(cString: strerror(code)) }
  }

  /// Opens for reading. A name with a NUL in it is no name.
  init(reading path: String) throws(Failure) {
    descriptor = try SystemFile.open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
  }

  /// Creates a file, or empties it.
  init(writing path: String) throws(Failure) {
    descriptor = try SystemFile.open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC)
  }

  /// Creates a file if it is not there; writing goes to its end.
  init(appendingTo path: String) throws(Failure) {
    descriptor = try SystemFile.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC)
  }

  deinit { _ = Self.closeDescriptor(descriptor) }

  private static func open(_ path: String, _ flags: Int32) throws(Failure) -> Int32 {
    guard !path.utf8.contains(0) else { throw Failure(code: ENOENT) }
    while true {
      let descriptor = openDescriptor(path, flags)
      if descriptor >= 0 { return descriptor }
      if errno != EINTR { throw .last }
    }
  }

  /// The size of a regular file.
  func size() throws(Failure) -> Int {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .last }
    if status.st_mode & S_IFMT == S_IFDIR { throw Failure(code: EISDIR) }
    guard status.st_mode & S_IFMT == S_IFREG else { throw .notAFile }
    return Int(status.st_size)
  }

  /// Fills `buffer` from the file.
  ///
  /// - Returns: fewer bytes than asked for where the file ends before
  func read(at offset: Int, into buffer: UnsafeMutableRawBufferPointer) throws(Failure) -> Int {
    var done = 0
    while done < buffer.count {
      guard let base = buffer.baseAddress else { break }
      let count = pread(descriptor, base + done, buffer.count - done, off_t(offset + done))
      if count == 0 { break }
      if count < 0 {
        if errno == EINTR { continue }
        throw .last
      }
      done += count
    }
    return done
  }

  /// Writes all bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(Failure) {
    var done = 0
    while done < bytes.count {
      guard let base = bytes.baseAddress else { return }
      errno = 0
      let count = writeBytes(descriptor, base + done, bytes.count - done)
      if count <= 0 {
        if errno == EINTR { continue }
        throw .last
      }
      done += count
    }
  }

  /// Writes all bytes.
  func write(_ bytes: [UInt8]) throws(Failure) {
    let result = bytes.withUnsafeBytes { bytes in
      Result { () throws(Failure) in try write(bytes) }
    }
    try result.get()
  }

  /// Brings what was written to the disk.
  func sync() throws(Failure) {
    // EINVAL: a file system or device that knows no syncing.
    if fsync(descriptor) != 0, errno != EINVAL { throw .last }
  }

  /// Writes a file so that no half-written one is ever seen under its name.
  ///
  /// A temporary file beside the target is written, synced and renamed; the target stays as it was when anything
  /// fails. A device is written straight.
  static func replace(
    _ path: String, _ body: (SystemFile) throws(Failure) -> Void
  ) throws(Failure) {
    guard !path.utf8.contains(0) else { throw Failure(code: ENOENT) }
    var status = stat()
    if stat(path, &status) == 0, status.st_mode & S_IFMT != S_IFREG {
      if status.st_mode & S_IFMT == S_IFDIR { throw Failure(code: EISDIR) }
      try body(SystemFile(writing: path))
      return
    }
    let partial = "\(path).\(getpid()).partial"
    do throws(Failure) {
      let file = try SystemFile(writing: partial)
      try body(file)
      try file.sync()
      guard rename(partial, path) == 0 else { throw .last }
    } catch {
      unlink(partial)
      throw error
    }
  }

  private static func closeDescriptor(_ descriptor: Int32) -> Int32 { close(descriptor) }
}

private func openDescriptor(_ path: String, _ flags: Int32) -> Int32 {
  open(path, flags, mode_t(0o666))
}

private func writeBytes(_ descriptor: Int32, _ bytes: UnsafeRawPointer, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}
