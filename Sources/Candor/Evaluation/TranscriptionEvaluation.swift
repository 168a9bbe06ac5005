import CandorText
import CandorUncertainty

/// Holds transcriptions against references: error rates, and how far the confidence can be relied on.
///
/// A word is right if its transcription equals any of its references.
public struct TranscriptionEvaluation: Sendable {
  /// Whether stress is taken off transcriptions and references: for references that have none.
  public let ignoringStress: Bool
  /// Phones that count as one in the merged error rates: each is replaced by another.
  public let merging: [String: String]

  private var errors: PhoneErrorRate
  private var errorsWhenMerged: PhoneErrorRate
  private var errorsWithoutStress = PhoneErrorRate(ignoringStress: true)
  private var confidences: [Double] = []
  // Of a word that was read but not sampled, nil.
  private var uncertainties: [Double?] = []
  private var correct: [Bool] = []
  private var unread = 0
  /// Which phones were said for which.
  public private(set) var confusions = PhoneConfusions()
  /// The words that are wrong.
  public private(set) var mistakes: [Mistake] = []

  /// A word that is wrong.
  public struct Mistake: Sendable, Equatable {
    /// The word.
    public let word: String
    /// What was said.
    public let phones: [String]
    /// The reference that is nearest to it.
    public let reference: [String]
    /// The confidence in what was said.
    public let confidence: Double
  }

  /// An empty evaluation.
  ///
  /// - Parameters:
  ///   - ignoringStress: whether stress is taken off both sides
  ///   - merging: phones, without stress, that are replaced by others for the merged error rates, such as IH by AH
  public init(ignoringStress: Bool = false, merging: [String: String] = [:]) {
    self.ignoringStress = ignoringStress
    self.merging = merging
    errors = PhoneErrorRate(ignoringStress: ignoringStress)
    errorsWhenMerged = errors
  }

  /// Counts a word; one without references counts nowhere.
  public mutating func add(_ transcription: Transcription, references: [[String]]) {
    let transcription = ignoringStress ? transcription.ignoringStress() : transcription
    errorsWithoutStress.add(transcription.phones, references: references)
    guard let outcome = errors.add(transcription.phones, references: references) else { return }
    errorsWhenMerged.add(
      transcription.phones.map(merged), references: references.map { $0.map(merged) })
    let nearest = references[outcome.nearestReference]
    let reference = ignoringStress ? nearest.map(ARPAbet.withoutStress) : nearest
    confusions.add(
      transcription.phones.map(ARPAbet.withoutStress),
      reference: reference.map(ARPAbet.withoutStress))
    if !outcome.isRight {
      mistakes.append(
        Mistake(
          word: transcription.word, phones: transcription.phones, reference: reference,
          confidence: transcription.confidence))
    }
    if transcription.phones.isEmpty { unread += 1 }
    confidences.append(min(max(transcription.confidence, 0), 1))
    // What could not be read at all is what the model knows least about.
    uncertainties.append(transcription.wasRead ? transcription.uncertainty : .infinity)
    correct.append(outcome.isRight)
  }

  // A phone keeps its stress digit.
  private func merged(_ phone: String) -> String {
    let bare = ARPAbet.withoutStress(phone)
    return merging[bare].map { $0 + phone.dropFirst(bare.count) } ?? phone
  }

  /// The words that are wrong though the confidence in them is high, the most confident first.
  public func confidentMistakes(_ count: Int) -> [Mistake] {
    let order = mistakes.indices.sorted {
      (mistakes[$0].confidence, -$0) > (mistakes[$1].confidence, -$1)
    }
    return order.prefix(count).map { mistakes[$0] }
  }

  /// Confidence against the share that is right, in 15 bins.
  ///
  /// - Throws: `UncertaintyError.empty` if no word was counted.
  public func reliability() throws(UncertaintyError) -> ReliabilityDiagram {
    try ReliabilityDiagram(confidences: confidences, correct: correct, binCount: 15)
  }

  /// How well little confidence finds the words that are wrong.
  ///
  /// - Throws: `UncertaintyError.empty` if no word was counted.
  public func detectionByConfidence() throws(UncertaintyError) -> ErrorDetection {
    try ErrorDetection(uncertainties: confidences.map { 1 - $0 }, wrong: correct.map { !$0 })
  }

