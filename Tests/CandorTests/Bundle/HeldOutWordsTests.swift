import Candor
import CandorText
import TestSupport
import Testing

/// The models that come with the package hold words with their pronunciations; those of the usual test set are none of
/// them. (Lists of words alone, which they know too, may have them.)
@Suite struct HeldOutWordsTests {
  @Test(.needsCorpus("cmudict/g014b2b.words"), arguments: ["english", "canonical"])
  func noTestWordIsInAShippedBundle(name: String) throws {
    let path = Places.packageRoot + "/Sources/Candor/Resources/" + name
    let g2p = try ModelBundle(contentsOf: path).predictor
    let analogies = try #require(g2p.hybrid?.analogies)
    #expect(analogies.wordCount > 100_000)
    for word in ["hello", "house", "walking"] {
      #expect(analogies.contains(g2p.graphemes(word).symbols))
    }
    let words = try FileReader.bytes(Corpora.path("cmudict/g014b2b.words"))
      .split(separator: 0x0A).map { String(decoding: $0, as: UTF8.self) }
    #expect(words.count == 12_000)
    #expect(words.filter { analogies.contains(g2p.graphemes($0).symbols) } == [])
  }
}
