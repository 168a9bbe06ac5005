import Candor
import CandorText
import Testing

@Suite struct StreamTranscriberTests {
  private let asItStands = TextExpander(locale: "")
  private let texts = ["bin tacu", "", "cin, bin!", "7", "tacu", "bin bin", "nabi"]

  @Test(arguments: [(1, 1000), (3, 1000), (2, 4), (5, 0)])
  func resultsDoNotDependOnHowTheWorkIsDivided(jobs: Int, capacity: Int) throws {
    let predictor = try Toy.predictor()
    let options = GraphemeToPhoneme.Options(samples: 2)
    let expected = try texts.map { try predictor.transcribe(texts: [$0], options: options)[0] }
    var transcriber = StreamTranscriber(
      predictor, expander: asItStands, lexicon: LayeredLexicon(), options: options, jobs: jobs,
      capacity: capacity)
    for _ in 0..<2 {
      let found = try #require(try transcriber(texts))
      #expect(found.map(\.text) == texts)
      for (found, expected) in zip(found, expected) {
        #expect(found.words.map(\.phones) == expected.words.map(\.phones))
        #expect(abs(found.confidence - expected.confidence) < 1e-5)
      }
    }
    #expect(transcriber.statistics.words == 2 * 9)
    if capacity == 1000 {
      #expect(transcriber.statistics.computed == 5 && transcriber.statistics.answered == 0)
      #expect(abs(transcriber.statistics.knownShare - 13.0 / 18) < 1e-12)
    } else {
      #expect(transcriber.statistics.computed > 5)
    }
  }

  @Test func aWishToStopLeavesNothingHalfDone() throws {
    var transcriber = StreamTranscriber(
      try Toy.predictor(), expander: asItStands, lexicon: LayeredLexicon(),
      options: .init(samples: 0))
    #expect(try transcriber(texts, shouldStop: { true }) == nil)
    #expect(transcriber.statistics.words == 0)
    #expect(try transcriber(texts)?.count == texts.count)
  }
}
