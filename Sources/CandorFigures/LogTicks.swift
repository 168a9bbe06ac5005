/// Ticks of a logarithmic axis that spans less than three decades, where powers of ten alone would
/// leave it bare.
enum LogTicks {
  /// Rising ticks within the range: 1, 2, 5 in every decade; every digit when the range is narrow;
  /// equal round steps when it is narrower still. Nil from three decades on.
  static func ticks(in range: ClosedRange<Double>) -> [Double]? {
    guard range.lowerBound > 0, range.upperBound / range.lowerBound < 1000 else { return nil }
    for digits in [[1, 2, 5], Array(1...9)] {
      let ticks = decades(digits, range)
      if ticks.count >= 4 { return ticks }
    }
    // A step of 1, 2 or 5 times a power of ten that gives four to eight ticks.
    let wanted = (range.upperBound - range.lowerBound) / 4
    let steps = decades([1, 2, 5], (wanted / 10)...wanted)
    guard let step = steps.last, step > 0 else { return nil }
    let first = Int((range.lowerBound / step).rounded(.up))
    let last = Int((range.upperBound / step).rounded(.down))
    // Division by the reciprocal keeps 0.3 from becoming 0.30000000000000004.
    let perUnit = (1 / step).rounded()
    return first <= last
      ? (first...last).map { perUnit >= 1 ? Double($0) / perUnit : Double($0) * step } : nil
  }

  private static func decades(_ digits: [Int], _ range: ClosedRange<Double>) -> [Double] {
    (-12...12).flatMap { exponent in
      let power = (0..<abs(exponent)).reduce(1.0) { value, _ in value * 10 }
      return digits.map { exponent < 0 ? Double($0) / power : Double($0) * power }
    }.filter { range.contains($0) }
  }
}
