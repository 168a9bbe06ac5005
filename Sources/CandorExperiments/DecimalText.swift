/// A number with so many decimals.
func decimal(_ value: Double, _ places: Int) -> String {
  guard value.isFinite else { return "\(value)" }
  let scale = (0..<places).reduce(1.0) { scale, _ in scale * 10 }
  let whole = Int((abs(value) * scale).rounded())
  let digits = String(whole % Int(scale))
  let padding = String(repeating: "0", count: max(0, places - digits.count))
  let sign = value < 0 && whole > 0 ? "-" : ""
  return "\(sign)\(whole / Int(scale))" + (places > 0 ? ".\(padding)\(digits)" : "")
}
