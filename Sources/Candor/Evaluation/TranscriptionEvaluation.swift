import CandorText
import CandorUncertainty

/// Holds transcriptions against references: error rates, and how far the confidence can be relied on.
///
/// A word is right if its transcription equals any of its references.
public struct TranscriptionEvaluation: Sendable {
  /// Whether stress is taken off transcriptions and references: for references that have none.
  public let ignoringStress: Bool

  private var errors: PhoneErrorRate
  private var errorsWithoutStress = PhoneErrorRate(ignoringStress: true)
  private var confidences: [Double] = []
  private var uncertainties: [Double] = []
  private var correct: [Bool] = []
  private var hasUncertainties = false
  private var unread = 0

  /// An empty evaluation.
  public init(ignoringStress: Bool = false) {
    self.ignoringStress = ignoringStress
    errors = PhoneErrorRate(ignoringStress: ignoringStress)
  }

  /// Counts a word; one without references counts nowhere.
  public mutating func add(_ transcription: Transcription, references: [[String]]) {
    let transcription = ignoringStress ? transcription.ignoringStress() : transcription
    errorsWithoutStress.add(transcription.phones, references: references)
    guard let outcome = errors.add(transcription.phones, references: references) else { return }
    if transcription.phones.isEmpty { unread += 1 }
    confidences.append(min(max(transcription.confidence, 0), 1))
    // What could not be read at all is what the model knows least about.
    uncertainties.append(transcription.uncertainty ?? .infinity)
    if transcription.uncertainty != nil { hasUncertainties = true }
    correct.append(outcome.isRight)
  }

  /// The figures of the words so far.
  ///
  /// - Throws: `UncertaintyError.empty` if no word was counted.
  public func figures() throws(UncertaintyError) -> Figures {
    let wrong = correct.map { !$0 }
    let diagram = try ReliabilityDiagram(confidences: confidences, correct: correct, binCount: 15)
    let byConfidence = try ErrorDetection(
      uncertainties: confidences.map { 1 - $0 }, wrong: wrong)
    let byUncertainty =
      hasUncertainties ? try ErrorDetection(uncertainties: uncertainties, wrong: wrong) : nil
    return Figures(
      words: errors.words, unreadWords: unread,
      ignoringStress: ignoringStress,
      wordErrorRate: errors.wordErrorRate,
      phoneErrorRate: errors.phoneErrorRate,
      hammingDistance: errors.averageHammingDistance,
      wordErrorRateWithoutStress: errorsWithoutStress.wordErrorRate,
      phoneErrorRateWithoutStress: errorsWithoutStress.phoneErrorRate,
      meanConfidence: confidences.reduce(0, +) / Double(confidences.count),
      negativeLogLikelihood: try ProperScores.negativeLogLikelihood(
        confidences: confidences, correct: correct),
      brierScore: try ProperScores.brier(confidences: confidences, correct: correct),
      expectedCalibrationError: diagram.expectedCalibrationError,
      errorDetectionByConfidence: byConfidence.areaUnderROC,
      errorDetectionByUncertainty: byUncertainty?.areaUnderROC,
      errorsFoundByConfidence: byConfidence.reviewing(0.2).errorsFound,
      errorsFoundByUncertainty: byUncertainty?.reviewing(0.2).errorsFound)
  }

  /// What an evaluation found.
  public struct Figures: Sendable, Equatable {
    /// Words with references.
    public var words: Int
    /// Words for which there was no phone at all.
    public var unreadWords: Int
    /// Whether stress was taken off both sides.
    public var ignoringStress: Bool
    /// WER, 0…1.
    public var wordErrorRate: Double
    /// PER, from 0.
    public var phoneErrorRate: Double
    /// The average Hamming distance over 40 padded slots.
    public var hammingDistance: Double
    /// WER after stress digits were taken off.
    public var wordErrorRateWithoutStress: Double
    /// PER after stress digits were taken off.
    public var phoneErrorRateWithoutStress: Double
    /// The mean confidence: what the model believes to be 1 − WER.
    public var meanConfidence: Double
    /// Of the event that a word is right, under its confidence; nats a word.
    public var negativeLogLikelihood: Double
    /// Of the same event, 0…1.
    public var brierScore: Double
    /// ECE with 15 bins, 0…1.
    public var expectedCalibrationError: Double
    /// AUROC of finding the wrong words by 1 − confidence; `nil` if all are right, or all wrong.
    public var errorDetectionByConfidence: Double?
    /// AUROC of finding the wrong words by the epistemic uncertainty.
    public var errorDetectionByUncertainty: Double?
    /// The share of the wrong words among the fifth with the least confidence.
    public var errorsFoundByConfidence: Double
    /// The share of the wrong words among the fifth with the greatest uncertainty.
    public var errorsFoundByUncertainty: Double?
  }
}

extension Transcription {
  /// The transcription with stress taken off.
  ///
  /// Transcriptions that differed in nothing else become one, with the sum of their confidences; the most probable
  /// sum comes first.
  public func ignoringStress() -> Transcription {
    var merged: [(phones: [String], confidence: Double)] = []
    for (phones, confidence) in [(phones, confidence)]
      + alternatives.map({ ($0.phones, $0.confidence) })
    {
      let bare = phones.map(ARPAbet.withoutStress)
      if let index = merged.firstIndex(where: { $0.phones == bare }) {
        merged[index].confidence += confidence
      } else {
        merged.append((bare, confidence))
      }
    }
    let order = merged.indices.sorted {
      (merged[$0].confidence, -$0) > (merged[$1].confidence, -$1)
    }
    var result = self
    result.phones = merged[order[0]].phones
    result.confidence = min(1, merged[order[0]].confidence)
    result.alternatives = order.dropFirst().map {
      Alternative(phones: merged[$0].phones, confidence: merged[$0].confidence)
    }
    if result.phones != phones.map(ARPAbet.withoutStress) { result.phoneProbabilities = [] }
    return result
  }
}

extension PronunciationDictionary {
  /// Whether any phone carries a stress digit.
  public var hasStress: Bool {
    contains { entry in
      entry.pronunciations.contains { $0.contains { ARPAbet.stress(of: $0) != nil } }
    }
  }
}

extension Vocabulary {
  /// Whether any symbol carries a stress digit.
  package var hasStress: Bool { ordinarySymbols.contains { ARPAbet.stress(of: $0) != nil } }
}
