import Candor
import CandorText
import Testing

@Suite struct TextTranscriberTests {
  private let predictor: GraphemeToPhoneme

  init() throws {
    let letters = "abcdefghijklmnopqrstuvwxyz'-".map { String($0) }
    let graphemes = try Vocabulary(symbols: letters, specials: Specials(padding: "<pad>"))
    let phonemes = try Vocabulary(symbols: ["AA1", "B", "K"], specials: .labels)
    predictor = GraphemeToPhoneme(
      network: EncoderDecoder(
        EncoderDecoderConfiguration(
          sourceSymbols: graphemes.count, targetSymbols: phonemes.count, embedding: 4,
          encoderLayers: 1, encoderHidden: 4, decoderHidden: 4,
          inputDropout: .fixed(rate: 0.2), recurrentDropout: .none),
        seed: 1),
      graphemes: GraphemeReader(normalizer: .english, vocabulary: graphemes),
      phonemes: phonemes, maximumWordLength: 32)
  }

  private func words(_ text: String) throws -> [String] {
    try predictor.transcribe(texts: [text], options: .init(samples: 0))[0].words.map(\.word)
  }

  @Test(arguments: [
    ("hello", ["hello"]), ("Hello, world!", ["Hello", "world"]), ("don’t", ["don’t"]),
    ("well-known facts", ["well-known", "facts"]), ("a - b", ["a", "b"]), ("a--b", ["a", "b"]),
    ("a—b", ["a", "b"]),
    ("well‐known", ["well‐known"]), ("", []), (" \t ", []), ("😀", []), ("...", []),
    ("room 101", ["room", "101"]), ("日本語", ["日本語"]), ("\u{0}", []), ("-x-", ["x"]),
  ])
  func textIsCutIntoWords(text: String, expected: [String]) throws {
    #expect(try words(text) == expected)
  }

  @Test func whatIsBetweenWordsIsReportedUnlessItIsPunctuation() throws {
    let results = try predictor.transcribe(
      texts: ["so, hello 😀!", "?!", "x7y"], options: .init(samples: 0))
    #expect(results[0].skipped == ["😀"])
    #expect(results[1].skipped == ["?", "!"])
    #expect(results[1].problem == .nothingToRead)
    #expect(results[2].skipped == ["7"])
    #expect(results[2].words.map(\.word) == ["x7y"])
  }

  @Test func aWordIsTheSameAloneAndInCompany() throws {
    let options = GraphemeToPhoneme.Options(beamWidth: 3, samples: 4, alternatives: 2, seed: 7)
    let texts = ["bab", "kab ak", "bab", "", "a bab kabbak", "Ω"]
    let together = try predictor.transcribe(texts: texts, options: options)
    #expect(together.map(\.text) == texts)
    for (text, result) in zip(texts, together) {
      let alone = try predictor.transcribe(texts: [text], options: options)[0]
      #expect(alone.words.map(\.phones) == result.words.map(\.phones))
      #expect(abs(alone.confidence - result.confidence) < 1e-6)
      #expect(abs((alone.uncertainty ?? 0) - (result.uncertainty ?? 0)) < 1e-6)
      #expect(alone.skipped == result.skipped)
    }
    #expect(together[0] == together[2])
    var inCompany = together[4].words[1]
    inCompany.range = together[0].words[0].range
    #expect(inCompany == together[0].words[0])
  }

  @Test func aLongWordIsRefusedAndTheRestIsRead() throws {
    let long = String(repeating: "ab", count: 5000)
    let result = try predictor.transcribe(texts: ["ab \(long)"], options: .init(samples: 2))[0]
    #expect(result.words.map(\.problem)[1] == .tooLong(graphemes: 10_000, limit: 32))
    #expect(result.confidence == 0)
  }

  @Test func anEnglishModelReadsTextAsEnglishUnlessToldOtherwise() throws {
    let english = try GraphemeToPhoneme()
    let text = "It is a fact: he paid $5."
    let options = GraphemeToPhoneme.Options(beamWidth: 1, samples: 0)
    let read = try english.transcribe(texts: [text], options: options)[0]
    #expect(
      read.words.map(\.word) == ["It", "is", "a", "fact", "he", "paid", "five", "dollars"])
    #expect(read.words[1].source == .lexicon("function words") && read.words[3].source == .model)
    let asItStands = try english.transcribe(
      texts: [text], expander: TextExpander(locale: ""), lexicon: LayeredLexicon(),
      options: options)[0]
    #expect(asItStands.words.map(\.word) == ["It", "is", "a", "fact", "he", "paid", "5"])
    #expect(asItStands.words.allSatisfy { $0.source == .model })
  }
}
