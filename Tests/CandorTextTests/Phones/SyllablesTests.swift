import CandorText
import Testing

struct SyllablesTests {
  private func syllables(_ text: String) -> String {
    Syllables.of(text.split(separator: " ").map(String.init))
      .map { $0.joined(separator: " ") }.joined(separator: " . ")
  }

  @Test(arguments: [
    // English onsets: the second syllable takes what can begin a word, and no more.
    "F AH0 . N AA1 . L AH0 . JH IY0", "F OW1 . T AH0 . G R AE2 F", "EH1 K . S T R AH0",
    "S IH1 NG . IH0 NG", "W UH1 . S T ER0 . SH ER0", "HH AE1 N D . B AE2 G", "AE1 T . L AH0 S",
    "S T R EH1 NG K TH S", "P S T", "AH0",
    // IPA, of several languages: German, Spanish, French, Russian, Czech, English, Thai.
    "h ʊ n . d ə", "ˈk a . s a", "p a . t ʁ i", "s t r a . ˈn a", "a . t͡ʃ o", "ˈn a . ʃ tʲ e",
    "v l̩ k", "b ʌ . t n̩", "aɪ . ə n", "kʰ a . n ã", "e i̯ . t e",
  ])
  func areCutBeforeTheMaximalOnset(text: String) {
    #expect(syllables(text.replacing(" . ", with: " ")) == text)
  }

  @Test func concatenationGivesThePhonesBack() throws {
    for text in ["", "N", "AA1 AA1", "K S K S AA1 K S", "ʰ ˈ a", "Q7 X9", "1 2"] {
      let phones = text.split(separator: " ").map(String.init)
      #expect(Syllables.of(phones).flatMap { $0 } == phones)
      #expect(!Syllables.of(phones).contains([]))
    }
  }
}

struct PhoneSpellingTests {
  private let phones = ["F", "AH0", "N", "AA1", "L", "AH0", "JH", "IY0"]

  @Test func separatorsPartPhonesAndSyllables() {
    #expect(PhoneSpelling()(phones) == "F AH0 N AA1 L AH0 JH IY0")
    #expect(PhoneSpelling(phoneSeparator: "-")(phones) == "F-AH0-N-AA1-L-AH0-JH-IY0")
    #expect(
      PhoneSpelling(syllableSeparator: " . ")(phones) == "F AH0 . N AA1 . L AH0 . JH IY0")
    #expect(
      PhoneSpelling(phoneSeparator: "", syllableSeparator: "|")(phones) == "FAH0|NAA1|LAH0|JHIY0")
    #expect(PhoneSpelling(.ipa)(phones) == "fəˈnɑləd͡ʒi")
    #expect(PhoneSpelling(.ipa, phoneSeparator: " ")(phones) == "f ə ˈn ɑ l ə d͡ʒ i")
    #expect(PhoneSpelling(.ipa, syllableSeparator: ".")(phones) == "fə.ˈnɑ.lə.d͡ʒi")
    #expect(PhoneSpelling(.xsampa, syllableSeparator: ".")(phones) == "f@.\"nA.l@.d_Zi")
    #expect(PhoneSpelling(syllableSeparator: ".")([]).isEmpty)
  }

  @Test func stressCanBeDropped() {
    #expect(PhoneSpelling(keepsStress: false)(phones) == "F AH N AA L AH JH IY")
    #expect(PhoneSpelling(.ipa, keepsStress: false)(phones) == "fənɑləd͡ʒi")
    #expect(PhoneSpelling(.ipa, keepsStress: false)(["AH1", "AH0"]) == "ʌə")
    #expect(PhoneSpelling(keepsStress: false)(["ˈk", "a", "ˌs", "ˈ", "a"]) == "k a s a")
  }

  @Test func wordInitialVowelsStayApart() {
    #expect(PhoneSpelling(.ipa)(["AO1", "IH0", "NG"]) == "ˈɔ.ɪŋ")
  }
}
