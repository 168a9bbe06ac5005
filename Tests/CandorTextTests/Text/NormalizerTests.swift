import CandorText
import Foundation
import Testing

struct NormalizerTests {
  static let composed = "caf\u{E9}"
  static let decomposed = "cafe\u{301}"

  @Test func defaultIsNFCAndNothingElse() {
    let normalize = Normalizer()
    #expect(scalars(normalize(Self.decomposed)) == scalars(Self.composed))
    #expect(scalars(normalize("Don\u{2019}t")) == scalars("Don\u{2019}t"))
    #expect(normalize("ABC xyz 123") == "ABC xyz 123")
    #expect(normalize("") == "")
  }

  @Test func forms() {
    #expect(scalars(Normalizer(form: .nfd)(Self.composed)) == scalars(Self.decomposed))
    // A ligature, full-width letters, a superscript.
    let compatible = "\u{FB01}n \u{FF21}\u{FF22} x\u{B2}"
    #expect(scalars(Normalizer(form: .nfkc)(compatible)) == scalars("fin AB x2"))
    #expect(scalars(Normalizer(form: .nfc)(compatible)) == scalars(compatible))
    // Hangul: three jamo and one syllable.
    #expect(scalars(Normalizer()("\u{1112}\u{1161}\u{11AB}")) == ["D55C"])
    #expect(scalars(Normalizer(form: .nfd)("\u{D55C}")) == ["1112", "1161", "11AB"])
  }

  @Test func growsBeyondTheFirstBuffer() {
    // U+FDFA becomes 18 scalars under NFKC.
    let expanded = Normalizer(form: .nfkc)(String(repeating: "\u{FDFA}", count: 50))
    #expect(expanded.unicodeScalars.count == 18 * 50)
  }

  @Test(arguments: [
    (CaseMapping.none, "Straße IİıI", "Straße IİıI"),
    (.fold, "Straße ΣΑΣ", "strasse σασ"),
    (.lowercase, "Straße ΟΔΟΣ", "straße οδος"),
    (.lowercase(locale: "tr"), "DIŞ İZ", "dış iz"),
    (.lowercase(locale: "tr-TR"), "ISI", "ısı"),
    (.lowercase(locale: "en"), "ISI", "isi"),
    (.fold(locale: "az"), "ISI", "ısı"),
    (.lowercase(locale: "no such locale, and a long name for one"), "ÄI", "äi"),
  ])
  func cases(mapping: CaseMapping, text: String, expected: String) {
    #expect(scalars(Normalizer(caseMapping: mapping)(text)) == scalars(expected))
  }

  @Test func punctuationBecomesASCII() {
    let normalize = Normalizer(asciiPunctuation: true)
    #expect(normalize("don\u{2019}t ‘tis rock\u{2BC}n") == "don't 'tis rock'n")
    #expect(normalize("a\u{2010}b\u{2011}c\u{2013}d\u{2014}e\u{2212}f") == "a-b-c-d-e-f")
    #expect(normalize("“quoted”…") == "“quoted”…")
  }

  @Test func marksAreStripped() {
    let strip = Normalizer(strippingMarks: true)
    #expect(scalars(strip("naïve café Ångström")) == scalars("naive cafe Angstrom"))
    #expect(scalars(strip("\u{301}")) == [])
    #expect(scalars(strip("\u{D55C}")) == ["D55C"])
    #expect(scalars(Normalizer(form: .nfd, strippingMarks: true)("\u{1E69}x")) == scalars("sx"))
  }

  @Test func theASCIIPathAgreesWithICU() {
    let every = String(decoding: (0..<128).map { UInt8($0) }, as: UTF8.self)
    for mapping in [CaseMapping.none, .fold, .lowercase, .lowercase(locale: "en")] {
      let normalize = Normalizer(form: .nfkc, caseMapping: mapping, asciiPunctuation: true)
      // The letter behind forces the way through ICU.
      #expect(normalize(every + "\u{E9}") == normalize(every) + "\u{E9}")
    }
  }

  @Test func normalisingTwiceChangesNothing() {
    let texts = [
      "Don’t stop, naïve café.", "ΟΔΟΣ", "İstanbul IŞIK", "Straße ẞ", "\u{1E9B}\u{323}",
      "ͅΑ\u{345}",
      "ﬃ ㎏ ½ Ⅷ", "한국어 ภาษาไทย 日本語", "👩‍👩‍👧", "\u{0}\r\n\u{FFFD}", "\u{2126}\u{212B}\u{212A}",
      "ϒ\u{301}",
    ]
    for form in Normalizer.Form.allCases {
      for mapping in [CaseMapping.none, .fold, .lowercase, .lowercase(locale: "tr")] {
        for stripping in [false, true] {
          let normalize = Normalizer(
            form: form, caseMapping: mapping, asciiPunctuation: true, strippingMarks: stripping)
          for text in texts {
            let once = normalize(text)
            #expect(scalars(normalize(once)) == scalars(once), "\(normalize): \(text)")
          }
        }
      }
    }
  }

  @Test func settingsSurviveJSON() throws {
    let normalizer = Normalizer(
      form: .nfkc, caseMapping: .lowercase(locale: "tr"), asciiPunctuation: true,
      strippingMarks: true)
    let data = try JSONEncoder().encode(normalizer)
    #expect(String(decoding: data, as: UTF8.self).contains("\"lowercase:tr\""))
    #expect(try JSONDecoder().decode(Normalizer.self, from: data) == normalizer)
    #expect(throws: DecodingError.self) {
      try JSONDecoder().decode([CaseMapping].self, from: Data(#"["uppercase"]"#.utf8))
    }
    let settings = TextSettings(normalizer: normalizer, tokenizer: Tokenizer())
    let again = try JSONDecoder().decode(
      TextSettings.self, from: try JSONEncoder().encode(settings))
    #expect(again == settings)
    #expect(again.icuVersion == ICU.version)
  }
}
