import Testing

/// Why two arrays are not close, or nil when they are:
/// |actual − expected| ≤ absolute + relative · |expected| for every element.
///
/// It fails on everything that could hide a mistake: unequal counts, empty arrays, NaN on either
/// side, a tolerance that is not positive and finite. An infinity is only close to itself.
public func mismatch<Number: BinaryFloatingPoint>(
  _ actual: [Number], _ expected: [Number], absolute: Double = 1e-5, relative: Double = 1e-4
) -> String? {
  guard absolute > 0, relative > 0, absolute.isFinite, relative.isFinite else {
    return "tolerances must be positive and finite, not \(absolute) and \(relative)"
  }
  guard actual.count == expected.count else {
    return "\(actual.count) elements, expected \(expected.count)"
  }
  if actual.isEmpty { return "nothing to compare: both are empty" }
  var worst: (index: Int, excess: Double)?
  var wrong = 0
  for (index, pair) in zip(actual, expected).enumerated() {
    let (a, b) = (Double(pair.0), Double(pair.1))
    let excess: Double
    if a.isNaN || b.isNaN {
      excess = .infinity
    } else if a.isInfinite || b.isInfinite {
      excess = a == b ? 0 : .infinity
    } else {
      excess = abs(a - b) / (absolute + relative * abs(b))
    }
    guard excess > 1 else { continue }
    wrong += 1
    if worst.map({ excess > $0.excess }) ?? true { worst = (index, excess) }
  }
  guard let worst else { return nil }
  return "\(wrong) of \(actual.count) elements differ; the worst is element \(worst.index): "
    + "\(actual[worst.index]), expected \(expected[worst.index]) "
    + "(absolute \(absolute), relative \(relative))"
}

/// Records an issue unless the two arrays are close; see `mismatch`.
public func expectClose<Number: BinaryFloatingPoint>(
  _ actual: [Number], _ expected: [Number], absolute: Double = 1e-5, relative: Double = 1e-4,
  _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  if let problem = mismatch(actual, expected, absolute: absolute, relative: relative) {
    let comment = comment()
    Issue.record(
      "\(comment.isEmpty ? "" : comment + ": ")\(problem)", sourceLocation: sourceLocation)
  }
}

/// Records an issue unless the two numbers are close; see `mismatch`.
public func expectClose<Number: BinaryFloatingPoint>(
  _ actual: Number, _ expected: Number, absolute: Double = 1e-5, relative: Double = 1e-4,
  _ comment: @autoclosure () -> String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
  expectClose(
    [actual], [expected], absolute: absolute, relative: relative, comment(),
    sourceLocation: sourceLocation)
}

/// Records an issue unless the array has the shape and the values of the golden tensor.
public func expectClose(
  _ actual: [Float], shape: [Int], _ expected: Golden.Tensor, absolute: Double = 1e-5,
  relative: Double = 1e-4, _ comment: @autoclosure () -> String = "",
  sourceLocation: SourceLocation = #_sourceLocation
) {
  if shape != expected.shape {
    Issue.record(
      "\(comment()): shape \(shape), expected \(expected.shape)", sourceLocation: sourceLocation)
  }
  expectClose(
    actual, expected.floats, absolute: absolute, relative: relative, comment(),
    sourceLocation: sourceLocation)
}
