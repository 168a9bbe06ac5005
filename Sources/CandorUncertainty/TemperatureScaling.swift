import RealModule

/// One temperature T > 0 that makes a model's probabilities honest without changing their order.
///
///     q = softmax(z / T)
///
/// z are logits or log-probabilities (they differ by a constant, which softmax removes). T > 1
/// takes confidence away from a model that is too sure, T < 1 adds some. Reference: Guo et al.,
/// "On Calibration of Modern Neural Networks" (ICML 2017), section 4.2.
public struct TemperatureScaling: Sendable, Equatable {
  /// T.
  public let temperature: Double

  /// The limits within which `fit` looks for T.
  public static let range: ClosedRange<Double> = 0.01...100

  /// Takes a temperature that was fitted before.
  ///
  /// - Throws: `UncertaintyError.invalidValue` unless it is positive and finite.
  public init(temperature: Double) throws(UncertaintyError) {
    if !(temperature > 0 && temperature.isFinite) {
      throw .invalidValue(what: "temperature", value: temperature, index: 0)
    }
    self.temperature = temperature
  }

  /// Finds the temperature with the least mean negative log-likelihood of the labels.
  ///
  /// With β = 1/T the loss, mean_i (ln Σ_c e^(β z_ic) − β z_iy), is convex; its derivative is
  /// mean_i (E_q[z_i] − z_iy) and rises with β, its slope being the mean variance of z under q.
  /// Newton steps on that derivative, replaced by bisection whenever they leave the bracket,
  /// converge for all data. When every label is already the best class the loss has no minimum
  /// inside, and the limit of `range` is the answer. Where all temperatures are as good as one another, as for
  /// items with one class each, it is 1.
  ///
  /// - Parameters:
  ///   - logits: for each item the z of its classes; items may have unequal numbers of them, as
  ///     lists of alternatives have. −∞ excludes a class.
  ///   - labels: for each item the index of the right class.
  /// - Throws: `UncertaintyError` for no items, unequal counts, NaN or +∞, a label out of range
  ///   or with z = −∞ (no temperature can make it likely).
  public static func fit(
    logits: [[Double]], labels: [Int]
  ) throws(UncertaintyError) -> TemperatureScaling {
    try validate(logits, labels)
    var low = 1 / range.upperBound
    var high = 1 / range.lowerBound
    let (lowest, highest) = (
      derivatives(logits, labels, low).first, derivatives(logits, labels, high).first
    )
    if lowest == 0, highest == 0 { return try TemperatureScaling(temperature: 1) }
    if lowest >= 0 {
      return try TemperatureScaling(temperature: range.upperBound)
    }
    if highest <= 0 {
      return try TemperatureScaling(temperature: range.lowerBound)
    }
    var beta = 1.0
    for _ in 0..<200 {
      let (first, second) = derivatives(logits, labels, beta)
      if first > 0 { high = beta } else { low = beta }
      var next = beta - first / second
      // The middle of the bracket on the logarithmic scale.
      if !(next > low && next < high) { next = (low * high).squareRoot() }
      let change = abs(next - beta)
      beta = next
      if change <= 1e-12 * beta { break }
    }
    return try TemperatureScaling(temperature: 1 / beta)
  }

  /// Mean negative log-likelihood of the labels at this temperature, nats.
  ///
  /// - Throws: as `fit` does.
  public func negativeLogLikelihood(
    logits: [[Double]], labels: [Int]
  ) throws(UncertaintyError) -> Double {
    try Self.validate(logits, labels)
    let sum = zip(logits, labels).reduce(0.0) { sum, pair in
      sum - logProbabilities(pair.0)[pair.1]
    }
    return sum / Double(labels.count)
  }

  /// ln softmax(z / T) of one item, [C].
  public func logProbabilities(_ logits: [Double]) -> [Double] {
    let scaled = logits.map { $0 / temperature }
    let total = logSumExp(scaled)
    return scaled.map { $0 - total }
  }

  /// softmax(z / T) of one item, [C].
  public func probabilities(_ logits: [Double]) -> [Double] {
    logProbabilities(logits).map { Double.exp($0) }
  }

  private static func validate(_ logits: [[Double]], _ labels: [Int]) throws(UncertaintyError) {
    if logits.isEmpty { throw .empty(what: "logits") }
    if labels.count != logits.count {
      throw .countMismatch(what: "labels", found: labels.count, expected: logits.count)
    }
    for (index, (row, label)) in zip(logits, labels).enumerated() {
      for value in row where !(value < .infinity) {
        throw .invalidValue(what: "logits", value: value, index: index)
      }
      if !row.indices.contains(label) {
        throw .invalidValue(what: "labels", value: Double(label), index: index)
      }
      if row[label] == -.infinity {
        throw .invalidValue(what: "logits of labels", value: -.infinity, index: index)
      }
    }
  }

  /// First and second derivative of the mean loss by β.
  private static func derivatives(
    _ logits: [[Double]], _ labels: [Int], _ beta: Double
  ) -> (first: Double, second: Double) {
    var first = 0.0
    var second = 0.0
    for (row, label) in zip(logits, labels) {
      // Around the label's own logit, which keeps the sums small and makes E[z] − z_y direct.
      let centre = row[label]
      let highest = row.reduce(centre) { max($0, $1) }
      var mass = 0.0
      var mean = 0.0
      var square = 0.0
      for value in row where value > -.infinity {
        let weight = Double.exp(beta * (value - highest))
        let distance = value - centre
        mass += weight
        mean += weight * distance
        square += weight * distance * distance
      }
      mean /= mass
      first += mean
      second += max(square / mass - mean * mean, 0)
    }
    let scale = 1 / Double(labels.count)
    return (first * scale, second * scale)
  }
}
