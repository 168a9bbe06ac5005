/// How the phones of a word are written: notation, separators, stress.
///
/// ```swift
/// PhoneSpelling(.ipa, syllableSeparator: ".")(["F", "OW1", "T", "OW0"])  // "ˈfoʊ.toʊ"
/// ```
public struct PhoneSpelling: Sendable, Hashable {
  /// The alphabet.
  public var notation: PhoneNotation
  /// What stands between phones. By default a space between those of ARPAbet; nothing between those of IPA and
  /// X-SAMPA, but for a point where two would be read as one.
  public var phoneSeparator: String?
  /// What stands between syllables, whose phones it parts as well; nil for no mark.
  public var syllableSeparator: String?
  /// Whether stress digits and stress marks are written.
  public var keepsStress: Bool

  /// Describes a spelling.
  public init(
    _ notation: PhoneNotation = .arpabet, phoneSeparator: String? = nil,
    syllableSeparator: String? = nil, keepsStress: Bool = true
  ) {
    self.notation = notation
    self.phoneSeparator = phoneSeparator
    self.syllableSeparator = syllableSeparator
    self.keepsStress = keepsStress
  }

  /// The text of a word's phones; what the notation does not know stays as it is.
  public func callAsFunction(_ phones: [String]) -> String {
    let phones = keepsStress ? phones : phones.map(withoutStress).filter { !$0.isEmpty }
    guard phoneSeparator != nil || syllableSeparator != nil else {
      return (try? notation.string(from: phones)) ?? phones.joined(separator: " ")
    }
    let separator = phoneSeparator ?? (notation == .arpabet ? " " : "")
    var symbols = ((try? notation.symbols(of: phones).map { $0.mark + $0.symbol }) ?? phones)[...]
    guard let syllableSeparator else { return symbols.joined(separator: separator) }
    return Syllables.of(phones).map { syllable in
      defer { symbols = symbols.dropFirst(syllable.count) }
      return symbols.prefix(syllable.count).joined(separator: separator)
    }.joined(separator: syllableSeparator)
  }

  /// A phone without its stress, as far as the notation would show it: ə, which ARPAbet spells as an unstressed AH,
  /// stays apart from ʌ in the IPA.
  public func withoutStress(_ phone: String) -> String {
    if notation != .arpabet, ["AH0", "ER0"].contains(phone) { return phone }
    return IPAPhone.withoutStress(ARPAbet.withoutStress(phone))
  }
}
