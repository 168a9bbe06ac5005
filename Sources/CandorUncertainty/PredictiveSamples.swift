/// Class probabilities of a model whose weights were sampled S times, and what they say about
/// how sure it is.
///
/// Axes [S, B, C], row-major: S weight samples first, then B items, then C classes. All results
/// have one number for each item and are in nats where they are entropies.
///
///     total      H[ (1/S) Σ_s p_s ]              predictiveEntropy
///     aleatoric  (1/S) Σ_s H[ p_s ]              expectedEntropy
///     epistemic  total − aleatoric               mutualInformation
///
/// Reference: Gal, "Uncertainty in Deep Learning" (2016), section 3.3; Houlsby et al.,
/// "Bayesian Active Learning for Classification and Preference Learning" (2011), equation 2.
public struct PredictiveSamples: Sendable {
  /// S, the number of weight samples.
  public let sampleCount: Int
  /// B, the number of items.
  public let itemCount: Int
  /// C, the number of classes.
  public let classCount: Int
  /// The probabilities, [S, B, C].
  public let probabilities: [Double]

  /// Checks and keeps the probabilities.
  ///
  /// - Parameters:
  ///   - probabilities: [S, B, C], non-negative; every distribution sums to 1.
  ///   - tolerance: how far a sum may be from 1.
  /// - Throws: `UncertaintyError` when an axis is empty, when the count is not S · B · C, and at
  ///   the first value or sum that is not a probability (`row` is the index s · B + b).
  public init(
    _ probabilities: [Double], samples: Int, items: Int, classes: Int, tolerance: Double = 1e-3
  ) throws(UncertaintyError) {
    if samples < 1 { throw .empty(what: "samples") }
    if items < 1 { throw .empty(what: "items") }
    if classes < 1 { throw .empty(what: "classes") }
    let expected = samples * items * classes
    if probabilities.count != expected {
      throw .countMismatch(
        what: "probabilities", found: probabilities.count, expected: expected)
    }
    sampleCount = samples
    itemCount = items
    classCount = classes
    self.probabilities = probabilities
    for row in 0..<(samples * items) {
      var sum = 0.0
      for index in (row * classes)..<((row + 1) * classes) {
        let value = probabilities[index]
        if !(value >= 0 && value <= 1 + tolerance) {
          throw .invalidValue(what: "probabilities", value: value, index: index)
        }
        sum += value
      }
      if !(abs(sum - 1) <= tolerance) { throw .notNormalized(row: row, sum: sum) }
    }
  }

  /// The same of numbers of another precision.
  public init(
    _ probabilities: [some BinaryFloatingPoint], samples: Int, items: Int, classes: Int,
    tolerance: Double = 1e-3
  ) throws(UncertaintyError) {
    try self.init(
      probabilities.map { Double($0) }, samples: samples, items: items, classes: classes,
      tolerance: tolerance)
  }

  /// The distribution of one sample for one item, [C].
  public func distribution(sample: Int, item: Int) -> ArraySlice<Double> {
    let start = (sample * itemCount + item) * classCount
    return probabilities[start..<(start + classCount)]
  }

  /// The predictive distribution: the mean over the samples, [B, C].
  public func mean() -> [Double] {
    var mean = [Double](repeating: 0, count: itemCount * classCount)
    for sample in 0..<sampleCount {
      let start = sample * mean.count
      for index in mean.indices { mean[index] += probabilities[start + index] }
    }
    let scale = 1 / Double(sampleCount)
    for index in mean.indices { mean[index] *= scale }
    return mean
  }

  /// Total uncertainty, [B], nats: the entropy of the mean distribution, 0…ln C.
  public func predictiveEntropy() -> [Double] {
    let mean = mean()
    return (0..<itemCount).map { item in
      entropy(mean[(item * classCount)..<((item + 1) * classCount)])
    }
  }

  /// Aleatoric uncertainty, [B], nats: the mean of the samples' entropies. What stays when the
  /// weights are known: the data are ambiguous.
  public func expectedEntropy() -> [Double] {
    (0..<itemCount).map { item in
      let sum = (0..<sampleCount).reduce(0.0) { sum, sample in
        sum + entropy(distribution(sample: sample, item: item))
      }
      return sum / Double(sampleCount)
    }
  }

  /// Epistemic uncertainty, [B], nats: how much the answer would tell about the weights, 0…ln S.
  /// High where the samples disagree although each of them is sure. Clamped at 0, below which
  /// only rounding can bring it; always 0 for a single sample.
  public func mutualInformation() -> [Double] {
    guard sampleCount > 1 else { return [Double](repeating: 0, count: itemCount) }
    return zip(predictiveEntropy(), expectedEntropy()).map { max($0 - $1, 0) }
  }

  /// Variation ratio, [B], 0…1 − 1/S: the fraction of samples whose most likely class is not the
  /// one that most samples voted for (Freeman 1965). The lower class wins a tie.
  public func variationRatio() -> [Double] {
    (0..<itemCount).map { item in
      var votes = [Int](repeating: 0, count: classCount)
      for sample in 0..<sampleCount {
        let row = distribution(sample: sample, item: item)
        var best = row.startIndex
        for index in row.indices where row[index] > row[best] { best = index }
        votes[best - row.startIndex] += 1
      }
      return 1 - Double(votes.max() ?? 0) / Double(sampleCount)
    }
  }
}
