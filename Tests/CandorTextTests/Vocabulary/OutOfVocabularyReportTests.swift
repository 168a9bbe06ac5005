import CandorText
import Testing

struct OutOfVocabularyReportTests {
  @Test func countsWhatIsMissing() throws {
    let vocabulary = try Vocabulary(symbols: ["a", "b"], specials: .all)
    var report = OutOfVocabularyReport(vocabulary: vocabulary)
    #expect(report.rate == 0)
    report.add(contentsOf: ["a", "b", "a", "z", "y", "z", "<s>", "\t"])
    #expect(report.total == 8)
    #expect(report.unknown == 5)
    #expect(report.distinctUnknown == 4)
    #expect(report.rate == 0.625)
    #expect(report.unknownSymbols(limit: 2).map(\.symbol) == ["z", "\t"])
    #expect(report.unknownSymbols(limit: 2).map(\.count) == [2, 1])
    #expect(report.serialized() == "z\t2\n\\u{9}\t1\n<s>\t1\ny\t1\n")
  }

  @Test func readsAnotherFile() throws {
    let vocabulary = try Vocabulary(contentsOf: PackageFolder.vocabulary("graphemes"))
    var report = OutOfVocabularyReport(vocabulary: vocabulary)
    try report.add(
      lexicon: PronunciationReader(
        path: PackageFolder.fixture("cmudict.dict"),
        options: .init(normalizer: .english))
    ) { $0.word.unicodeScalars.map { String($0) } }
    #expect(report.unknown == 0)
    try report.add(lexicon: PronunciationReader(path: PackageFolder.fixture("georgian.tsv"))) {
      $0.word.unicodeScalars.map { String($0) }
    }
    #expect(report.distinctUnknown == 33)
  }
}
