import CandorUncertainty
import RealModule

/// Holds classifications against the right labels.
///
/// A text that could not be read is wrong, with a probability of 0 and the greatest uncertainty.
public struct SentimentEvaluation: Sendable {
  /// The labels.
  public let labels: SentimentLabels
  /// Probability of the label that was given, for each text.
  public private(set) var confidences: [Double] = []
  /// Whether it was right.
  public private(set) var correct: [Bool] = []
  private var uncertainties: [Double] = []
  private var hasUncertainties = false
  /// Texts by right label, read or not.
  private var having: [Int]
  private var unread = 0
  private var logLikelihood = 0.0
  private var brier = 0.0
  /// Texts by right label and given label.
  private var confusion: [[Int]]

  /// An empty evaluation.
  public init(labels: SentimentLabels) {
    self.labels = labels
    having = Array(repeating: 0, count: labels.count)
    confusion = Array(repeating: Array(repeating: 0, count: labels.count), count: labels.count)
  }

  /// Counts a text.
  public mutating func add(_ result: Classification, label: Int) {
    let given = result.label.flatMap { labels.names.firstIndex(of: $0) }
    having[label] += 1
    if let given { confusion[label][given] += 1 } else { unread += 1 }
    confidences.append(min(max(result.probability, 0), 1))
    correct.append(given == label)
    uncertainties.append(result.uncertainty ?? .infinity)
    if result.uncertainty != nil { hasUncertainties = true }
    let uniform = 1 / Double(labels.count)
    let probabilities =
      result.probabilities.isEmpty
      ? Array(repeating: uniform, count: labels.count) : result.probabilities
    logLikelihood += Self.log(probabilities[label])
    brier += probabilities.enumerated().reduce(0) { sum, pair in
      let error = pair.element - (pair.offset == label ? 1 : 0)
      return sum + error * error
    }
  }

  private static func log(_ probability: Double) -> Double { .log(max(probability, 1e-12)) }

  /// Precision, recall and F1 of one label.
  public struct ClassFigures: Sendable, Equatable {
    /// The label.
    public var label: String
    /// Texts that have it.
    public var texts: Int
    /// Of the texts that were given it, the share that have it; 0 if none was.
    public var precision: Double
    /// Of the texts that have it, the share that were given it; 0 if none has.
    public var recall: Double
    /// The harmonic mean of the two.
    public var f1: Double
  }

  /// What an evaluation found.
  public struct Figures: Sendable, Equatable {
    /// Texts.
    public var texts: Int
    /// Texts that could not be read.
    public var unreadTexts: Int
    /// The share of right labels, 0…1.
    public var accuracy: Double
    /// The mean of the labels' F1.
    public var macroF1: Double
    /// Each label's figures.
    public var classes: [ClassFigures]
    /// Texts by right label (rows) and given label (columns); texts that could not be read are in none.
    public var confusion: [[Int]]
    /// The mean probability of the given label.
    public var meanConfidence: Double
    /// Of the right label, nats a text.
    public var negativeLogLikelihood: Double
    /// Σ_c (p_c − y_c)², the mean over the texts, 0…2 (Brier 1950).
    public var brierScore: Double
    /// ECE with 15 bins, 0…1.
    public var expectedCalibrationError: Double
    /// AURC by 1 − probability.
    public var areaUnderRiskCoverage: Double
    /// AURC by the epistemic uncertainty.
    public var areaUnderRiskCoverageByUncertainty: Double?
    /// AUROC of finding the wrong texts by 1 − probability; `nil` if all are right, or all wrong.
    public var errorDetection: Double?
    /// AUROC of finding the wrong texts by the epistemic uncertainty.
    public var errorDetectionByUncertainty: Double?
    /// The accuracy of the four fifths of most probability.
    public var accuracyAfterAbstaining: Double
    /// The mean epistemic uncertainty, in nats.
    public var meanUncertainty: Double?
  }

  /// How probability and accuracy go together.
  ///
  /// - Throws: `UncertaintyError.empty` if no text was counted.
  public func reliability() throws(UncertaintyError) -> ReliabilityDiagram {
    try ReliabilityDiagram(confidences: confidences, correct: correct, binCount: 15)
  }

  /// How well 1 − probability finds the errors.
  ///
  /// - Throws: `UncertaintyError.empty` if no text was counted.
  public func detection() throws(UncertaintyError) -> ErrorDetection {
    try ErrorDetection(uncertainties: confidences.map { 1 - $0 }, wrong: correct.map { !$0 })
  }

  /// How well the epistemic uncertainty finds the errors; `nil` where nothing has one.
  ///
  /// - Throws: `UncertaintyError.empty` if no text was counted.
  public func detectionByUncertainty() throws(UncertaintyError) -> ErrorDetection? {
    guard hasUncertainties else { return nil }
    return try ErrorDetection(uncertainties: uncertainties, wrong: correct.map { !$0 })
  }

  /// The figures of the texts so far.
  ///
  /// - Throws: `UncertaintyError.empty` if no text was counted.
  public func figures() throws(UncertaintyError) -> Figures {
    let reliability = try reliability()
    let byProbability = try detection()
    let byUncertainty = try detectionByUncertainty()
    let count = Double(correct.count)
    let classes = labels.names.indices.map { label in
      let hits = Double(confusion[label][label])
      let have = having[label]
      let given = confusion.reduce(0) { $0 + $1[label] }
      return ClassFigures(
        label: labels.names[label], texts: have, precision: hits / Double(max(1, given)),
        recall: hits / Double(max(1, have)), f1: 2 * hits / Double(max(1, given + have)))
    }
    let known = uncertainties.filter(\.isFinite)
    return Figures(
      texts: correct.count, unreadTexts: unread,
      accuracy: Double(correct.count { $0 }) / count,
      macroF1: classes.reduce(0) { $0 + $1.f1 } / Double(classes.count), classes: classes,
      confusion: confusion, meanConfidence: confidences.reduce(0, +) / count,
      negativeLogLikelihood: -logLikelihood / count, brierScore: brier / count,
      expectedCalibrationError: reliability.expectedCalibrationError,
      areaUnderRiskCoverage: byProbability.areaUnderRiskCoverage,
      areaUnderRiskCoverageByUncertainty: byUncertainty?.areaUnderRiskCoverage,
      errorDetection: byProbability.areaUnderROC,
      errorDetectionByUncertainty: byUncertainty?.areaUnderROC,
      accuracyAfterAbstaining: 1 - byProbability.reviewing(0.2).remainingErrorRate,
      meanUncertainty: hasUncertainties && !known.isEmpty
        ? known.reduce(0, +) / Double(known.count) : nil)
  }
}
