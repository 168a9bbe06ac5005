// The few calls of the C library that reading and writing need; Foundation would cost start-up time.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Calls of the C library. One that a signal interrupts is made again.
package enum System {
  /// A descriptor, below 0 if the file cannot be opened.
  package static func open(_ path: String, flags: Int32 = readOnly) -> Int32 {
    retrying { path.withCString { systemOpen($0, flags, 0o666) } }
  }

  /// The number of bytes read, 0 at the end, below 0 for an error.
  package static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    retrying { systemRead(descriptor, buffer.baseAddress, buffer.count) }
  }

  /// The same from a place in the file.
  static func read(
    _ descriptor: Int32, at offset: Int, into buffer: UnsafeMutableRawBufferPointer
  ) -> Int {
    retrying { pread(descriptor, buffer.baseAddress, buffer.count, off_t(offset)) }
  }

  /// The number of bytes written, 0 or below for an error.
  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    errno = 0
    return retrying { systemWrite(descriptor, bytes.baseAddress, bytes.count) }
  }

  /// Not 0 for an error.
  @discardableResult
  package static func close(_ descriptor: Int32) -> Int32 { systemClose(descriptor) }

  /// Removes a file.
  package static func remove(_ path: String) { _ = unlink(path) }

  /// Makes a folder; not 0 if it cannot be made.
  package static func makeFolder(_ path: String) -> Int32 { mkdir(path, 0o777) }

  /// What is at a path.
  package static func kind(of path: String) -> FileKind? {
    var status = stat()
    return stat(path, &status) == 0 ? FileKind(status) : nil
  }

  /// What a descriptor is of, and the size of a file.
  package static func kind(of descriptor: Int32) -> (kind: FileKind, size: Int)? {
    var status = stat()
    return fstat(descriptor, &status) == 0 ? (FileKind(status), Int(status.st_size)) : nil
  }

  /// The error of the last call, of which there was one.
  package static var lastError: Int32 { errno == 0 ? EIO : errno }

  /// What an error is called.
  package static func message(_ code: Int32) -> String { String(cString: strerror(code)) }

  /// Flags of opening.
  package static let readOnly = O_RDONLY | O_CLOEXEC

  private static func retrying<Result: BinaryInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

/// What a path leads to.
package enum FileKind: Sendable {
  case file, folder
  /// A device or a pipe.
  case other

  fileprivate init(_ status: stat) {
    switch status.st_mode & S_IFMT {
    case S_IFREG: self = .file
    case S_IFDIR: self = .folder
    default: self = .other
    }
  }
}

/// Finds a byte; nil where it is not.
package func firstIndex(of byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
  guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else {
    return nil
  }
  return UnsafeRawPointer(found) - base
}

// Inside the enumeration its own names hide those of the library.
private func systemOpen(_ path: UnsafePointer<CChar>, _ flags: Int32, _ mode: mode_t) -> Int32 {
  open(path, flags, mode)
}

private func systemRead(
  _ descriptor: Int32, _ buffer: UnsafeMutableRawPointer?, _ count: Int
) -> Int {
  read(descriptor, buffer, count)
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(descriptor, bytes, count)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
