import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

private let interrupted = Atomic<Bool>(false)

/// Turns Ctrl-C into a question that a training asks between its steps.
enum Interruption {
  /// From now on SIGINT and SIGTERM are remembered instead of ending the process at once; the second one ends it.
  static func watch() -> @Sendable () -> Bool {
    for number in [SIGINT, SIGTERM] {
      _ = signal(number) { number in
        interrupted.store(true, ordering: .relaxed)
        _ = signal(number, SIG_DFL)
      }
    }
    return { interrupted.load(ordering: .relaxed) }
  }
}

/// Where corpora lie unless an option says otherwise.
var defaultCorpora: String {
  guard let path = getenv("CANDOR_CORPORA"), path.pointee != 0 else { return "../shared/corpora" }
  return String(cString: path)
}
