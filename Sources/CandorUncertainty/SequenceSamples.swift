import RealModule

/// Next-symbol distributions of S weight samples along one hypothesis y_1…y_U.
///
/// Axes [S, U, C]: every sample is fed the same hypothesis, and gives at step u its distribution
/// p_s(· | y_<u, x). By the chain rule of relative entropy, the uncertainty of the sequence is
/// the sum of that of its steps, estimated here along the one hypothesis. In nats; `…PerStep`
/// divides by U, so that long words do not look less sure only because they are long.
///
/// Reference: Malinin & Gales, "Uncertainty Estimation in Autoregressive Structured Prediction"
/// (ICLR 2021), section 3.
public struct SequenceSamples: Sendable {
  /// The valid steps as items: axes [S, U, C].
  public let steps: PredictiveSamples

  /// U, the number of valid steps.
  public var stepCount: Int { steps.itemCount }

  /// Checks and keeps the valid steps.
  ///
  /// - Parameters:
  ///   - probabilities: [S, T, C], every distribution of a valid step sums to 1.
  ///   - steps: T, the number of steps that `probabilities` holds.
  ///   - validSteps: U ≤ T; steps from U on are padding and never looked at. T when nil.
  /// - Throws: `UncertaintyError`, as `PredictiveSamples` does.
  public init(
    _ probabilities: [Double], samples: Int, steps: Int, classes: Int, validSteps: Int? = nil,
    tolerance: Double = 1e-3
  ) throws(UncertaintyError) {
    let valid = validSteps ?? steps
    if samples < 1 { throw .empty(what: "samples") }
    if valid < 1 { throw .empty(what: "valid steps") }
    if valid > steps {
      throw .countMismatch(what: "valid steps", found: valid, expected: steps)
    }
    if probabilities.count != samples * steps * classes {
      throw .countMismatch(
        what: "probabilities", found: probabilities.count, expected: samples * steps * classes)
    }
    var kept = probabilities
    if valid < steps {
      kept.removeAll(keepingCapacity: true)
      for sample in 0..<samples {
        let start = sample * steps * classes
        kept += probabilities[start..<(start + valid * classes)]
      }
    }
    self.steps = try PredictiveSamples(
      kept, samples: samples, items: valid, classes: classes, tolerance: tolerance)
  }

  /// The same of numbers of another precision.
  public init(
    _ probabilities: [some BinaryFloatingPoint], samples: Int, steps: Int, classes: Int,
    validSteps: Int? = nil, tolerance: Double = 1e-3
  ) throws(UncertaintyError) {
    try self.init(
      probabilities.map { Double($0) }, samples: samples, steps: steps, classes: classes,
      validSteps: validSteps, tolerance: tolerance)
  }

  /// Total uncertainty of the sequence, nats: Σ_u H[mean_s p_s(· | y_<u)].
  public var predictiveEntropy: Double { steps.predictiveEntropy().reduce(0, +) }

  /// Aleatoric part, nats: Σ_u mean_s H[p_s(· | y_<u)].
  public var expectedEntropy: Double { steps.expectedEntropy().reduce(0, +) }

  /// Epistemic part, nats: Σ_u of the steps' mutual information.
  public var mutualInformation: Double { steps.mutualInformation().reduce(0, +) }

  /// `predictiveEntropy` / U.
  public var predictiveEntropyPerStep: Double { predictiveEntropy / Double(stepCount) }

  /// `expectedEntropy` / U.
  public var expectedEntropyPerStep: Double { expectedEntropy / Double(stepCount) }

  /// `mutualInformation` / U.
  public var mutualInformationPerStep: Double { mutualInformation / Double(stepCount) }
}

/// The probability that S weight samples give to one whole hypothesis, l_s = ln p_s(y | x).
public struct HypothesisScores: Sendable {
  /// l_s of each sample, [S], at most 0; −∞ is allowed.
  public let logProbabilities: [Double]

  /// Checks and keeps the scores.
  ///
  /// - Throws: `UncertaintyError` for no sample, NaN or a positive score.
  public init(_ logProbabilities: [Double]) throws(UncertaintyError) {
    if logProbabilities.isEmpty { throw .empty(what: "log-probabilities") }
    self.logProbabilities = logProbabilities
    // Rounding of a sum of log-softmax values may end a hair above 0.
    for (index, value) in logProbabilities.enumerated() where !(value <= 1e-4) {
      throw .invalidValue(what: "log-probabilities", value: value, index: index)
    }
  }

  /// The same of numbers of another precision.
  public init(_ logProbabilities: [some BinaryFloatingPoint]) throws(UncertaintyError) {
    try self.init(logProbabilities.map { Double($0) })
  }

  /// ln of the mean probability, (1/S) Σ_s e^(l_s): the posterior's belief in the hypothesis.
  public var meanLogProbability: Double {
    min(logSumExp(logProbabilities) - Double.log(Double(logProbabilities.count)), 0)
  }

  /// (1/S) Σ_s e^(l_s), 0…1.
  public var meanProbability: Double { Double.exp(meanLogProbability) }

  /// How much the samples disagree on the hypothesis, nats, at least 0 by Jensen's inequality:
  /// ln((1/S) Σ_s e^(l_s)) − (1/S) Σ_s l_s. The term of this hypothesis in the reverse mutual
  /// information (Malinin & Gales 2021, section 3). +∞ if one sample, but not all, excludes it.
  public var disagreement: Double {
    let mean = meanLogProbability
    guard mean > -.infinity else { return 0 }
    return max(mean - logProbabilities.reduce(0, +) / Double(logProbabilities.count), 0)
  }
}
