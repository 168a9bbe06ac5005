/// One pronunciation of one word.
public struct PronunciationEntry: Sendable, Hashable {
  /// The word, without a variant's number.
  public let word: String
  /// The phones as the file spells them, stress digits included.
  public let phones: [String]
  /// The number of the variant: 2 in `word(2)`, or the column in a tab-separated file; 1 otherwise.
  public let variant: Int
  /// The probability of the pronunciation, where the file has one.
  public let probability: Double?
  /// The comment after ` # `, without it.
  public let comment: String?
  /// The line it stands on, from 1.
  public let line: Int

  /// Makes an entry.
  public init(
    word: String, phones: [String], variant: Int = 1, probability: Double? = nil,
    comment: String? = nil, line: Int = 0
  ) {
    self.word = word
    self.phones = phones
    self.variant = variant
    self.probability = probability
    self.comment = comment
    self.line = line
  }
}
