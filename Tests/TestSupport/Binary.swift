import Foundation

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs the commands of the package as a user would: a process, bytes in, bytes out.
public enum Binary {
  /// How a process ended and what it wrote.
  public struct Outcome: Sendable {
    /// The exit status; 128 + the signal's number when a signal ended the process, as in a shell.
    public let status: Int32
    /// The bytes of standard output.
    public let outputBytes: [UInt8]
    /// The bytes of standard error.
    public let errorBytes: [UInt8]
    /// Whether the time ran out and the process was killed.
    public let timedOut: Bool
    /// Standard output as text, wrong UTF-8 replaced.
    public var output: String { String(decoding: outputBytes, as: UTF8.self) }
    /// Standard error as text, wrong UTF-8 replaced.
    public var errors: String { String(decoding: errorBytes, as: UTF8.self) }
    /// Standard output by lines, without the last, empty one.
    public var lines: [String] {
      var lines = output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if lines.last == "" { lines.removeLast() }
      return lines
    }
  }

  /// What prevents a process from being started.
  public struct LaunchError: Error, CustomStringConvertible {
    /// The executable and the reason.
    public let description: String
  }

  /// The folder of built products: where the test executable lies.
  public static let folder: String = {
    #if os(macOS)
      let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }
      return bundle.map { ($0.bundlePath as NSString).deletingLastPathComponent } ?? "."
    #else
      let path =
        (try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")) ?? "./."
      return (path as NSString).deletingLastPathComponent
    #endif
  }()

  /// The path of a built product such as `g2p`; it need not exist.
  public static func path(_ name: String) -> String { folder + "/" + name }

  /// Runs a built product, or any executable given by a path with a slash.
  ///
  /// - Parameters:
  ///   - input: the bytes on its standard input, which then ends.
  ///   - environment: variables to set on top of those inherited; nil as the value removes one.
  ///   - workingDirectory: the folder it starts in, through `/bin/sh`; that of the tests when nil.
  ///   - timeout: seconds after which it is killed.
  ///   - interruptOn: sends SIGINT once standard error holds this text.
  public static func run(
    _ name: String, _ arguments: [String] = [], input: [UInt8] = [],
    environment: [String: String?] = [:], workingDirectory: String? = nil,
    timeout: Double = 60, interruptOn: String? = nil
  ) throws -> Outcome {
    var executable = name.contains("/") ? name : path(name)
    var arguments = arguments
    if let workingDirectory {
      arguments =
        ["-c", "cd \"$1\" && shift && exec \"$@\"", "sh", workingDirectory, executable] + arguments
      executable = "/bin/sh"
    }
    var inherited = ProcessInfo.processInfo.environment
    // What this user has fetched is no part of a test.
    inherited["XDG_DATA_HOME"] = "/nonexistent"
    for (key, value) in environment { inherited[key] = value }

    // A child that ends without reading its input must not end the tests.
    _ = ignoreBrokenPipes
    let input = input
    let (child, stdin, stdout, stderr) = try launching.withLock {
      let (stdin, stdout, stderr) = (try Pipe(), try Pipe(), try Pipe())
      let child = try spawn(
        executable, arguments, inherited.map { "\($0.key)=\($0.value)" },
        files: [stdin.reading, stdout.writing, stderr.writing])
      for end in [stdin.reading, stdout.writing, stderr.writing] { close(end) }
      return (child, stdin, stdout, stderr)
    }

    var loop = Exchange(
      child: child, stdin: stdin.writing, stdout: stdout.reading, stderr: stderr.reading,
      input: input, interruptOn: interruptOn.map { Array($0.utf8) })
    return loop.finish(within: timeout)
  }

  /// Runs a script with `/bin/sh`, where `$BIN` is the folder of built products:
  /// `try Binary.shell("yes hello | \"$BIN/g2p\" | head -n 1")`.
  public static func shell(_ script: String, input: [UInt8] = [], timeout: Double = 60) throws
    -> Outcome
  {
    try run(
      "/bin/sh", ["-c", script], input: input, environment: ["BIN": folder], timeout: timeout)
  }

  /// Held from making pipes to starting the child: a pipe is for a moment open to inheritance.
  private static let launching = NSLock()

  private static let ignoreBrokenPipes: Bool = {
    _ = signal(SIGPIPE, SIG_IGN)
    return true
  }()

  /// Both ends of a pipe, hidden from processes that other tests start meanwhile: an end that
  /// leaks into one of them would keep the reader waiting for the end of the file.
  private struct Pipe {
    let reading: Int32
    let writing: Int32
    init() throws {
      var ends: [Int32] = [-1, -1]
      let result = pipe(&ends)
      for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
      guard result == 0 else { throw LaunchError(description: "pipe: errno \(errno)") }
      (reading, writing) = (ends[0], ends[1])
    }
  }

