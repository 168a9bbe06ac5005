/// How a text was prepared: what has to be saved beside a model or a vocabulary, so that later
/// texts are prepared the same way.
public struct TextSettings: Sendable, Hashable, Codable {
  /// How texts were normalised.
  public let normalizer: Normalizer
  /// How they were cut.
  public let tokenizer: Tokenizer
  /// The ICU that did both.
  public let icuVersion: String
  /// The Unicode data of that ICU.
  public let unicodeVersion: String

  /// Settings of this process, with its ICU's versions.
  public init(normalizer: Normalizer, tokenizer: Tokenizer) {
    self.normalizer = normalizer
    self.tokenizer = tokenizer
    icuVersion = ICU.version
    unicodeVersion = ICU.unicodeVersion
  }
}
