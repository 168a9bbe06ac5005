import CandorUncertainty
import RealModule

/// Turns the network's probabilities into such that can be relied on; fitted on validation texts.
///
///     q = softmax(ln p / T)
///
/// with one temperature for probabilities averaged over samples of the weights and one for the mean network (Guo et al. 2017).
public struct SentimentCalibration: Sendable, Codable, Equatable {
  /// T for probabilities averaged over samples of the weights.
  public var sampledTemperature: Double
  /// T for the mean network.
  public var deterministicTemperature: Double

  /// Both temperatures.
  public init(sampledTemperature: Double, deterministicTemperature: Double) {
    self.sampledTemperature = sampledTemperature
    self.deterministicTemperature = deterministicTemperature
  }

  /// Probabilities as they are.
  public static let none = SentimentCalibration(
    sampledTemperature: 1, deterministicTemperature: 1)

  /// Whether every value can be used.
  var isValid: Bool {
    TemperatureScaling.range.contains(sampledTemperature)
      && TemperatureScaling.range.contains(deterministicTemperature)
  }

  /// Whether a temperature is the least or the greatest that is looked for: the texts have no best one.
  package var isAtLimit: Bool {
    let range = TemperatureScaling.range
    return [sampledTemperature, deterministicTemperature].contains {
      $0 <= range.lowerBound || $0 >= range.upperBound
    }
  }

  /// The calibrated probabilities of the labels.
  func probabilities(_ probabilities: [Double], sampled: Bool) -> [Double] {
    let temperature = sampled ? sampledTemperature : deterministicTemperature
    guard let scaling = try? TemperatureScaling(temperature: temperature) else {
      return probabilities
    }
    return scaling.probabilities(Self.logits(probabilities))
  }

  /// ln p, kept finite.
  fileprivate static func logits(_ probabilities: [Double]) -> [Double] {
    probabilities.map { Double.log(max($0, 1e-12)) }
  }
}

extension SentimentClassifier {
  /// This predictor with probabilities calibrated on texts that the network has not seen.
  ///
  /// - Parameters:
  ///   - texts: texts with their labels' places
  ///   - options: samples and seed
  /// - Throws: `UncertaintyError` when no text can be read, `NothingStochastic`
  public func calibrated(
    on texts: [(text: String, label: Int)], options: Options = Options()
  ) throws -> SentimentClassifier {
    let raw = with(.none)
    func temperature(samples: Int) throws -> Double {
      var options = options
      options.samples = samples
      let results = try raw.classify(texts.map(\.text), options: options)
      let readable = zip(results, texts).filter { $0.0.label != nil }
      return try TemperatureScaling.fit(
        logits: readable.map { SentimentCalibration.logits($0.0.probabilities) },
        labels: readable.map { $0.1.label }
      ).temperature
    }
    let count = try sampleCount(options)
    let deterministic = try temperature(samples: 0)
    return with(
      SentimentCalibration(
        sampledTemperature: count > 0 ? try temperature(samples: count) : deterministic,
        deterministicTemperature: deterministic))
  }

  func with(_ calibration: SentimentCalibration) -> SentimentClassifier {
    SentimentClassifier(
      network: network, reader: reader, labels: labels, calibration: calibration,
      maximumLength: maximumLength, precision: weights.precision)
  }
}
