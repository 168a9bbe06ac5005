/// What happens to the case of letters.
///
/// Stored as one string: `none`, `fold`, `fold:tr`, `lowercase`, `lowercase:tr`.
public enum CaseMapping: Sendable, Hashable {
  /// Letters stay as they are.
  case none
  /// Full case folding (Unicode, section 3.13): for comparing; `ß` becomes `ss`.
  /// Turkish and Azeri locales map `I` to `ı`.
  case fold(locale: String)
  /// Lower case as the locale's language has it: for reading; `ß` stays, `I` is `ı` in Turkish.
  case lowercase(locale: String)

  /// Case folding that follows no language.
  public static let fold = CaseMapping.fold(locale: "")
  /// Lower case that follows no language.
  public static let lowercase = CaseMapping.lowercase(locale: "")
}

extension CaseMapping: CustomStringConvertible {
  /// The stored form, such as `lowercase:tr`.
  public var description: String {
    switch self {
    case .none: "none"
    case .fold(let locale): locale.isEmpty ? "fold" : "fold:" + locale
    case .lowercase(let locale): locale.isEmpty ? "lowercase" : "lowercase:" + locale
    }
  }

  /// Reads the stored form; nil if it is none.
  public init?(_ description: String) {
    let parts = description.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    let locale = parts.count == 2 ? String(parts[1]) : ""
    switch parts.first {
    case "none" where parts.count == 1: self = .none
    case "fold": self = .fold(locale: locale)
    case "lowercase": self = .lowercase(locale: locale)
    default: return nil
    }
  }
}

extension CaseMapping: Codable {
  /// Reads the stored form.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let mapping = CaseMapping(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "\"\(text)\" is no case mapping (none, fold, lowercase, lowercase:tr)")
    }
    self = mapping
  }

  /// Writes the stored form.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
