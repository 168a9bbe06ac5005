import ArgumentParser

/// A span of time such as `90`, `45m` or `1.5h`; a bare number is seconds.
package struct TimeLimit: ExpressibleByArgument {
  /// Seconds.
  package let seconds: Double

  /// Reads a time.
  package init?(argument: String) {
    let units: [Character: Double] = ["s": 1, "m": 60, "h": 3600]
    var digits = Substring(argument)
    var unit = 1.0
    if let last = digits.last, let known = units[last] {
      unit = known
      digits.removeLast()
    }
    guard let value = Double(digits), value > 0, value.isFinite else { return nil }
    seconds = value * unit
  }
}
