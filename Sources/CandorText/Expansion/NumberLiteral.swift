/// A number as it is written, in ASCII digits: what the digits say, not a value, since `1.50` is not read as `1.5`.
struct NumberLiteral {
  /// The digits before the point, without what groups them; empty in `.5`.
  var integer: String
  /// The digits after the point.
  var fraction: String?
  /// Whether the digits were grouped, as in `1,000`.
  var isGrouped = false

  /// Reads digits of any script; nil where the marks between them make no number, as in `1,2,3` or `1.2.3`.
  init?(_ text: String, point: Unicode.Scalar = ".", grouping: Unicode.Scalar = ",") {
    var groups: [String] = [""]
    var fraction: String?
    for scalar in text.unicodeScalars {
      if let digit = Self.digit(scalar) {
        if fraction == nil {
          groups[groups.count - 1].unicodeScalars.append(digit)
        } else {
          fraction?.unicodeScalars.append(digit)
        }
      } else if scalar == point, fraction == nil {
        fraction = ""
      } else if scalar == grouping || scalar == "'" || scalar == "’", fraction == nil {
        groups.append("")
      } else {
        return nil
      }
    }
    if groups.count > 1 {
      // Threes, or with twos before the last three as in India.
      guard (1...3).contains(groups[0].utf8.count), groups[groups.count - 1].utf8.count == 3,
        groups.dropFirst().dropLast().allSatisfy({ $0.utf8.count == 3 })
          || groups.dropFirst().dropLast().allSatisfy({ $0.utf8.count == 2 })
      else { return nil }
    }
    guard fraction?.isEmpty != true else { return nil }
    integer = groups.joined()
    self.fraction = fraction
    isGrouped = groups.count > 1
    guard !integer.isEmpty || fraction != nil else { return nil }
  }

  /// The value of a whole number of few digits.
  var value: Int? { fraction == nil && integer.utf8.count < 10 ? Int(integer) : nil }

  /// Digits without a meaning as a whole: `007`.
  var hasLeadingZero: Bool { integer.utf8.count > 1 && integer.utf8.first == 0x30 }

  /// The ASCII digit of a decimal digit.
  static func digit(_ scalar: Unicode.Scalar) -> Unicode.Scalar? {
    if ("0"..."9").contains(scalar) { return scalar }
    guard scalar.properties.numericType == .decimal, let value = scalar.properties.numericValue,
      value >= 0, value <= 9
    else { return nil }
    return Unicode.Scalar(0x30 + UInt8(value))
  }
}
