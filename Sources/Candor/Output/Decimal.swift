/// Numbers as text: always a point, never an exponent, the same on every machine.
package enum Decimal {
  /// A number with exactly so many decimals, such as `0.9731`; `nan`, `inf` or `-inf` if it is none.
  ///
  /// - Precondition: 0 to 9 decimals.
  package static func fixed(_ value: Double, decimals: Int) -> String {
    precondition((0...9).contains(decimals), "\(decimals) decimals")
    guard value.isFinite else { return value.isNaN ? "nan" : value < 0 ? "-inf" : "inf" }
    let scale = (0..<decimals).reduce(1) { power, _ in power * 10 }
    let scaled = (value.magnitude * Double(scale)).rounded()
    // Beyond the integers there is no fraction left to show.
    guard scaled < 9e18 else { return "\(value)" }
    let units = UInt64(scaled)
    let sign = value < 0 && units > 0 ? "-" : ""
    let whole = "\(sign)\(units / UInt64(scale))"
    guard decimals > 0 else { return whole }
    let fraction = String(units % UInt64(scale))
    return whole + "." + String(repeating: "0", count: decimals - fraction.utf8.count) + fraction
  }

  /// A share as a percentage, such as `97.3 %`.
  package static func percent(_ share: Double, decimals: Int = 1) -> String {
    fixed(share * 100, decimals: decimals) + " %"
  }
}
