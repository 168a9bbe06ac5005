import CICU
import Synchronization

/// Numbers in words, by ICU's rules for a language (RuleBasedNumberFormat).
final class SpellOut: Sendable {
  enum Kind: Int32 {
    case cardinal = 0
    case ordinal = 1
    case year = 2
  }

  // Formatting goes by a handle that only one thread may use at a time.
  private struct Handle: @unchecked Sendable {
    let speller: OpaquePointer
  }

  private let handle: Mutex<Handle>

  /// Nil where ICU has no rules for the language.
  init?(_ kind: Kind, locale: String) {
    var status: Int32 = 0
    guard !locale.utf8.contains(0),
      let speller = candor_icu_speller_open(kind.rawValue, locale, &status)
    else { return nil }
    handle = Mutex(Handle(speller: speller))
  }

  deinit {
    handle.withLock { candor_icu_speller_close($0.speller) }
  }

  /// The words of a number in ASCII digits, such as `12.5`; nil where ICU gives digits back, as it does beyond 10¹⁸.
  func callAsFunction(_ decimal: String) -> String? {
    var digits = Array(decimal.utf8.map { CChar(bitPattern: $0) })
    guard digits.count < 1000 else { return nil }
    digits.append(0)
    let length = Int32(digits.count - 1)
    var failed = false
    let units = handle.withLock { handle in
      let speller = handle.speller
      return ICU.transform([]) { _, _, target, capacity, status in
        let result = candor_icu_speller_spell(
          speller, digits, length, target, capacity, &status)
        if status > 0, status != CANDOR_ICU_BUFFER_OVERFLOW {
          failed = true
          status = 0
          return 0
        }
        return result
      }
    }
    guard !failed, !units.isEmpty else { return nil }
    // A soft hyphen marks where a long word may be broken.
    let words = String(decoding: units.filter { $0 != 0xAD }, as: UTF16.self)
    return words.unicodeScalars.contains { $0.properties.numericType == .decimal } ? nil : words
  }
}
