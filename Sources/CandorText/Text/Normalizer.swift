import CICU

/// Brings a text to one spelling: normal form, case, apostrophes and dashes, marks.
///
/// The steps, in order: typographic apostrophes and dashes to ASCII; the normal form (UAX #15);
/// the case mapping; the stripping of marks. The result is again in the normal form, and
/// normalising it a second time changes nothing.
///
/// ```swift
/// let normalize = Normalizer(caseMapping: .lowercase, asciiPunctuation: true)
/// normalize("Don’t")  // "don't"
/// ```
///
/// ASCII text takes a path without ICU.
public struct Normalizer: Sendable, Hashable, Codable {
  /// A normal form of UAX #15.
  public enum Form: String, Sendable, Hashable, Codable, CaseIterable {
    /// Canonical composition.
    case nfc
    /// Canonical decomposition.
    case nfd
    /// Compatibility composition: ligatures, full-width letters and the like become plain ones.
    case nfkc

    fileprivate var code: Int32 {
      switch self {
      case .nfc: Int32(CANDOR_ICU_NFC)
      case .nfd: Int32(CANDOR_ICU_NFD)
      case .nfkc: Int32(CANDOR_ICU_NFKC)
      }
    }
  }

  /// The normal form.
  public let form: Form
  /// What happens to case.
  public let caseMapping: CaseMapping
  /// Whether typographic apostrophes become `'` and dashes and hyphens become `-`.
  public let asciiPunctuation: Bool
  /// Whether combining marks (general category Mn and Me) are taken off their bases.
  ///
  /// For scripts that write vowels as marks, such as Devanagari or Thai, this loses vowels.
  public let strippingMarks: Bool

  /// Makes a normaliser; the defaults are NFC and nothing else.
  public init(
    form: Form = .nfc, caseMapping: CaseMapping = .none, asciiPunctuation: Bool = false,
    strippingMarks: Bool = false
  ) {
    self.form = form
    self.caseMapping = caseMapping
    self.asciiPunctuation = asciiPunctuation
    self.strippingMarks = strippingMarks
  }

  /// For lookups of English words: NFC, lower case, ASCII apostrophes and dashes.
  public static let english = Normalizer(
    caseMapping: .lowercase(locale: "en"), asciiPunctuation: true)

  /// The normalised text.
  public func callAsFunction(_ text: String) -> String {
    switch Self.scan(text) {
    case .asciiWithoutCapitals: return text
    case .ascii where caseMapping == .none: return text
    case .ascii where !isTurkic: return Self.lowercasedASCII(text)
    default: return normalizeWithICU(text)
    }
  }

  // MARK: - ASCII

  private enum Contents {
    case asciiWithoutCapitals
    case ascii
    case beyondASCII
  }

  private static func scan(_ text: String) -> Contents {
    var capitals = false
    for byte in text.utf8 {
      if byte >= 0x80 { return .beyondASCII }
      if byte &- 0x41 < 26 { capitals = true }
    }
    return capitals ? .ascii : .asciiWithoutCapitals
  }

  private static func lowercasedASCII(_ text: String) -> String {
    String(unsafeUninitializedCapacity: text.utf8.count) { target in
      var count = 0
      for byte in text.utf8 {
        target[count] = byte &- 0x41 < 26 ? byte | 0x20 : byte
        count += 1
      }
      return count
    }
  }

  // The languages in which the lower case of ASCII's I is not i.
  private var isTurkic: Bool {
    switch caseMapping {
    case .none: return false
    case .fold(let locale), .lowercase(let locale):
      if locale.isEmpty || locale == "en" { return false }
      let language = locale.prefix { $0 != "-" && $0 != "_" && $0 != "@" }.lowercased()
      return ["tr", "az", "tur", "aze"].contains(language)
    }
  }

  // MARK: - ICU

  private func normalizeWithICU(_ text: String) -> String {
    var units = Array(text.utf16)
    if asciiPunctuation {
      for index in units.indices { units[index] = Self.asciiPunctuation(units[index]) }
    }
    units = Self.normalized(units, form.code)
    // A mapped text can leave the normal form, and a normalised one can gain letters to map
    // (U+0345 and a few compatibility letters), hence more than one round; two suffice.
    for _ in 0..<4 {
      let mapped = caseMapped(units)
      if mapped == units { break }
      units = Self.normalized(mapped, form.code)
    }
    if strippingMarks { units = withoutMarks(units) }
    return String(decoding: units, as: UTF16.self)
  }

  // Single UTF-16 units suffice: all of these lie in the basic plane.
  private static func asciiPunctuation(_ unit: UInt16) -> UInt16 {
    switch unit {
    // Quotation marks used as apostrophes, modifier letter apostrophe, full-width apostrophe.
    case 0x2018, 0x2019, 0x201B, 0x02BC, 0xFF07: 0x27
    // Hyphens, figure, en and em dashes, horizontal bar, minus, small and full-width forms.
    case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63, 0xFF0D: 0x2D
    default: unit
    }
  }

  private static func normalized(_ units: [UInt16], _ form: Int32) -> [UInt16] {
    var status: Int32 = 0
    let prefix = candor_icu_normalized_prefix(form, units, Int32(units.count), &status)
    if status <= 0, Int(prefix) == units.count { return units }
    return ICU.transform(units) { source, length, target, capacity, status in
      candor_icu_normalize(form, source, length, target, capacity, &status)
    }
  }

  private func caseMapped(_ units: [UInt16]) -> [UInt16] {
    switch caseMapping {
    case .none:
      return units
    case .fold:
      let turkic = isTurkic
      return ICU.transform(units) { source, length, target, capacity, status in
        candor_icu_fold_case(turkic, source, length, target, capacity, &status)
      }
    case .lowercase(let locale):
      return ICU.transform(units) { source, length, target, capacity, status in
        candor_icu_lowercase(locale, source, length, target, capacity, &status)
      }
    }
  }

  private func withoutMarks(_ units: [UInt16]) -> [UInt16] {
    let decomposed = Self.normalized(units, Int32(CANDOR_ICU_NFD))
    var bare = String.UnicodeScalarView()
    for scalar in String(decoding: decomposed, as: UTF16.self).unicodeScalars
    where !candor_icu_is_combining_mark(scalar.value) {
      bare.append(scalar)
    }
    return Self.normalized(Array(String(bare).utf16), form.code)
  }
}
