import CKernels
import Dispatch
import Synchronization

/// Threads that help the calling one, and linger for a moment after their work.
///
/// A training step is hundreds of short operations with microseconds between them, and to wake a sleeping thread takes
/// as long as many of them. So a helper waits actively for the next piece of work before it gives its thread back to
/// Dispatch, and the caller takes back what a helper has not begun: it never waits for a thread to wake.
package final class ThreadPool: Sendable {
  package static let shared = ThreadPool()

  private let isTaken = Atomic(false)
  /// Only for the thread that has taken the pool.
  nonisolated(unsafe) private var helpers: [Helper] = []

  package init() {}

  /// Runs `work` on the calling thread, and on up to `count` others if no other caller has them, at the same time;
  /// returns when all who began have ended.
  ///
  /// - Parameter work: does everything that is left to do; another thread may have done it all
  package func run(helpers count: Int, _ work: () -> Void) {
    let exchange = isTaken.compareExchange(
      expected: false, desired: true, successOrdering: .acquiring, failureOrdering: .relaxed)
    guard exchange.exchanged else { return work() }
    defer { isTaken.store(false, ordering: .releasing) }
    while helpers.count < count { helpers.append(Helper()) }
    withoutActuallyEscaping(work) { work in
      for helper in helpers.prefix(count) { helper.begin(work) }
      work()
      for helper in helpers.prefix(count) { helper.end() }
    }
  }
}

/// A thread that helps: a block on a queue of its own that does one piece of work after another.
private final class Helper: Sendable {
  private enum State: UInt8, AtomicRepresentable {
    /// No block runs, and none is about to.
    case asleep
    /// The block waits for work, or is about to.
    case waiting
    /// There is work that the helper has not begun.
    case called
    /// It does the work.
    case working
    /// It does the work, and the caller sleeps until it is done.
    case awaited
  }

  /// How often a thread looks for a change before it sleeps: some tens of microseconds. Five times as often won nothing.
  private static let patience = 2000

  private let state = Atomic(State.asleep)
  /// Written by the caller while the helper has no work.
  nonisolated(unsafe) private var work: (() -> Void)?
  private let queue = DispatchQueue(label: "candor.helper", qos: .userInitiated)
  private let done = DispatchSemaphore(value: 0)

  /// Calls the helper.
  func begin(_ work: @escaping () -> Void) {
    self.work = work
    if state.exchange(.called, ordering: .acquiringAndReleasing) == .asleep {
      queue.async { self.serve() }
    }
  }

  /// Takes the work back, or waits until it is done.
  func end() {
    defer { work = nil }
    for _ in 0..<Self.patience {
      switch state.load(ordering: .acquiring) {
      case .called: if change(.called, to: .waiting) { return }
      case .waiting, .asleep: return
      case .working, .awaited: candor_pause()
      }
    }
    if change(.working, to: .awaited) { done.wait() }
  }

  private func serve() {
    while true {
      var looks = 0
      while looks < Self.patience {
        if change(.called, to: .working) {
          perform()
          if state.exchange(.waiting, ordering: .acquiringAndReleasing) == .awaited {
            done.signal()
          }
          looks = 0
        } else {
          candor_pause()
          looks += 1
        }
      }
      if change(.waiting, to: .asleep) { return }
    }
  }

  /// Not inlined, so that nothing holds the work when the caller hears that it is done.
  @inline(never)
  private func perform() { work?() }

  private func change(_ old: State, to new: State) -> Bool {
    // Spinning on a load leaves the cache line to the others.
    guard state.load(ordering: .acquiring) == old else { return false }
    return state.compareExchange(
      expected: old, desired: new, successOrdering: .acquiringAndReleasing,
      failureOrdering: .acquiring
    ).exchanged
  }
}
