import ArgumentParser
import CandorText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A mistake of the data that is told in one line.
package struct CommandFailure: Error, CustomStringConvertible {
  /// What is wrong.
  package let description: String

  /// A mistake in words.
  package init(_ description: String) { self.description = description }
}

/// How the command ends when it cannot go on.
package enum Failure {
  /// Parses the arguments, runs the command, and ends the process if anything goes wrong.
  ///
  /// Errors of what was typed are the parser's, with usage and status 64; errors of data are one line and status 1.
  package static func main<Root: ParsableCommand>(_ root: Root.Type) {
    do {
      var command = try root.parseAsRoot()
      do {
        try command.run()
      } catch let error where !belongsToParser(error, of: root) {
        end(error)
      }
    } catch {
      root.exit(withError: error)
    }
  }

  /// Whether the argument parser prints this error: usage, help, version, a plain status.
  private static func belongsToParser<Root: ParsableCommand>(
    _ error: any Error, of root: Root.Type
  ) -> Bool {
    error is ExitCode || root.exitCode(for: error) != .failure
  }

  /// Prints `COMMAND: reason` and ends with status 1; a reader that went away is no error worth words.
  private static func end(_ error: any Error) -> Never {
    if let error = error as? FileAccessError, error.code == EPIPE { exit(141) }
    Note.write(line(error))
    exit(1)
  }

  private static func line(_ error: any Error) -> String {
    "\(error)".split(whereSeparator: \.isNewline).joined(separator: " ")
  }
}

/// What is said beside the results, on standard error.
package enum Note {
  /// The name under which the command was called.
  private static let command =
    CommandLine.arguments.first?.split(separator: "/").last.map(String.init) ?? "candor"

  /// Writes `COMMAND: text`.
  package static func write(_ text: String) {
    var bytes = Array("\(command): \(text)\n".utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { platformWrite(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count <= 0 { return }
      bytes = bytes.dropFirst(count)
    }
  }
}
