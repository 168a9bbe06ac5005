import CandorUncertainty

/// Turns the network's probabilities into confidences that can be relied on; fitted on validation words.
public struct ConfidenceCalibration: Sendable, Codable, Equatable {
  /// What divides the logits before each softmax (Guo et al. 2017).
  public var temperature: Double
  /// Slope of logit(confidence) over logit(probability), for probabilities averaged over samples of the weights.
  public var sampledSlope: Double
  /// Its intercept: above zero where a word has several right transcriptions that share the probability.
  public var sampledIntercept: Double
  /// The same for the mean network.
  public var deterministicSlope: Double
  /// The same for the mean network.
  public var deterministicIntercept: Double

  /// A temperature, and slope and intercept of both curves.
  public init(
    temperature: Double, sampledSlope: Double, sampledIntercept: Double,
    deterministicSlope: Double, deterministicIntercept: Double
  ) {
    self.temperature = temperature
    self.sampledSlope = sampledSlope
    self.sampledIntercept = sampledIntercept
    self.deterministicSlope = deterministicSlope
    self.deterministicIntercept = deterministicIntercept
  }

  /// Probabilities as they are.
  public static let none = ConfidenceCalibration(
    temperature: 1, sampledSlope: 1, sampledIntercept: 0, deterministicSlope: 1,
    deterministicIntercept: 0)

  /// Whether every value can be used.
  var isValid: Bool {
    let slopes = [sampledSlope, deterministicSlope]
    let intercepts = [sampledIntercept, deterministicIntercept]
    return TemperatureScaling.range.contains(temperature)
      && slopes.allSatisfy { $0 >= 0 && $0.isFinite } && intercepts.allSatisfy(\.isFinite)
  }

  /// The confidence for a transcription of the given probability.
  func confidence(_ probability: Double, sampled: Bool) -> Double {
    let slope = sampled ? sampledSlope : deterministicSlope
    let intercept = sampled ? sampledIntercept : deterministicIntercept
    guard let scaling = try? PlattScaling(slope: slope, intercept: intercept) else {
      return probability
    }
    return scaling.calibrated(probability)
  }
}
