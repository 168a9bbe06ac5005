/// A lexicon's line that cannot be used.
public struct PronunciationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Sendable, Hashable {
    /// Not valid UTF-8.
    case invalidUTF8
    /// A NUL or another control character.
    case controlCharacter
    /// The line begins with a space or a tab, or has only a variant's number for a word.
    case emptyWord
    /// Nothing after the word.
    case noPhones
    /// A column with nothing in it before another.
    case emptyColumn
    /// A column that is a number, such as a probability.
    case number
    /// Variants are numbered from 1.
    case badVariant
    /// Not a number in (0, 1].
    case badProbability
    /// A phone that is not among the ones allowed.
    case unknownPhone
    /// The line is longer than a line may be.
    case lineTooLong
  }

  /// The file, as the user named it.
  public let file: String
  /// The line, from 1.
  public let line: Int
  /// What is wrong.
  public let reason: Reason
  /// The value at fault: the line, or the part of it.
  public let value: String

  /// Makes an error.
  public init(file: String, line: Int, reason: Reason, value: String) {
    self.file = file
    self.line = line
    self.reason = reason
    self.value = value
  }

  /// Such as `lexicon.txt:12: no phones: "hello"`.
  public var description: String { "\(file):\(line): \(reason): \(quoted(value))" }
}

extension PronunciationError.Reason: CustomStringConvertible {
  /// A few words for a message.
  public var description: String {
    switch self {
    case .invalidUTF8: "not valid UTF-8"
    case .controlCharacter: "a control character"
    case .emptyWord: "no word"
    case .noPhones: "no phones"
    case .emptyColumn: "an empty column before another"
    case .number: "a number where phones are expected"
    case .badVariant: "variants are numbered from 1"
    case .badProbability: "not a probability above 0 and up to 1"
    case .unknownPhone: "unknown phone"
    case .lineTooLong: "the line is too long"
    }
  }
}
