/// The ending `'s` of English words: the genitive, and the plural of letters.
public enum EnglishSuffix {
  /// The word before `'s` or `s'`, in any spelling of the apostrophe; nil if the word does not end so.
  public static func stem(_ word: String) -> (word: String, addsPhones: Bool)? {
    let scalars = Array(word.unicodeScalars)
    func isApostrophe(_ scalar: Unicode.Scalar) -> Bool { scalar == "'" || scalar == "’" }
    guard scalars.count > 2 else { return nil }
    if scalars[scalars.count - 1] == "s" || scalars[scalars.count - 1] == "S",
      isApostrophe(scalars[scalars.count - 2])
    {
      return (String(String.UnicodeScalarView(scalars.dropLast(2))), true)
    }
    // `the boys'` sounds as `the boys`.
    if isApostrophe(scalars[scalars.count - 1]),
      scalars[scalars.count - 2] == "s" || scalars[scalars.count - 2] == "S"
    {
      return (String(String.UnicodeScalarView(scalars.dropLast())), false)
    }
    return nil
  }

  /// ARPAbet phones with the ending: IH0 Z after a hissing sound, S after another voiceless one, Z otherwise.
  public static func adding(to phones: [String]) -> [String] {
    switch phones.last {
    case "S", "Z", "SH", "ZH", "CH", "JH": phones + ["IH0", "Z"]
    case "P", "T", "K", "F", "TH": phones + ["S"]
    default: phones + ["Z"]
    }
  }
}