  /// How well the epistemic uncertainty finds them; nil if some word that could be read has none: it was not sampled, and
  /// nothing tells how uncertain it is beside others.
  ///
  /// - Throws: `UncertaintyError.empty` if no word was counted.
  public func detectionByUncertainty() throws(UncertaintyError) -> ErrorDetection? {
    let known = uncertainties.compactMap { $0 }
    guard known.count == uncertainties.count, known.contains(where: \.isFinite) else { return nil }
    return try ErrorDetection(uncertainties: known, wrong: correct.map { !$0 })
  }

  /// The figures of the words so far.
  ///
  /// - Throws: `UncertaintyError.empty` if no word was counted.
  public func figures() throws(UncertaintyError) -> Figures {
    let byConfidence = try detectionByConfidence()
    let byUncertainty = try detectionByUncertainty()
    func errorsFound(_ detection: ErrorDetection) -> Double? {
      detection.errorCount > 0 ? detection.reviewing(0.2).errorsFound : nil
    }
    return Figures(
      words: errors.words, unreadWords: unread,
      ignoringStress: ignoringStress,
      wordErrorRate: errors.wordErrorRate,
      phoneErrorRate: errors.phoneErrorRate,
      hammingDistance: errors.averageHammingDistance,
      wordErrorRateWithoutStress: errorsWithoutStress.wordErrorRate,
      phoneErrorRateWithoutStress: errorsWithoutStress.phoneErrorRate,
      merging: merging,
      wordErrorRateWhenMerged: merging.isEmpty ? nil : errorsWhenMerged.wordErrorRate,
      phoneErrorRateWhenMerged: merging.isEmpty ? nil : errorsWhenMerged.phoneErrorRate,
      meanConfidence: confidences.reduce(0, +) / Double(confidences.count),
      negativeLogLikelihood: try ProperScores.negativeLogLikelihood(
        confidences: confidences, correct: correct),
      brierScore: try ProperScores.brier(confidences: confidences, correct: correct),
      expectedCalibrationError: try reliability().expectedCalibrationError,
      errorDetectionByConfidence: byConfidence.areaUnderROC,
      errorDetectionByUncertainty: byUncertainty?.areaUnderROC,
      errorsFoundByConfidence: errorsFound(byConfidence),
      errorsFoundByUncertainty: byUncertainty.flatMap { errorsFound($0) })
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
    /// The phones that count as one in the merged rates.
    public var merging: [String: String]
    /// WER when they do; `nil` if there are none.
    public var wordErrorRateWhenMerged: Double?
    /// PER when they do.
    public var phoneErrorRateWhenMerged: Double?
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
    /// The share of the wrong words among the fifth with the least confidence; `nil` if all are right.
    public var errorsFoundByConfidence: Double?
    /// The share of the wrong words among the fifth with the greatest uncertainty.
    public var errorsFoundByUncertainty: Double?
  }
}

extension Transcription {
  /// The transcription with stress taken off: see ``merging(_:)``.
  public func ignoringStress() -> Transcription { merging(ARPAbet.withoutStress) }

  /// The transcription with another spelling of its phones.
  ///
  /// Transcriptions that become one get the sum of their confidences; the most probable sum comes first. What no model
  /// said keeps its order, and is as sure as before. A phone that becomes empty is left out.
  public func merging(_ spelling: (String) -> String) -> Transcription {
    func bare(_ phones: [String]) -> [String] { phones.map(spelling).filter { !$0.isEmpty } }
    var merged: [(phones: [String], confidence: Double)] = []
    for (phones, confidence) in [(phones, confidence)]
      + alternatives.map({ ($0.phones, $0.confidence) })
    {
      let bare = bare(phones)
      if let index = merged.firstIndex(where: { $0.phones == bare }) {
        merged[index].confidence += confidence
      } else {
        merged.append((bare, confidence))
      }
    }
    var result = self
    guard source == .model else {
      result.phones = merged[0].phones
      result.alternatives = merged.dropFirst().map {
        Alternative(phones: $0.phones, confidence: min(1, $0.confidence))
      }
      result.phoneProbabilities = result.phones.map { _ in 1 }
      return result
    }
    let order = merged.indices.sorted {
      (merged[$0].confidence, -$0) > (merged[$1].confidence, -$1)
    }
    result.phones = merged[order[0]].phones
    result.confidence = min(1, merged[order[0]].confidence)
    result.alternatives = order.dropFirst().map {
      Alternative(phones: merged[$0].phones, confidence: merged[$0].confidence)
    }
    // They belong to the phones that were the best before.
    if result.phones != phones.map(spelling) { result.phoneProbabilities = [] }
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
