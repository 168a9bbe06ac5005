import CandorText
import Testing

struct PhoneNotationTests {
  static func phones(_ text: String) -> [String] { text.split(separator: " ").map(String.init) }

  @Test(arguments: [
    ("HH AH0 L OW1", "həˈloʊ", "h@\"loU"),
    ("F AH0 N AA1 L AH0 JH IY0", "fəˈnɑləd͡ʒi", "f@\"nAl@d_Zi"),
    ("W UH1 S T ER0 SH ER0", "ˈwʊstɚʃɚ", "\"wUst@`S@`"),
    ("F OW1 T AH0 G R AE2 F", "ˈfoʊtəˌɡɹæf", "\"foUt@%gr\\{f"),
    ("F AH0 T AA1 G R AH0 F ER0", "fəˈtɑɡɹəfɚ", "f@\"tAgr\\@f@`"),
    ("B ER1 D", "ˈbɝd", "\"b3`d"),
    ("EH0 K S T R AA1 D", "ɛkˈstɹɑd", "Ek\"str\\Ad"),
    ("S IH1 NG IH0 NG", "ˈsɪŋɪŋ", "\"sININ"),
    ("HH AE2 NG AW1 T", "ˌhæŋˈaʊt", "%h{N\"aUt"),
    ("N AH1 T SH EH2 L", "ˈnʌtˌʃɛl", "\"nVt%SEl"),
    ("CH ER1 CH", "ˈt͡ʃɝt͡ʃ", "\"t_S3`t_S"),
    ("D R AO1 IH0 NG", "ˈdɹɔ.ɪŋ", "\"dr\\O.IN"),
    ("JH OY1", "ˈd͡ʒɔɪ", "\"d_ZOI"),
    ("AH1", "ˈʌ", "\"V"),
    ("AH0", "ə", "@"),
    ("S T", "st", "st"),
    ("", "", ""),
  ])
  func words(arpabet: String, ipa: String, xsampa: String) throws {
    let phones = Self.phones(arpabet)
    #expect(scalars(try PhoneNotation.ipa.string(from: phones)) == scalars(ipa))
    #expect(try PhoneNotation.xsampa.string(from: phones) == xsampa)
    #expect(try PhoneNotation.arpabet.string(from: phones) == arpabet)
    #expect(try PhoneNotation.ipa.phones(in: ipa) == phones)
    #expect(try PhoneNotation.xsampa.phones(in: xsampa) == phones)
    #expect(try PhoneNotation.ipa.converted(ipa, to: .xsampa) == xsampa)
    #expect(scalars(try PhoneNotation.xsampa.converted(xsampa, to: .ipa)) == scalars(ipa))
  }

  @Test(arguments: [PhoneNotation.ipa, .xsampa])
  func everyPhoneSurvives(notation: PhoneNotation) throws {
    for phone in ARPAbet.phonesWithStress {
      let text = try notation.string(from: [phone], unknown: .areErrors)
      #expect(try notation.phones(in: text, unknown: .areErrors) == [phone])
    }
    for phone in ARPAbet.phones {
      let text = try notation.string(from: [phone], unknown: .areErrors)
      #expect(try notation.phones(in: text, stress: false, unknown: .areErrors) == [phone])
    }
  }

  @Test(arguments: [PhoneNotation.ipa, .xsampa])
  func everyPairOfPhonesSurvives(notation: PhoneNotation) throws {
    for left in ARPAbet.phonesWithStress {
      for right in ARPAbet.phonesWithStress {
        let text = try notation.string(from: [left, right])
        let again = try notation.phones(in: text)
        if again != [left, right] { Issue.record("\(left) \(right) → \(text) → \(again)") }
      }
    }
  }

  @Test(.needsCMUdict, arguments: [PhoneNotation.ipa, .xsampa])
  func theDictionarySurvives(notation: PhoneNotation) throws {
    let reader = try PronunciationReader(path: Corpora.cmudict)
    var number = 0
    try reader.forEachEntry { entry in
      number += 1
      // Every ninth word keeps the test short.
      guard number % 9 == 0 else { return }
      let text = try notation.string(from: entry.phones, unknown: .areErrors)
      let again = try notation.phones(in: text, unknown: .areErrors)
      if again != entry.phones { Issue.record("\(entry.word): \(entry.phones) → \(text)") }
    }
    #expect(number == 135_166)
  }

  @Test func spellingsOfOthersAreRead() throws {
    #expect(try PhoneNotation.ipa.phones(in: "/ˈʧɜːʧ/") == ["CH", "ER1", "CH"])
    #expect(try PhoneNotation.ipa.phones(in: "ˈtʃɜːtʃ") == ["CH", "ER1", "CH"])
    #expect(try PhoneNotation.ipa.phones(in: "ˈdʒɒ tʃ.t ʃ") == ["JH", "AA1", "CH", "T", "SH"])
    #expect(scalars(try PhoneNotation.ipa.string(from: ["T", "SH"])) == scalars("t.ʃ"))
    #expect(try PhoneNotation.xsampa.phones(in: "tS3`:t.S") == ["CH", "ER0", "T", "SH"])
    #expect(try PhoneNotation.ipa.phones(in: "ɹəʊɐᵻ") == ["R", "OW0", "AH0", "IH0"])
    #expect(try PhoneNotation.ipa.phones(in: "[ˈgriːn]") == ["G", "R", "IY1", "N"])
    #expect(try PhoneNotation.ipa.phones(in: "ˈd͜ʒʌ.d͡ʒɪz") == ["JH", "AH1", "JH", "IH0", "Z"])
    #expect(try PhoneNotation.ipa.phones(in: "həˈloʊ", stress: false) == ["HH", "AH", "L", "OW"])
    #expect(try PhoneNotation.arpabet.phones(in: " HH  AH0 ", stress: false) == ["HH", "AH"])
  }

  @Test func unknownPhones() throws {
    #expect(try PhoneNotation.ipa.string(from: ["Q7", "AA1"]) == "ˈQ7ɑ")
    #expect(try PhoneNotation.ipa.string(from: ["B1"]) == "B1")
    #expect(try PhoneNotation.ipa.phones(in: "ˈɡø") == ["G", "ø"])
    for notation in PhoneNotation.allCases {
      let error = #expect(throws: PhoneNotationError.self) {
        try notation.string(from: ["AA1", "Q7"], unknown: .areErrors)
      }
      #expect(error?.value == "Q7")
      #expect(throws: PhoneNotationError.self) {
        try notation.phones(in: "ø", unknown: .areErrors)
      }
    }
    // Nothing that can be typed does harm.
    for text in ["ˈ", "ˈˌˈ", "t͡", "\u{0}", "\u{361}\u{361}", "\"%\"", "aʊʊ", "日本"] {
      for notation in PhoneNotation.allCases {
        let phones = try notation.phones(in: text)
        _ = try notation.string(from: phones)
      }
    }
  }
}
