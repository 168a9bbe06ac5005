import CandorJoint
import Testing

/// Words of letters and phones of letters, numbered by their scalars.
enum Letters {
  static func numbers(_ text: String) -> [Int32] { text.unicodeScalars.map { Int32($0.value) } }

  static func text(_ numbers: [Int32]) -> String {
    String(String.UnicodeScalarView(numbers.compactMap { UnicodeScalar(UInt32($0)) }))
  }

  /// `a}A b}B`, a silent letter as `e}`.
  static func text(_ chain: [Graphone]?) -> String? {
    chain?.map { "\(text($0.graphemes))}\(text($0.phones))" }.joined(separator: " ")
  }

  static func aligner(
    _ lexicon: [(String, String)], _ limits: LinkLimits = LinkLimits()
  ) -> Aligner {
    Aligner(
      words: lexicon.map { numbers($0.0) }, pronunciations: lexicon.map { numbers($0.1) },
      limits: limits)
  }
}

@Suite struct AlignerTests {
  private func links(_ aligner: Aligner, _ word: String, _ phones: String) -> String? {
    Letters.text(aligner.align(Letters.numbers(word), Letters.numbers(phones)))
  }

  @Test func oneToOne() {
    let aligner = Letters.aligner([("ab", "AB"), ("ba", "BA"), ("aab", "AAB"), ("bc", "BC")])
    #expect(links(aligner, "abba", "ABBA") == "a}A b}B b}B a}A")
    #expect(links(aligner, "cab", "CAB") == "c}C a}A b}B")
    #expect(aligner.unalignableCount == 0)
  }

  @Test func silentLettersAndLongLinks() {
    // X is two phones, the e at the end none, and ph one.
    let lexicon = [
      ("at", "AT"), ("ate", "AT"), ("tap", "TAP"), ("tape", "TAP"), ("ax", "AKS"), ("pax", "PAKS"),
      ("tax", "TAKS"), ("pat", "PAT"), ("hat", "HAT"), ("phat", "FAT"), ("aph", "AF"),
      ("taph", "TAF"), ("hate", "HAT"), ("pate", "PAT"), ("aphax", "AFAKS"), ("hap", "HAP"),
    ]
    let aligner = Letters.aligner(lexicon)
    #expect(links(aligner, "tape", "TAP") == "t}T a}A p}P e}")
    #expect(links(aligner, "tax", "TAKS") == "t}T a}A x}KS")
    // F is the work of p and h together, whichever of them is silent.
    let joined = links(aligner, "phat", "FAT") ?? ""
    #expect(joined.hasSuffix(" a}A t}T"), "\(joined)")
    // Every chain reads exactly what it was made of.
    for (word, phones) in lexicon {
      let chain = aligner.align(Letters.numbers(word), Letters.numbers(phones)) ?? []
      #expect(chain.flatMap(\.graphemes) == Letters.numbers(word))
      #expect(chain.flatMap(\.phones) == Letters.numbers(phones))
    }
  }

  @Test func whatTheLimitsForbid() {
    let aligner = Letters.aligner(
      [("ab", "AB"), ("a", "ABC"), ("b", "B"), ("", "A"), ("ab", "")],
      LinkLimits(allowsSilence: false))
    // Three phones of one letter, phones of none, and letters without any.
    #expect(aligner.unalignableCount == 3)
    #expect(links(aligner, "a", "ABC") == nil)
    #expect(links(aligner, "", "A") == nil)
    #expect(links(aligner, "", "") == "")
    #expect(links(aligner, "q", "Q") == nil)
    #expect(links(aligner, "ab", "") == nil)
    #expect(links(aligner, "ab", "AB") == "a}A b}B")
  }

  @Test func severalToSeveralOnlyWhereWanted() {
    let lexicon = [("xy", "PQ"), ("xy", "PQ")]
    let many = Letters.aligner(lexicon, LinkLimits(allowsSilence: false, allowsManyToMany: true))
    let single = Letters.aligner(lexicon, LinkLimits(allowsSilence: false))
    #expect(links(many, "xy", "PQ") != nil)
    #expect(links(single, "xy", "PQ") == "x}P y}Q")
  }

  @Test func limitsFollowTheLexicon() {
    func limits(_ lexicon: [(String, String)]) -> LinkLimits {
      .fitting(
        words: lexicon.map { Letters.numbers($0.0) },
        pronunciations: lexicon.map { Letters.numbers($0.1) })
    }
    #expect(limits([("ab", "AB")]).phones == 2)
    // A script of syllables.
    #expect(limits([("か", "ka"), ("漢", "kan"), ("省略", "shoryaku")]).phones == 4)
    #expect(limits([("", "A")]).phones == LinkLimits.mostPhones)
    #expect(limits([]).phones == 2)
  }

  @Test func everyScript() {
    let aligner = Letters.aligner([
      ("щи", "ʃi"), ("щека", "ʃeka"), ("река", "reka"), ("кит", "kit"), ("тир", "tir"),
    ])
    #expect(links(aligner, "щека", "ʃeka") == "щ}ʃ е}e к}k а}a")
  }

  @Test func longWordsDoNotUnderflow() {
    let lexicon = [
      ("ab", "AB"), (String(repeating: "ab", count: 400), String(repeating: "AB", count: 400)),
    ]
    let aligner = Letters.aligner(lexicon)
    #expect(links(aligner, "ab", "AB") == "a}A b}B")
  }
}
