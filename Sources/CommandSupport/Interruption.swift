import Synchronization

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Ctrl-C as a wish that a long run looks at; a second one ends the process at once.
package enum Interruption {
  private static let flag = Atomic<Bool>(false)

  /// Whether it was wished for.
  package static var wasRequested: Bool { flag.load(ordering: .relaxed) }

  /// From now on SIGINT and SIGTERM only set the flag, each once.
  package static func catchSignals() {
    // The handler may only touch what is there already.
    flag.store(false, ordering: .relaxed)
    for signal in [SIGINT, SIGTERM] {
      var action = sigaction()
      #if os(Linux)
        action.__sigaction_handler.sa_handler = { _ in
          Interruption.flag.store(true, ordering: .relaxed)
        }
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      #else
        action.__sigaction_u.__sa_handler = { _ in
          Interruption.flag.store(true, ordering: .relaxed)
        }
        action.sa_flags = Int32(SA_RESETHAND)
      #endif
      sigaction(signal, &action, nil)
    }
  }
}
