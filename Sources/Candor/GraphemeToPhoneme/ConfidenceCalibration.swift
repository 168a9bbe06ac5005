import CandorUncertainty

/// Turns the network's probabilities into confidences that can be relied on; fitted on validation words.
public struct ConfidenceCalibration: Sendable, Equatable {
  /// What divides the logits before each softmax (Guo et al. 2017).
  public var temperature: Double
  /// The confidence of a transcription by its probability, averaged over samples of the weights (Platt 1999). The
  /// intercept is above zero where a word has several right transcriptions that share the probability.
  public var sampled: PlattScaling
  /// The same for the mean network.
  public var deterministic: PlattScaling

  /// A temperature and both curves.
  public init(temperature: Double, sampled: PlattScaling, deterministic: PlattScaling) {
    (self.temperature, self.sampled, self.deterministic) = (temperature, sampled, deterministic)
  }

  /// Probabilities as they are.
  public static let none = ConfidenceCalibration(
    temperature: 1, sampled: .identity, deterministic: .identity)

  /// Whether the temperature can be used; the curves always can.
  var isValid: Bool { TemperatureScaling.range.contains(temperature) }

  /// The confidence for a transcription of the given probability.
  func confidence(_ probability: Double, sampled isSampled: Bool) -> Double {
    (isSampled ? sampled : deterministic).calibrated(probability)
  }
}

extension ConfidenceCalibration: Codable {
  private enum CodingKeys: String, CodingKey {
    case temperature, sampledSlope, sampledIntercept, deterministicSlope, deterministicIntercept
  }

  /// Reads five numbers.
  ///
  /// - Throws: `DecodingError`, `UncertaintyError.invalidValue` for numbers that are no curve
  public init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func curve(_ slope: CodingKeys, _ intercept: CodingKeys) throws -> PlattScaling {
      try PlattScaling(
        slope: container.decode(Double.self, forKey: slope),
        intercept: container.decode(Double.self, forKey: intercept))
    }
    temperature = try container.decode(Double.self, forKey: .temperature)
    sampled = try curve(.sampledSlope, .sampledIntercept)
    deterministic = try curve(.deterministicSlope, .deterministicIntercept)
  }

  /// Writes five numbers.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(temperature, forKey: .temperature)
    try container.encode(sampled.slope, forKey: .sampledSlope)
    try container.encode(sampled.intercept, forKey: .sampledIntercept)
    try container.encode(deterministic.slope, forKey: .deterministicSlope)
    try container.encode(deterministic.intercept, forKey: .deterministicIntercept)
  }
}
