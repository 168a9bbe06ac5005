/// A language of open and closed syllables in some script, transcribed in the IPA: regular, so that a tiny network
/// learns it, and large enough that most words are new to it.
struct SyllableLanguage: Sendable, CustomStringConvertible {
  let description: String
  let consonants: [(text: String, phones: [String])]
  let vowels: [(text: String, phones: [String])]
  var endings: [(text: String, phones: [String])] = [("", [])]
  /// The phones of a consonant before a vowel, where they are not its own.
  var mutation: @Sendable (_ consonant: [String], _ vowel: String) -> [String] = { phones, _ in
    phones
  }

  /// Different words with their phones, always the same ones.
  func words(_ count: Int) -> [(word: String, phones: [String])] {
    var state: UInt64 = 2024
    func draw<Element>(_ elements: [Element]) -> Element {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return elements[Int(state >> 33) % elements.count]
    }
    var words: [(word: String, phones: [String])] = []
    var seen: Set<String> = []
    while words.count < count {
      var (word, phones) = ("", [String]())
      for _ in 0..<draw([1, 2, 2, 3]) {
        let (consonant, vowel, ending) = (draw(consonants), draw(vowels), draw(endings))
        word += consonant.text + vowel.text + ending.text
        phones += mutation(consonant.phones, vowel.text) + vowel.phones + ending.phones
      }
      if seen.insert(word).inserted { words.append((word, phones)) }
    }
    return words
  }

  /// Entries of a lexicon, a tab after the word.
  static func lexicon(_ words: some Sequence<(word: String, phones: [String])>) -> String {
    words.map { "\($0.word)\t\($0.phones.joined(separator: " "))\n" }.joined()
  }

  /// `a b` pairs: text and phones, phones parted by `+`, nothing as `-`.
  private static func table(_ text: String) -> [(text: String, phones: [String])] {
    // By scalars: a space and the vowel sign after it are one Character.
    let fields = text.unicodeScalars.split(separator: " ").map {
      $0.elementsEqual(["-"]) ? "" : String($0)
    }
    return stride(from: 0, to: fields.count - 1, by: 2).map {
      (fields[$0], fields[$0 + 1].split(separator: "+").map(String.init))
    }
  }

  static let all = [latin, cyrillic, greek, hangul, devanagari, arabic]

  static let latin = SyllableLanguage(
    description: "Latin with diacritics",
    consonants: table("p p t t k k č t͡ʃ š ʃ ž ʒ ř r̝ ň ɲ d d m m l l ch x"),
    vowels: table("a a á aː e ɛ é ɛː i ɪ í iː o o ů uː u u ou o͡u"))

  /// Consonants are soft before и, е and я.
  static let cyrillic = SyllableLanguage(
    description: "Cyrillic",
    consonants: table("б b в v г ɡ д d ж ʐ з z к k л l м m н n п p р r с s т t ш ʂ"),
    vowels: table("а a о o у u ы ɨ э e и i е e я a"),
    endings: table("- - - - н n"),
    mutation: { phones, vowel in
      ["и", "е", "я"].contains(vowel) && phones != ["ʐ"] && phones != ["ʂ"]
        ? phones.map { $0 + "ʲ" } : phones
    })

  /// κ, γ and χ are palatal before ε and ι.
  static let greek = SyllableLanguage(
    description: "Greek",
    consonants: table("β v γ ɣ δ ð θ θ κ k λ l μ m ν n π p ρ r τ t φ f χ x ξ k+s ψ p+s"),
    vowels: table("α a ά ˈa ε e έ ˈe ι i ί ˈi ο o ό ˈo ου u ού ˈu"),
    mutation: { phones, vowel in
      guard ["ε", "έ", "ι", "ί"].contains(vowel) else { return phones }
      return [["k"]: ["c"], ["ɣ"]: ["ʝ"], ["x"]: ["ç"]][phones] ?? phones
    })

  /// Written in composed syllables, of which there are 240.
  static let hangul = SyllableLanguage(
    description: "Hangul",
    consonants: table(
      "\u{1100} k \u{1102} n \u{1103} t \u{1105} ɾ \u{1106} m \u{1107} p \u{1109} s \u{110B} - \u{110C} t͡ɕ \u{1112} h"
    ),
    vowels: table("\u{1161} a \u{1165} ʌ \u{1169} o \u{116E} u \u{1173} ɯ \u{1175} i"),
    endings: table("- - \u{11AB} n \u{11B7} m \u{11BC} ŋ"))

  /// A consonant without a sign has its own vowel.
  static let devanagari = SyllableLanguage(
    description: "Devanagari",
    consonants: table("क k ग ɡ त t̪ द d̪ न n प p ब b म m र ɾ ल l स s ह ɦ"),
    vowels: table("- ə ा aː ि ɪ ी iː ु ʊ ू uː े eː ो oː"))

  static let arabic = SyllableLanguage(
    description: "Arabic",
    consonants: table("ب b ت t د d ر r س s ش ʃ ف f ق q ك k ل l م m ن n"),
    vowels: table("َ a ِ i ُ u َا aː ِي iː ُو uː"))
}
