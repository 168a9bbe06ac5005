import ArgumentParser
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
  /// The number of the signal; 0 for none.
  private static let signal = Atomic<Int32>(0)

  /// Whether it was wished for.
  package static var wasRequested: Bool { signal.load(ordering: .relaxed) != 0 }

  /// How a command ends that was interrupted: 128 and the number of the signal, as a shell has it.
  package static var exitCode: ExitCode {
    ExitCode(128 + max(SIGINT, signal.load(ordering: .relaxed)))
  }

  /// From now on SIGINT and SIGTERM only set the flag, each once.
  package static func catchSignals() {
    // The handler may only touch what is there already.
    signal.store(0, ordering: .relaxed)
    for number in [SIGINT, SIGTERM] {
      var action = sigaction()
      #if os(Linux)
        action.__sigaction_handler.sa_handler = { number in
          Interruption.signal.store(number, ordering: .relaxed)
        }
        action.sa_flags = Int32(bitPattern: UInt32(SA_RESETHAND))
      #else
        action.__sigaction_u.__sa_handler = { number in
          Interruption.signal.store(number, ordering: .relaxed)
        }
        action.sa_flags = Int32(SA_RESETHAND)
      #endif
      sigaction(number, &action, nil)
    }
  }
}
