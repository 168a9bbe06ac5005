/// The 39 phones of CMUdict, in ARPAbet, with stress digits on the vowels: 0 none, 1 primary, 2
/// secondary.
public enum ARPAbet {
  /// The vowels, without stress.
  public static let vowels = [
    "AA", "AE", "AH", "AO", "AW", "AY", "EH", "ER", "EY", "IH", "IY", "OW", "OY", "UH", "UW",
  ]

  /// The consonants.
  public static let consonants = [
    "B", "CH", "D", "DH", "F", "G", "HH", "JH", "K", "L", "M", "N", "NG", "P", "R", "S", "SH", "T",
    "TH", "V", "W", "Y", "Z", "ZH",
  ]

  /// The 39 phones without stress.
  public static let phones = (vowels + consonants).sorted()

  /// The 69 phones with a stress digit on each vowel.
  public static let phonesWithStress =
    (vowels.flatMap { vowel in ["0", "1", "2"].map { vowel + $0 } } + consonants).sorted()

  /// A phone without its stress digit: `AH0` gives `AH`. Anything that has no letter before a last
  /// digit 0, 1 or 2 stays as it is.
  public static func withoutStress(_ phone: String) -> String {
    stress(of: phone) == nil ? phone : String(phone.dropLast())
  }

  /// The stress digit of a phone: 1 for `AH1`; nil if it has none.
  public static func stress(of phone: String) -> Int? {
    let bytes = phone.utf8
    guard bytes.count > 1, let last = bytes.last, (0x30...0x32).contains(last),
      let previous = bytes.dropLast().last, (previous | 0x20) &- 0x61 < 26
    else { return nil }
    return Int(last) - 0x30
  }

  /// Whether a phone is one of the vowels, with or without a stress digit.
  public static func isVowel(_ phone: String) -> Bool {
    vowelSet.contains(withoutStress(phone))
  }

  /// Whether a phone is one of the vowels, with or without a stress digit, or of the consonants.
  static func isPhone(_ phone: String) -> Bool { isVowel(phone) || isConsonant(phone) }

  /// Whether a phone is one of the consonants.
  static func isConsonant(_ phone: String) -> Bool { consonantSet.contains(phone) }

  private static let vowelSet = Set(vowels)
  private static let consonantSet = Set(consonants)
}
