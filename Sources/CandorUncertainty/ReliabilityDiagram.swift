/// Confidence against accuracy, in bins of equal width.
///
/// Item i with confidence c_i lies in bin m of M when (m − 1)/M < c_i ≤ m/M (0 in the first).
///
///     ECE = Σ_m n_m/N · |accuracy_m − confidence_m|        MCE = max_m |accuracy_m − confidence_m|
///
/// 0 is perfect; both are at most 1. Reference: Guo et al., "On Calibration of Modern Neural
/// Networks" (ICML 2017), section 2.
public struct ReliabilityDiagram: Sendable {
  /// One bin that holds at least one item.
  public struct Bin: Sendable, Equatable {
    /// The limits of the confidences, lower excluded.
    public let lower: Double
    /// The upper limit, included.
    public let upper: Double
    /// The number of items.
    public let count: Int
    /// The mean of their confidences.
    public let confidence: Double
    /// The fraction of them that is right.
    public let accuracy: Double
    /// |accuracy − confidence|.
    public var gap: Double { abs(accuracy - confidence) }
  }

  /// The bins that are not empty, by rising confidence.
  public let bins: [Bin]
  /// N, the number of items.
  public let count: Int

  /// Sorts the items into bins.
  ///
  /// - Throws: `UncertaintyError` for no items, unequal counts, a confidence outside 0…1 or
  ///   fewer than one bin.
  public init(confidences: [Double], correct: [Bool], binCount: Int = 15) throws(UncertaintyError) {
    try validatePairs(confidences, what: "confidences", in: 0...1, outcomes: correct.count)
    if binCount < 1 { throw .empty(what: "bins") }
    var counts = [Int](repeating: 0, count: binCount)
    var sums = [Double](repeating: 0, count: binCount)
    var hits = [Int](repeating: 0, count: binCount)
    for (confidence, isRight) in zip(confidences, correct) {
      var bin = min(max(Int((confidence * Double(binCount)).rounded(.up)) - 1, 0), binCount - 1)
      // The product was rounded; the limits decide.
      while bin > 0, confidence <= Self.limit(bin, of: binCount) { bin -= 1 }
      while bin < binCount - 1, confidence > Self.limit(bin + 1, of: binCount) { bin += 1 }
      counts[bin] += 1
      sums[bin] += confidence
      hits[bin] += isRight ? 1 : 0
    }
    count = confidences.count
    bins = counts.indices.filter { counts[$0] > 0 }.map { bin in
      Bin(
        lower: Self.limit(bin, of: binCount), upper: Self.limit(bin + 1, of: binCount),
        count: counts[bin], confidence: sums[bin] / Double(counts[bin]),
        accuracy: Double(hits[bin]) / Double(counts[bin]))
    }
  }

  private static func limit(_ bin: Int, of count: Int) -> Double { Double(bin) / Double(count) }

  /// ECE, 0…1.
  public var expectedCalibrationError: Double {
    bins.reduce(0) { $0 + $1.gap * Double($1.count) } / Double(count)
  }

  /// MCE, 0…1.
  public var maximumCalibrationError: Double { bins.map(\.gap).max() ?? 0 }
}
