import CandorText
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// The files in `vocab/`.
struct CommittedVocabularyTests {
  @Test func graphemesAreLowerCaseLettersAndThreeMarks() throws {
    let graphemes = try Vocabulary(contentsOf: PackageFolder.vocabulary("graphemes"))
    #expect(
      Set(graphemes.ordinarySymbols)
        == Set("abcdefghijklmnopqrstuvwxyz'-.".unicodeScalars.map { String($0) }))
    #expect(graphemes.specials == .input)
    #expect(graphemes.padding == 0)
    #expect(graphemes.unknown == 1)
  }

  @Test func arpabetHasThe39Phones() throws {
    let phones = try Vocabulary(contentsOf: PackageFolder.vocabulary("arpabet"))
    #expect(phones.ordinarySymbols.sorted() == ARPAbet.phones)
    #expect(phones.specials == .labels)
    #expect(phones.unknown == nil)
  }

  @Test func arpabetWithStressHasThe69Phones() throws {
    let phones = try Vocabulary(contentsOf: PackageFolder.vocabulary("arpabet-stress"))
    #expect(phones.ordinarySymbols.sorted() == ARPAbet.phonesWithStress)
    #expect(phones.specials == .labels)
  }

  /// `CANDOR_WRITE_VOCABULARIES=1 swift test --filter CommittedVocabularyTests` writes the files.
  @Test(.needsCMUdict) func filesEqualAFreshBuild() throws {
    for (name, fresh) in try FreshVocabularies.build() {
      let path = PackageFolder.vocabulary(name)
      if getenv("CANDOR_WRITE_VOCABULARIES") != nil { try fresh.write(to: path) }
      #expect(try Vocabulary(contentsOf: path) == fresh, "\(name)")
    }
  }
}
