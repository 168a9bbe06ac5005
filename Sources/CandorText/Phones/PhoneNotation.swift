/// How phones are spelled: ARPAbet with stress digits, IPA, or X-SAMPA.
///
/// ARPAbet is the common ground: the others are written from it and read into it. In IPA and
/// X-SAMPA a stress mark stands before the onset of its syllable, so whole words are transcribed,
/// not single phones.
///
/// ```swift
/// try PhoneNotation.ipa.string(from: ["HH", "AH0", "L", "OW1"])  // "həˈloʊ"
/// try PhoneNotation.ipa.phones(in: "həˈloʊ")                     // ["HH", "AH0", "L", "OW1"]
/// ```
public enum PhoneNotation: String, Sendable, Hashable, CaseIterable, Codable {
  /// `HH AH0 L OW1`
  case arpabet
  /// `həˈloʊ`
  case ipa
  /// `h@"loU`
  case xsampa

  /// What happens to a phone or symbol that is not among the 39 of ``ARPAbet``.
  public enum UnknownPhones: Sendable, Hashable {
    /// It is taken over as it stands.
    case passThrough
    /// It is a ``PhoneNotationError``.
    case areErrors
  }

  /// Writes the ARPAbet phones of a word.
  ///
  /// A vowel without a digit is written like one with the digit 0, but `AH` as ʌ and `ER` as ɝ.
  ///
  /// - Throws: ``PhoneNotationError`` for an unknown phone, if these are errors.
  public func string(
    from phones: [String], unknown: UnknownPhones = .passThrough
  ) throws(PhoneNotationError) -> String {
    let symbols = try symbols(of: phones, unknown: unknown)
    guard let inventory else { return symbols.map(\.symbol).joined(separator: " ") }
    var result = ""
    var previous: String?
    for (mark, symbol) in symbols {
      // A stress mark parts as well as a point does.
      if mark.isEmpty, let previous, inventory.needsSeparator(between: previous, and: symbol) {
        result += "."
      }
      result += mark + symbol
      previous = symbol
    }
    return result
  }

  /// The symbols of a word's phones one by one, a stress mark before the first one of its syllable.
  ///
  /// - Throws: ``PhoneNotationError`` for an unknown phone, if these are errors.
  func symbols(
    of phones: [String], unknown: UnknownPhones = .passThrough
  ) throws(PhoneNotationError) -> [(mark: String, symbol: String)] {
    guard let inventory else {
      if unknown == .areErrors { try checkARPAbet(phones) }
      return phones.map { ("", $0) }
    }
    var marks: [Int: Int] = [:]
    for (index, phone) in phones.enumerated() {
      guard let stress = ARPAbet.stress(of: phone), stress > 0, ARPAbet.isVowel(phone) else {
        continue
      }
      marks[Syllables.start(ofSyllableAt: index, in: phones)] = stress
    }
    var symbols: [(mark: String, symbol: String)] = []
    for (index, phone) in phones.enumerated() {
      let known = inventory.symbol(of: phone)
      if known == nil, unknown == .areErrors {
        throw PhoneNotationError(notation: .arpabet, value: phone)
      }
      symbols.append((marks[index].map(inventory.mark) ?? "", known ?? phone))
    }
    return symbols
  }

  /// Reads a transcription into ARPAbet phones.
  ///
  /// White space, slashes, brackets and the points between syllables only part the symbols of IPA
  /// and X-SAMPA. A stress mark belongs to the next vowel; a vowel without one gets the digit 0, or
  /// none of them gets a digit if `stress` is false.
  ///
  /// - Throws: ``PhoneNotationError`` for an unknown symbol, if these are errors.
  public func phones(
    in text: String, stress: Bool = true, unknown: UnknownPhones = .passThrough
  ) throws(PhoneNotationError) -> [String] {
    guard let inventory else {
      let phones = text.unicodeScalars.split(whereSeparator: \.properties.isWhitespace)
        .map { String(Substring($0)) }
      if unknown == .areErrors { try checkARPAbet(phones) }
      return stress ? phones : phones.map(ARPAbet.withoutStress)
    }
    var rest = Array(text.unicodeScalars)[...]
    var phones: [String] = []
    var pendingStress = 0
    while let scalar = rest.first {
      if let mark = inventory.stressMarks[scalar] {
        pendingStress = mark
        rest.removeFirst()
      } else if let (phone, length) = inventory.phone(at: rest) {
        rest.removeFirst(length)
        if ARPAbet.isVowel(phone) {
          phones.append(stress ? "\(phone)\(pendingStress)" : phone)
          pendingStress = 0
        } else {
          phones.append(phone)
        }
      } else {
        rest.removeFirst()
        if scalar.properties.isWhitespace || "./[]".unicodeScalars.contains(scalar) { continue }
        if unknown == .areErrors {
          throw PhoneNotationError(notation: self, value: String(scalar))
        }
        phones.append(String(scalar))
      }
    }
    return phones
  }

  /// Spells a transcription in another notation.
  ///
  /// - Throws: ``PhoneNotationError`` for an unknown symbol, if these are errors.
  public func converted(
    _ text: String, to other: PhoneNotation, unknown: UnknownPhones = .passThrough
  ) throws(PhoneNotationError) -> String {
    try other.string(from: phones(in: text, unknown: unknown), unknown: unknown)
  }

  private var inventory: PhoneInventory? {
    switch self {
    case .arpabet: nil
    case .ipa: .ipa
    case .xsampa: .xsampa
    }
  }

  private func checkARPAbet(_ phones: [String]) throws(PhoneNotationError) {
    for phone in phones where PhoneInventory.ipa.symbol(of: phone) == nil {
      throw PhoneNotationError(notation: .arpabet, value: phone)
    }
  }
}

/// A phone that a notation does not know.
public struct PhoneNotationError: Error, Sendable, Hashable, CustomStringConvertible {
  /// The notation it was read in.
  public let notation: PhoneNotation
  /// The phone.
  public let value: String

  /// Such as `"QQ" is no phone of arpabet`.
  public var description: String { "\(quoted(value)) is no phone of \(notation.rawValue)" }
}
