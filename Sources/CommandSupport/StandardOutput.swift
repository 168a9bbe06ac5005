import CandorText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Standard output, whole blocks at a time; what cannot be written is an error and not silence.
package enum StandardOutput {
  /// Writes all of a text.
  ///
  /// - Throws: `FileAccessError`, when the disk is full or nothing is open.
  package static func write(_ text: String) throws(FileAccessError) {
    var text = text
    let code: Int32 = text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let count = platformWrite(STDOUT_FILENO, rest.baseAddress, rest.count)
        if count < 0 {
          if errno == EINTR { continue }
          if errno == EAGAIN {
            var waiting = pollfd(fd: STDOUT_FILENO, events: Int16(POLLOUT), revents: 0)
            _ = poll(&waiting, 1, -1)
            continue
          }
          return errno
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(count))
      }
      return 0
    }
    if code != 0 { throw FileAccessError(.write, "standard output", code: code) }
  }

  /// Whether a person looks at it.
  package static var isTerminal: Bool { isatty(STDOUT_FILENO) == 1 }

  /// Whether colours are welcome: on a terminal that can show them, unless `NO_COLOR` is set.
  package static var hasColours: Bool {
    isTerminal && (environment("NO_COLOR") ?? "").isEmpty && environment("TERM") != "dumb"
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }
}

func platformWrite(_ file: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
  write(file, bytes, count)
}
