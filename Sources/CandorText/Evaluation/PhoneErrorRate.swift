/// Word and phone error rate of transcriptions against one or several references a word.
///
/// - A word is right if its transcription equals any of its references:
///   WER = words that are wrong / words.
/// - Phone errors are the Levenshtein distance to the nearest reference (the first of several
///   equally near ones): PER = Σ distance / Σ length of that reference.
/// - The average Hamming distance is that of the paper's grapheme-to-phoneme experiment: the number
///   of slots, of ``slots`` padded ones, in which the two sequences differ, averaged over words;
///   with several references the least of them.
public struct PhoneErrorRate: Sendable, Hashable {
  /// Whether stress digits are taken off both sides first.
  public let ignoringStress: Bool
  /// Slots of the Hamming distance.
  public let slots: Int

  /// Words counted.
  public private(set) var words = 0
  /// Words that equal none of their references.
  public private(set) var wrongWords = 0
  /// Sum of the Levenshtein distances to the nearest references.
  public private(set) var phoneErrors = 0
  /// Sum of the lengths of the nearest references.
  public private(set) var referencePhones = 0
  /// Sum of the Hamming distances.
  public private(set) var hammingDistance = 0
  /// Words without any reference; they count in no rate.
  public private(set) var wordsWithoutReference = 0

  /// Makes an empty accumulator.
  ///
  /// - Precondition: `slots` is positive.
  public init(ignoringStress: Bool = false, slots: Int = 40) {
    precondition(slots > 0, "\(slots) slots")
    self.ignoringStress = ignoringStress
    self.slots = slots
  }

  /// What one word contributed.
  public struct Outcome: Sendable, Hashable {
    /// Whether the transcription equals a reference.
    public let isRight: Bool
    /// Levenshtein distance to the nearest reference.
    public let phoneErrors: Int
    /// Index of the nearest reference.
    public let nearestReference: Int
  }

  /// Counts a word's transcription; nil if there is no reference to hold it against.
  @discardableResult
  public mutating func add(_ hypothesis: [String], references: [[String]]) -> Outcome? {
    let hypothesis = prepared(hypothesis)
    let references = references.map(prepared)
    let distances = references.map { SequenceDistance.levenshtein($0, hypothesis) }
    guard let least = distances.min(), let nearest = distances.firstIndex(of: least) else {
      wordsWithoutReference += 1
      return nil
    }
    words += 1
    if least > 0 { wrongWords += 1 }
    phoneErrors += least
    referencePhones += references[nearest].count
    hammingDistance +=
      references.map { SequenceDistance.hamming($0, hypothesis, slots: slots) }.min() ?? 0
    return Outcome(isRight: least == 0, phoneErrors: least, nearestReference: nearest)
  }

  /// Adds what another accumulator counted.
  ///
  /// - Precondition: both have the same settings.
  public mutating func merge(_ other: PhoneErrorRate) {
    precondition(
      ignoringStress == other.ignoringStress && slots == other.slots,
      "error rates of different settings")
    words += other.words
    wrongWords += other.wrongWords
    phoneErrors += other.phoneErrors
    referencePhones += other.referencePhones
    hammingDistance += other.hammingDistance
    wordsWithoutReference += other.wordsWithoutReference
  }

  /// WER in 0…1; NaN if nothing was counted.
  public var wordErrorRate: Double { Double(wrongWords) / Double(words) }

  /// PER, from 0, and above 1 where more is inserted than there is; NaN without reference phones.
  public var phoneErrorRate: Double { Double(phoneErrors) / Double(referencePhones) }

  /// Average Hamming distance in slots; NaN if nothing was counted.
  public var averageHammingDistance: Double { Double(hammingDistance) / Double(words) }

  private func prepared(_ phones: [String]) -> [String] {
    ignoringStress ? phones.map(ARPAbet.withoutStress) : phones
  }
}
