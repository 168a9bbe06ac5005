#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// Runs gnuplot, found on the PATH, and waits for it.
struct Gnuplot {
  var program = "gnuplot"

  /// Runs a script with its folder as the current one.
  ///
  /// - Throws: `FigureError.gnuplotMissing` or `.gnuplotFailed` with what it said.
  func run(script: String, in folder: String) throws(FigureError) {
    let place = folder + "/" + script
    let quoted = folder.replacing("'", with: "''")
    let (status, message) = try launch(["-e", "cd '\(quoted)'", script], place)
    guard status == 0 else {
      throw .gnuplotFailed(script: place, status: status, message: message)
    }
  }

  private func launch(
    _ arguments: [String], _ place: String
  ) throws(FigureError) -> (status: Int32, message: String) {
    var ends: [Int32] = [-1, -1]
    guard pipe(&ends) == 0 else {
      throw .gnuplotFailed(script: place, status: errno, message: "no pipe")
    }
    for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
    #if canImport(Glibc)
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
    posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
    posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    posix_spawn_file_actions_adddup2(&actions, ends[1], 2)
    // The threads of Swift's executor block signals; Ctrl-C must still reach the child.
    var mask = sigset_t()
    sigemptyset(&mask)
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))

    let argv = ([program] + arguments).map { strdup($0) } + [nil]
    defer { for pointer in argv { free(pointer) } }
    var child: pid_t = 0
    let result = posix_spawnp(&child, program, &actions, &attributes, argv, environ)
    close(ends[1])
    defer { close(ends[0]) }
    guard result == 0 else { throw .gnuplotMissing(program: program, script: place) }

    var message: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = read(ends[0], &buffer, buffer.count)
      if count > 0 { message += buffer[..<count] } else if count == 0 || errno != EINTR { break }
    }
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
    let signal = status & 0x7f
    let text = String(decoding: message, as: UTF8.self)
      .split(whereSeparator: \.isNewline).map { $0.trimmingSpaces }.filter { !$0.isEmpty }
    return (signal == 0 ? (status >> 8) & 0xff : 128 + signal, text.joined(separator: " "))
  }
}

extension Substring {
  fileprivate var trimmingSpaces: Substring {
    let start = drop { $0 == " " }
    return start.prefix(
      upTo: start.lastIndex { $0 != " " }.map { start.index(after: $0) } ?? start.startIndex)
  }
}
