/// What can be told of a phone that is spelled in the International Phonetic Alphabet.
enum IPAPhone {
  /// Whether it is the nucleus of a syllable: a vowel that is not marked as non-syllabic, or a consonant that is
  /// marked as syllabic.
  static func isVowel(_ phone: String) -> Bool {
    if phone.utf8.allSatisfy({ $0 < 0x80 }) {
      return phone.unicodeScalars.first.map(vowels.contains) ?? false
    }
    let scalars = decomposed(phone).unicodeScalars
    // The syllabic marks below and above.
    if scalars.contains("\u{329}") || scalars.contains("\u{30D}") { return true }
    guard let base = scalars.first(where: isLetter), vowels.contains(base) else { return false }
    // a̯ is a glide, but in ai̯ it is the a that counts.
    let first = scalars.drop { $0 != base }.dropFirst().prefix { !isLetter($0) }
    return !first.contains("\u{32F}")
  }

  /// How open the mouth is at a consonant: 1 plosives and affricates, 2 fricatives, 3 nasals, 4 liquids, 5 glides; nil
  /// for anything else.
  static func sonority(_ phone: String) -> Int? {
    let base = decomposed(phone).unicodeScalars.first(where: isLetter)
    return base.flatMap { scalar in
      classes.firstIndex { $0.contains(scalar) }.map { $0 + 1 }
    }
  }

  /// Whether it is an s-like fricative, which many languages put before plosives.
  static func isSibilant(_ phone: String) -> Bool {
    decomposed(phone).unicodeScalars.first(where: isLetter).map("szʃʒʂʐɕʑ".unicodeScalars.contains)
      ?? false
  }

  /// The phone without its marks of primary and secondary stress.
  static func withoutStress(_ phone: String) -> String {
    guard phone.utf8.contains(0xCB) else { return phone }
    var bare = String.UnicodeScalarView()
    bare.append(contentsOf: phone.unicodeScalars.filter { $0 != "ˈ" && $0 != "ˌ" })
    return String(bare)
  }

  // Modifier letters such as ʰ, and marks, are no letters of their own here.
  private static func isLetter(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.properties.generalCategory {
    case .lowercaseLetter, .otherLetter, .uppercaseLetter: true
    default: false
    }
  }

  private static func decomposed(_ phone: String) -> String { normalForm(phone) }
  private static let normalForm = Normalizer(form: .nfd)

  private static let vowels = Set("iyɨʉɯuɪʏʊeøɘɵɤoəɛœɜɞʌɔæɐaɶɑɒɚɝ".unicodeScalars)
  private static let classes: [Set<Unicode.Scalar>] = [
    Set("pbtdʈɖcɟkɡgqɢʔʡʦʣʧʤʨʥɓɗʄɠʛʘǀǃǂǁ".unicodeScalars),
    Set("ɸβfvθðszʃʒʂʐçʝxɣχʁħʕhɦɬɮɕʑʍɧʜʢ".unicodeScalars),
    Set("mɱnɳɲŋɴ".unicodeScalars),
    Set("rɾɽʀʙlɭʎʟɫɹɻɺ".unicodeScalars),
    Set("jwɰɥʋ".unicodeScalars),
  ]
}
