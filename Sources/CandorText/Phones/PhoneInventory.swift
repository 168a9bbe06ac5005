/// The symbols of one transcription alphabet for the phones of ARPAbet.
struct PhoneInventory: Sendable {
  /// The mark of primary and of secondary stress.
  let stressMarks: [Unicode.Scalar: Int]
  private let marks: [String]
  private let symbols: [String: String]
  private let unstressedSymbols: [String: String]
  private let phones: [[Unicode.Scalar]: String]
  private let longest: Int

  private init(primary: String, secondary: String, _ table: String, aliases: String) {
    marks = ["", primary, secondary]
    var stressMarks: [Unicode.Scalar: Int] = [:]
    for (stress, mark) in marks.enumerated() {
      if let scalar = mark.unicodeScalars.first { stressMarks[scalar] = stress }
    }
    self.stressMarks = stressMarks
    var symbols: [String: String] = [:]
    var unstressedSymbols: [String: String] = [:]
    var phones: [[Unicode.Scalar]: String] = [:]
    func pairs(_ text: String) -> [(phone: String, symbol: String)] {
      let fields = text.split(whereSeparator: \.isWhitespace).map(String.init)
      return stride(from: 0, to: fields.count - 1, by: 2).map { (fields[$0], fields[$0 + 1]) }
    }
    for (phone, symbol) in pairs(table) {
      if phone.hasSuffix("0") {
        unstressedSymbols[phone] = symbol
        phones[Array(symbol.unicodeScalars)] = String(phone.dropLast())
      } else {
        symbols[phone] = symbol
        phones[Array(symbol.unicodeScalars)] = phone
      }
    }
    for (phone, symbol) in pairs(aliases) { phones[Array(symbol.unicodeScalars)] = phone }
    self.symbols = symbols
    self.unstressedSymbols = unstressedSymbols
    self.phones = phones
    longest = phones.keys.map(\.count).max() ?? 1
  }

  /// The symbol of a phone, without a stress mark; nil if the phone is unknown.
  func symbol(of phone: String) -> String? {
    if let symbol = unstressedSymbols[phone] { return symbol }
    let bare = ARPAbet.withoutStress(phone)
    // A digit on a consonant is no phone.
    guard bare == phone || ARPAbet.isVowel(bare) else { return nil }
    return symbols[bare]
  }

  /// The mark before a syllable of a stress, empty for none.
  func mark(_ stress: Int) -> String { marks[stress] }

  /// The longest symbol at the beginning of a text: its phone without stress, and its length.
  func phone(at scalars: ArraySlice<Unicode.Scalar>) -> (phone: String, length: Int)? {
    for length in stride(from: min(longest, scalars.count), to: 0, by: -1) {
      if let phone = phones[Array(scalars.prefix(length))] { return (phone, length) }
    }
    return nil
  }

  /// Whether two symbols written together would be read as something else, as ɔ and ɪ as ɔɪ.
  func needsSeparator(between left: String, and right: String) -> Bool {
    let both = Array(left.unicodeScalars) + Array(right.unicodeScalars)
    guard let first = phone(at: both[...]) else { return false }
    return first.length != left.unicodeScalars.count
  }

  /// The International Phonetic Alphabet, for General American. The affricates have a tie bar, since t and ʃ meet in
  /// `nutshell`; without one, as most dictionaries and eSpeak write them, they are read all the same, and t and ʃ are
  /// written with a point or a stress mark between them. British ɒ and əʊ and eSpeak's ɐ and ᵻ are read too.
  static let ipa = PhoneInventory(
    primary: "ˈ", secondary: "ˌ",
    """
    AA ɑ  AE æ  AH ʌ  AH0 ə  AO ɔ  AW aʊ  AY aɪ  EH ɛ  ER ɝ  ER0 ɚ  EY eɪ  IH ɪ  IY i  OW oʊ
    OY ɔɪ  UH ʊ  UW u  B b  CH t͡ʃ  D d  DH ð  F f  G ɡ  HH h  JH d͡ʒ  K k  L l  M m  N n  NG ŋ
    P p  R ɹ  S s  SH ʃ  T t  TH θ  V v  W w  Y j  Z z  ZH ʒ
    """,
    aliases: """
      AA ɑː  AO ɔː  IY iː  UW uː  ER ɜː  ER ɝː  ER ɜ˞  ER ə˞  CH t͜ʃ  CH ʧ  CH tʃ  JH d͜ʒ  JH ʤ
      JH dʒ  G g  R r  L ɫ  AA ɒ  OW əʊ  AH ɐ  IH ᵻ
      """)

  /// X-SAMPA (J. C. Wells, 1995), which spells the IPA in ASCII.
  static let xsampa = PhoneInventory(
    primary: "\"", secondary: "%",
    #"""
    AA A  AE {  AH V  AH0 @  AO O  AW aU  AY aI  EH E  ER 3`  ER0 @`  EY eI  IH I  IY i  OW oU
    OY OI  UH U  UW u  B b  CH t_S  D d  DH D  F f  G g  HH h  JH d_Z  K k  L l  M m  N n  NG N
    P p  R r\  S s  SH S  T t  TH T  V v  W w  Y j  Z z  ZH Z
    """#,
    aliases: """
      AA A:  AO O:  IY i:  UW u:  ER 3:  ER 3`:  R r  L 5  CH tS  JH dZ
      """)
}
