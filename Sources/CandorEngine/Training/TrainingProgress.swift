#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// A line on the terminal that shows how far an epoch is.
public struct TrainingProgress {
  /// Whether standard error is a terminal.
  public static var isTerminal: Bool { isatty(STDERR_FILENO) == 1 }

  /// Writes a line to standard error.
  @Sendable public static func writeLine(_ line: String) { writeError(line + "\n") }

  private static func writeError(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
      if count <= 0 { return }  // a closed standard error ends no training
      bytes = bytes.dropFirst(count)
    }
  }

  private let isShown: Bool
  private let clock = ContinuousClock()
  private var last: ContinuousClock.Instant?
  private var isOnScreen = false

  init(isShown: Bool) { self.isShown = isShown }

  /// Shows a state, at most five times a second.
  mutating func show(_ text: @autoclosure () -> String) {
    guard isShown else { return }
    let now = clock.now
    if let last, last.duration(to: now) < .milliseconds(200) { return }
    last = now
    isOnScreen = true
    TrainingProgress.writeError("\r\(text())\u{1B}[K")
  }

  /// Removes the line.
  mutating func clear() {
    guard isOnScreen else { return }
    isOnScreen = false
    TrainingProgress.writeError("\r\u{1B}[K")
  }

  /// Such as `1:02:03` or `02:03`.
  public static func clock(_ seconds: Double) -> String {
    let seconds = Int(max(0, min(seconds, 1e9)).rounded())
    func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
    let tail = "\(two(seconds / 60 % 60)):\(two(seconds % 60))"
    return seconds >= 3600 ? "\(seconds / 3600):\(tail)" : tail
  }

  /// A number with four significant digits.
  public static func short(_ value: Double) -> String {
    guard value.isFinite, value != 0 else { return "\(value)" }
    let size = abs(value)
    guard size >= 1e-4, size < 1e6 else {
      var exponent = 0
      var mantissa = size
      while mantissa >= 10 { mantissa /= 10; exponent += 1 }
      while mantissa < 1 { mantissa *= 10; exponent -= 1 }
      return "\(value < 0 ? "-" : "")\((mantissa * 100).rounded() / 100)e\(exponent)"
    }
    let decimals = size >= 1000 ? 1.0 : size >= 1 ? 1000.0 : 100_000.0
    return "\((value * decimals).rounded() / decimals)"
  }
}
