// The few calls of the C library that reading and writing need; Foundation would cost start-up time.
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

enum System {
  static func open(_ path: String, flags: Int32, mode: UInt32 = 0o666) -> Int32 {
    retrying { path.withCString { systemOpen($0, flags, mode_t(mode)) } }
  }

  static func read(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Int {
    retrying { systemRead(descriptor, buffer.baseAddress, buffer.count) }
  }

  static func write(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
    retrying { systemWrite(descriptor, bytes.baseAddress, bytes.count) }
  }

  static func close(_ descriptor: Int32) -> Int32 { systemClose(descriptor) }

  static func sync(_ descriptor: Int32) -> Int32 { fsync(descriptor) }

  static func move(_ source: String, to target: String) -> Int32 { rename(source, target) }

  static func remove(_ path: String) { _ = unlink(path) }

  static func makeFolder(_ path: String) -> Int32 { mkdir(path, 0o777) }

  static func isFolder(_ path: String) -> Bool {
    var status = stat()
    return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
  }

  static func isWritableRegularFileOrNew(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0 else { return true }
    return status.st_mode & S_IFMT == S_IFREG
  }

  /// Bytes of a regular file; `nil` for anything else.
  static func size(_ descriptor: Int32) -> Int? {
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else { return nil }
    return Int(status.st_size)
  }

  static var processIdentifier: Int32 { getpid() }

  static var lastError: Int32 { errno }

  static func message(_ code: Int32) -> String { String(cString: strerror(code)) }

  static let readOnly = O_RDONLY | O_CLOEXEC
  static let overwrite = O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC

  private static func retrying<Result: BinaryInteger>(_ call: () -> Result) -> Result {
    while true {
      let result = call()
      if result >= 0 || errno != EINTR { return result }
    }
  }
}

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

/// Finds a byte; nil where it is not.
func firstIndex(of byte: UInt8, in bytes: UnsafeRawBufferPointer) -> Int? {
  guard let base = bytes.baseAddress, let found = memchr(base, Int32(byte), bytes.count) else {
    return nil
  }
  return UnsafeRawPointer(found) - base
}
