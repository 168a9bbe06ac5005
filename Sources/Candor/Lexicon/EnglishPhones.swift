import CandorText

extension GraphemeToPhoneme {
  /// The language of the texts that the model is for, if it can be told: `en` for English, else the locale of its lower
  /// case, unless that is the default of training; empty if unknown.
  public var language: String {
    if speaksEnglish { return "en" }
    switch graphemes.normalizer.caseMapping {
    case .lowercase(let locale), .fold(let locale): return locale == "en" ? "" : locale
    case .none: return ""
    }
  }

  /// Whether the model reads English: words in English lower case, and all its phones among those of CMUdict, of which
  /// it has nearly all. (A model of another language that was trained with the default locale has other phones.)
  public var speaksEnglish: Bool {
    switch graphemes.normalizer.caseMapping {
    case .lowercase("en"), .fold("en"): break
    default: return false
    }
    let phones = Set(phonemes.ordinarySymbols.map(ARPAbet.withoutStress))
    return phones.isSubset(of: ARPAbet.phones) && phones.count >= ARPAbet.phones.count - 3
  }
}