  private static func spawn(
    _ executable: String, _ arguments: [String], _ environment: [String], files: [Int32]
  ) throws -> pid_t {
    #if os(Linux)
      var actions = posix_spawn_file_actions_t()
      var attributes = posix_spawnattr_t()
    #else
      var actions: posix_spawn_file_actions_t?
      var attributes: posix_spawnattr_t?
    #endif
    posix_spawn_file_actions_init(&actions)
    posix_spawnattr_init(&attributes)
    defer {
      posix_spawn_file_actions_destroy(&actions)
      posix_spawnattr_destroy(&attributes)
    }
    for (target, file) in files.enumerated() {
      posix_spawn_file_actions_adddup2(&actions, file, Int32(target))
    }
    // An ignored signal stays ignored across exec, and the threads of Swift's executor block
    // signals; the child gets the usual behaviour back.
    var defaults = sigset_t()
    sigemptyset(&defaults)
    sigaddset(&defaults, SIGPIPE)
    sigaddset(&defaults, SIGINT)
    posix_spawnattr_setsigdefault(&attributes, &defaults)
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK))

    let argv = ([executable] + arguments).map { strdup($0) } + [nil]
    let envp = environment.map { strdup($0) } + [nil]
    defer { for pointer in argv + envp { free(pointer) } }
    var child: pid_t = 0
    let result = posix_spawn(&child, executable, &actions, &attributes, argv, envp)
    guard result == 0 else {
      throw LaunchError(description: "\(executable): \(String(cString: strerror(result)))")
    }
    return child
  }

  /// Feeds and drains the three pipes of a child together, so that neither side can block the
  /// other however much they write.
  private struct Exchange {
    let child: pid_t
    var stdin: Int32
    var stdout: Int32
    var stderr: Int32
    let input: [UInt8]
    var interruptOn: [UInt8]?
    var written = 0
    var output: [UInt8] = []
    var errors: [UInt8] = []

    init(
      child: pid_t, stdin: Int32, stdout: Int32, stderr: Int32, input: [UInt8],
      interruptOn: [UInt8]?
    ) {
      (self.child, self.stdin, self.stdout, self.stderr) = (child, stdin, stdout, stderr)
      (self.input, self.interruptOn) = (input, interruptOn)
      _ = fcntl(stdin, F_SETFL, fcntl(stdin, F_GETFL) | O_NONBLOCK)
    }

    mutating func finish(within seconds: Double) -> Outcome {
      let deadline = ContinuousClock.now + .seconds(seconds)
      var timedOut = false
      if input.isEmpty { close(&stdin) }
      while stdout >= 0 || stderr >= 0 || stdin >= 0 {
        if ContinuousClock.now >= deadline { timedOut = true; break }
        // A negative descriptor is ignored by poll.
        var polls = [
          pollfd(fd: stdout, events: Int16(POLLIN), revents: 0),
          pollfd(fd: stderr, events: Int16(POLLIN), revents: 0),
          pollfd(fd: stdin, events: Int16(POLLOUT), revents: 0),
        ]
        poll(&polls, 3, 50)
        if polls[0].revents != 0 { read(&stdout, into: &output) }
        if polls[1].revents != 0 { read(&stderr, into: &errors) }
        if polls[2].revents != 0 { feed() }
        interruptIfAsked()
      }
      close(&stdin)
      close(&stdout)
      close(&stderr)
      var status: Int32 = 0
      while waitpid(child, &status, WNOHANG) == 0 {
        if ContinuousClock.now >= deadline { timedOut = true }
        if timedOut { kill(child, SIGKILL) }
        usleep(500)
      }
      let signal = status & 0x7f
      return Outcome(
        status: signal == 0 ? (status >> 8) & 0xff : 128 + signal, outputBytes: output,
        errorBytes: errors, timedOut: timedOut)
    }

    private mutating func interruptIfAsked() {
      guard let text = interruptOn, errors.count >= text.count, errors.contains(sequence: text)
      else { return }
      interruptOn = nil
      kill(child, SIGINT)
    }

    private mutating func feed() {
      let count = input.withUnsafeBytes { raw in
        write(stdin, raw.baseAddress.map { $0 + written }, raw.count - written)
      }
      if count > 0 { written += count }
      if count < 0 && errno != EAGAIN && errno != EINTR || written == input.count { close(&stdin) }
    }

    private func read(_ file: inout Int32, into bytes: inout [UInt8]) {
      var buffer = [UInt8](repeating: 0, count: 65536)
      #if canImport(Glibc)
        let count = Glibc.read(file, &buffer, buffer.count)
      #else
        let count = Darwin.read(file, &buffer, buffer.count)
      #endif
      if count > 0 { bytes.append(contentsOf: buffer[..<count]) }
      if count == 0 || count < 0 && errno != EINTR { close(&file) }
    }

    private func close(_ file: inout Int32) {
      if file >= 0 {
        #if canImport(Glibc)
          _ = Glibc.close(file)
        #else
          _ = Darwin.close(file)
        #endif
      }
      file = -1
    }
  }
}

extension [UInt8] {
  fileprivate func contains(sequence: [UInt8]) -> Bool {
    guard let first = sequence.first, count >= sequence.count else { return sequence.isEmpty }
    return (0...(count - sequence.count)).contains { start in
      self[start] == first && self[start..<(start + sequence.count)].elementsEqual(sequence)
    }
  }
}
