/// What is wrong with the numbers that were given to a measure of uncertainty.
///
/// `row` and `index` count from 0.
public enum UncertaintyError: Error, Equatable, Sendable, CustomStringConvertible {
  /// There is nothing to compute on; `what` names the argument.
  case empty(what: String)
  /// The number of elements does not fit the axes or the other argument.
  case countMismatch(what: String, found: Int, expected: Int)
  /// A value outside of what the argument allows, or NaN.
  case invalidValue(what: String, value: Double, index: Int)
  /// A distribution whose probabilities do not sum to 1.
  case notNormalized(row: Int, sum: Double)

  /// The mistake with its place and its value.
  public var description: String {
    switch self {
    case .empty(let what): "\(what): empty"
    case .countMismatch(let what, let found, let expected):
      "\(what): \(found) elements, expected \(expected)"
    case .invalidValue(let what, let value, let index):
      "\(what): \(value) at index \(index) is out of range"
    case .notNormalized(let row, let sum): "probabilities of row \(row) sum to \(sum), not to 1"
    }
  }
}

/// Checks paired data: confidences or scores, and whether the item was right or wrong.
func validatePairs(
  _ values: [Double], what: String, in range: ClosedRange<Double>, outcomes: Int
) throws(UncertaintyError) {
  if values.isEmpty { throw .empty(what: what) }
  if outcomes != values.count {
    throw .countMismatch(what: "outcomes", found: outcomes, expected: values.count)
  }
  for (index, value) in values.enumerated() where !range.contains(value) {
    throw .invalidValue(what: what, value: value, index: index)
  }
}
