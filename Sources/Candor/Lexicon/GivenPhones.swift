import CandorText

/// Reads the phones that a text gives, as in `[tomato](/T AH0 M AA1 T OW2/)`: phones of the model with spaces between
/// them, in any case, or IPA where the model has the phones of CMUdict.
struct GivenPhones: Sendable {
  /// A phone that the model does not have.
  struct Unknown: Error, CustomStringConvertible {
    let description: String
  }

  private let known: Set<String>
  private let isARPAbet: Bool
  private let hasStress: Bool

  init(_ phonemes: Vocabulary) {
    known = Set(phonemes.ordinarySymbols)
    hasStress = phonemes.hasStress
    isARPAbet = known.allSatisfy { ARPAbet.phones.contains(ARPAbet.withoutStress($0)) }
  }

  func callAsFunction(_ text: String) throws(Unknown) -> [String] {
    let fields = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
      .map { String(Substring($0)) }
    guard !fields.isEmpty else { throw Unknown(description: "no phones") }
    if let phones = spelled(fields) ?? (isARPAbet ? spelled(fields.map { $0.uppercased() }) : nil) {
      return phones
    }
    if isARPAbet,
      let phones = try? PhoneNotation.ipa.phones(
        in: text, stress: hasStress, unknown: .areErrors), !phones.isEmpty
    {
      return phones
    }
    let strange = fields.first { spelled([$0]) == nil } ?? text
    throw Unknown(description: "\(Escaping.phones(strange)) is no phone of the model")
  }

  /// The genitive, `[Wu](/W UW1/)'s`, of a word whose phones the text gives; nil for all but an s, and where the phones
  /// are not English ones.
  func genitive(of word: SpokenToken, _ apostrophe: String, _ ending: SpokenToken) -> SpokenToken? {
    guard isARPAbet, case .given(let phones) = word.kind, ["s", "S"].contains(ending.text) else {
      return nil
    }
    let whole = EnglishSuffix.adding(to: phones.split(separator: " ").map(String.init))
    let known = hasStress ? whole : whole.map(ARPAbet.withoutStress)
    return SpokenToken(
      text: word.text + apostrophe + ending.text,
      range: word.range.lowerBound..<ending.range.upperBound,
      kind: .given(phones: known.joined(separator: " ")))
  }

  private func spelled(_ fields: [String]) -> [String]? {
    if fields.allSatisfy(known.contains) { return fields }
    guard isARPAbet else { return nil }
    // A vowel may go without its stress; for a model without stress it must.
    let bare = fields.map(ARPAbet.withoutStress)
    guard bare.allSatisfy(ARPAbet.phones.contains) else { return nil }
    return hasStress ? fields : bare
  }
}
