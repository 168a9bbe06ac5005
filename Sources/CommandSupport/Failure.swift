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
      let arguments = joined(Array(CommandLine.arguments.dropFirst()))
      try requireVerb(ofHelp: arguments, in: root)
      var command = try root.parseAsRoot(arguments)
      do {
        try command.run()
      } catch let error where !belongsToParser(error, of: root) {
        end(error)
      }
    } catch {
      root.exit(withError: error)
    }
  }

  /// The arguments, where a negative number that follows an option is its value: the parser would take it for another
  /// option, and say that the value is missing.
  private static func joined(_ arguments: [String]) -> [String] {
    var result: [String] = []
    for (index, argument) in arguments.enumerated() {
      if argument == "--" { return result + arguments[index...] }
      if argument.hasPrefix("-"), Double(argument) != nil, let option = result.last,
        option.hasPrefix("--"), !option.contains("=")
      {
        result[result.count - 1] = "\(option)=\(argument)"
      } else {
        result.append(argument)
      }
    }
    return result
  }

  /// Refuses `help` for a verb that does not exist, for which the parser shows the help of all.
  private static func requireVerb<Root: ParsableCommand>(
    ofHelp arguments: [String], in root: Root.Type
  ) throws {
    let verbs = root.configuration.subcommands.map { $0._commandName }
    if arguments.first == "help", let verb = arguments.dropFirst().first, !verb.hasPrefix("-"),
      !verbs.contains(verb)
    {
      throw ValidationError("there is no verb \(verb.debugDescription)")
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
