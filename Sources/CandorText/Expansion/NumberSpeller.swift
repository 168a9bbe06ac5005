import CICU

/// Spells numbers in the words of a language.
///
/// ICU's rules give the words; what it cannot spell (more than 18 digits) is read digit by digit.
final class NumberSpeller: Sendable {
  /// What stands between groups of digits, and before a fraction.
  let grouping: Unicode.Scalar
  let point: Unicode.Scalar

  private let cardinals: SpellOut
  private let ordinals: SpellOut?
  private let years: SpellOut?
  private let tokenizer: Tokenizer

  /// Nil where ICU cannot spell the numbers of the language.
  init?(locale: String) {
    guard let cardinals = SpellOut(.cardinal, locale: locale) else { return nil }
    self.cardinals = cardinals
    ordinals = SpellOut(.ordinal, locale: locale)
    years = SpellOut(.year, locale: locale)
    tokenizer = Tokenizer(locale: locale)
    var symbols: (grouping: UInt32, point: UInt32) = (0, 0)
    candor_icu_number_symbols(locale, &symbols.grouping, &symbols.point)
    grouping = Unicode.Scalar(symbols.grouping) ?? ","
    point = Unicode.Scalar(symbols.point) ?? "."
  }

  /// `42` as *forty two*; digit by digit if there are too many, or a zero stands first.
  func cardinal(_ digits: String) -> [String] {
    guard digits.utf8.count <= 18, digits.utf8.count == 1 || digits.utf8.first != 0x30,
      let text = cardinals(digits)
    else { return digitByDigit(digits) }
    return words(text)
  }

  /// `42` as *forty second*.
  func ordinal(_ digits: String) -> [String]? {
    digits.utf8.count <= 18 ? ordinals?(digits).map(words) : nil
  }

  /// `1984` as *nineteen eighty four*.
  func year(_ digits: String) -> [String] {
    digits.utf8.count <= 4 ? years?(digits).map(words) ?? cardinal(digits) : cardinal(digits)
  }

  /// Each digit.
  func digitByDigit(_ digits: String) -> [String] {
    let names = digits.utf8.map { byte in cardinals(String(UnicodeScalar(byte))) ?? "" }
    return names.flatMap(words)
  }

  /// A whole number or a decimal fraction, with the language's own words for the sign and the point.
  func number(_ literal: NumberLiteral, isNegative: Bool) -> [String] {
    let integer = literal.integer.isEmpty ? "0" : literal.integer
    let fraction = literal.fraction ?? ""
    let isCode = literal.hasLeadingZero && !literal.isGrouped
    if !isCode, integer.utf8.count + fraction.utf8.count <= 15 {
      let text = (isNegative ? "-" : "") + integer + (fraction.isEmpty ? "" : "." + fraction)
      if let spelled = cardinals(text) { return words(spelled) }
    }
    return digitByDigit(integer) + digitByDigit(fraction)
  }

  private func words(_ text: String) -> [String] {
    tokenizer.words(in: text).map(\.text)
  }
}
