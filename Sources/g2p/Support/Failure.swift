import ArgumentParser
import Candor
import CandorText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A mistake of the data that is told in one line.
struct CommandFailure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// How the command ends when it cannot go on.
enum Failure {
  /// Whether the argument parser prints this error: usage, help, version, a plain status.
  static func belongsToParser(_ error: any Error) -> Bool {
    error is ExitCode || G2P.exitCode(for: error) != .failure
  }

  /// Prints `g2p: reason` and ends with status 1; a reader that went away is no error worth words.
  static func end(_ error: any Error) -> Never {
    if let error = error as? FileAccessError, error.code == EPIPE { exit(141) }
    Note.write(line(error))
    exit(1)
  }

  static func line(_ error: any Error) -> String {
    let text = error is any CustomStringConvertible ? "\(error)" : String(describing: error)
    return text.split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

/// What is said beside the results, on standard error.
enum Note {
  /// Writes `g2p: text`.
  static func write(_ text: String) {
    var bytes = Array("g2p: \(text)\n".utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { platformWrite(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
