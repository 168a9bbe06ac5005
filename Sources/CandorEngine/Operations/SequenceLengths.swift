/// How many time steps of each row of a padded batch are real.
///
/// Lengths are part of a sequence batch: losses, pooling, last states and batch statistics never see padding.
public struct SequenceLengths: Sendable, Equatable {
  /// Valid steps of each row, `[B]`, each in `0...maximum`.
  public let lengths: [Int]
  /// The number of time steps T of the padded batch.
  public let maximum: Int
  let steps: [Int32]

  /// - Parameters:
  ///   - lengths: valid steps of each row
  ///   - maximum: the time steps of the padded batch; by default the longest row's
  public init(_ lengths: [Int], maximum: Int? = nil) {
    let maximum = maximum ?? lengths.max() ?? 0
    precondition(
      lengths.allSatisfy { (0...maximum).contains($0) },
      "SequenceLengths: \(lengths) outside 0...\(maximum)")
    self.lengths = lengths
    self.maximum = maximum
    steps = lengths.map(Int32.init)
  }

  /// Every row is full.
  public init(full rows: Int, steps: Int) {
    self.init(Array(repeating: steps, count: rows), maximum: steps)
  }

  /// The number of rows B.
  public var rows: Int { lengths.count }
  /// The number of valid positions in the batch.
  public var validCount: Int { lengths.reduce(0, +) }
  /// One flag for each position, time-major `[T, B]`; nil if all are valid.
  var valid: [UInt8]? {
    guard validCount < maximum * rows else { return nil }
    return (0..<maximum).flatMap { t in lengths.map { t < $0 ? 1 : 0 } }
  }

  func check(_ shape: [Int], operation: String) {
    precondition(
      shape.count == 3 && shape[0] == maximum && shape[1] == rows,
      "\(operation): \(shape) is not [T, B, D] for \(rows) rows of up to \(maximum) steps")
  }
}
