import Benchmark

/// The columns of the report.
enum Report {
  static let columns = [
    "name", "threads", "ms", "fastest ms", "items/s", "GFLOP/s", "% of peak", "MB", "allocations",
  ]

  /// - Parameter peak: the GFLOP/s of a large matrix product on so many threads
  static func register(peak: @escaping (_ threads: Int) -> Double) {
    add("threads", digits: 0) { $0.counters[Counter.threads] ?? 0 }
    add("ms", digits: 3) { median($0) / 1e6 }
    add("fastest ms", digits: 3) { ($0.measurements.min() ?? 0) / 1e6 }
    add("items/s", digits: 0) { 1e9 * ($0.counters[Counter.items] ?? 0) / median($0) }
    add("GFLOP/s", digits: 1) { ($0.counters[Counter.operations] ?? 0) / median($0) }
    add("% of peak", digits: 0) {
      100 * ($0.counters[Counter.operations] ?? 0) / median($0)
        / peak(Int($0.counters[Counter.threads] ?? 1))
    }
    add("MB", digits: 0) { ($0.counters[Counter.peakMemory] ?? 0) / 1e6 }
    add("allocations", digits: 0) {
      ($0.counters[Counter.allocations] ?? 0) / Double(max(1, $0.measurements.count))
    }
  }

  private static func add(
    _ name: String, digits: Int, _ value: @escaping (BenchmarkResult) -> Double
  ) {
    BenchmarkColumn.register(
      BenchmarkColumn(name: name, value: value) { value, _ in fixed(value, digits) })
  }

  private static func median(_ result: BenchmarkResult) -> Double {
    let sorted = result.measurements.sorted()
    return sorted.isEmpty ? .nan : (sorted[sorted.count / 2] + sorted[(sorted.count - 1) / 2]) / 2
  }

  private static func fixed(_ value: Double, _ digits: Int) -> String {
    guard value.isFinite, value > 0 else { return "–" }
    var scale = 1.0
    for _ in 0..<digits { scale *= 10 }
    let rounded = Int((value * scale).rounded())
    guard digits > 0 else { return "\(rounded)" }
    let fraction = "\(rounded % Int(scale))"
    return "\(rounded / Int(scale))."
      + String(repeating: "0", count: digits - fraction.count) + fraction
  }
}
