import Benchmark
import CAllocations

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What is measured: one iteration of `body` processes `items` and multiplies matrices.
struct Measurement {
  let name: String
  /// What an iteration processes, such as "sequences".
  let items: Int
  /// Multiplications and additions of all matrix products of an iteration; 0 where they are not counted.
  let operations: Double
  /// Makes inputs and model, and gives what is timed.
  let prepare: (_ threads: Int) throws -> () throws -> Void

  /// Adds the measurement to a suite of the harness. Nothing is made before it runs.
  func register(in suite: BenchmarkSuite, threads: Int) {
    // Stored once: a closure that goes in and out of an optional is wrapped once more each time, and after some thousand
    // iterations the calls from wrapper to wrapper were most of a short step.
    var prepared: (() throws -> Void)?
    suite.benchmark(name) { state in
      if prepared == nil { prepared = try warm(threads: threads) }
      guard let body = prepared else { return }
      let allocations = candor_allocations()
      state.start()
      try body()
      try state.end()
      state.increment(
        counter: Counter.allocations, by: Double(candor_allocations() - allocations))
      state.counters[Counter.items] = Double(items)
      state.counters[Counter.operations] = operations
      state.counters[Counter.threads] = Double(threads)
      state.counters[Counter.peakMemory] = PeakMemory.bytes
    }
  }

  /// Buffers are made and caches filled outside the measurement.
  private func warm(threads: Int) throws -> () throws -> Void {
    PeakMemory.reset()
    let body = try prepare(threads)
    try body()
    return body
  }
}

/// The names under which the harness keeps what it does not know itself.
enum Counter {
  static let allocations = "allocations"
  static let items = "items"
  static let operations = "operations"
  static let threads = "threads"
  static let peakMemory = "peak memory"
}

/// The most memory that the program held at a time since `reset`.
enum PeakMemory {
  static func reset() {
    #if os(Linux)
      guard let file = fopen("/proc/self/clear_refs", "w") else { return }
      fputs("5", file)
      fclose(file)
    #endif
  }

  static var bytes: Double {
    #if os(Linux)
      guard let file = fopen("/proc/self/status", "r") else { return 0 }
      defer { fclose(file) }
      var line = [CChar](repeating: 0, count: 256)
      while fgets(&line, Int32(line.count), file) != nil {
        let bytes = line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
        let text = String(decoding: bytes, as: UTF8.self)
        if text.hasPrefix("VmHWM:") {
          return 1024 * (Double(text.split(separator: " ")[1]) ?? 0)
        }
      }
    #endif
    return 0
  }
}
