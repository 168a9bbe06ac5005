import Candor
import CandorEngine
import CandorText
import CandorUncertainty
import Foundation
import TestSupport
import Testing

@Suite struct GraphemeToPhonemeTests {
  private typealias Options = GraphemeToPhoneme.Options

  /// Everything about transcriptions that is a number.
  private func numbers(_ transcription: Transcription) -> [Double] {
    [transcription.confidence, transcription.uncertainty ?? -1, transcription.entropy]
      + transcription.phoneProbabilities + transcription.alternatives.map(\.confidence)
  }

  private func expectSame(
    _ a: Transcription, _ b: Transcription, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(a.word == b.word, sourceLocation: sourceLocation)
    #expect(a.phones == b.phones, sourceLocation: sourceLocation)
    #expect(a.problem == b.problem, sourceLocation: sourceLocation)
    #expect(
      a.alternatives.map(\.phones) == b.alternatives.map(\.phones), sourceLocation: sourceLocation)
    #expect(numbers(a) == numbers(b), "\(a.word)", sourceLocation: sourceLocation)
  }

  @Test func aWordDoesNotDependOnItsCompany() throws {
    let g2p = try Toy.random()
    let options = Options(beamWidth: 3, samples: 5, alternatives: 2, seed: 7)
    let words = ["a", "cab", "tin", "ben", "catnace", "in", "", "tttt", "can't", "xyz", "cab"]
    let together = try g2p.transcribe(words, options: options)
    #expect(together.map(\.word) == words)
    for (word, result) in zip(words, together) {
      expectSame(result, try g2p(word, options: options))
    }
    let reversed = try g2p.transcribe(words.reversed(), options: options)
    for (a, b) in zip(together, reversed.reversed()) { expectSame(a, b) }
    expectSame(together[1], together[10])
  }

  @Test(arguments: [FrozenWeights<Float>.Precision.full, .bytes])
  func blocksChangeNothing(precision: FrozenWeights<Float>.Precision) throws {
    // More words than are searched at once, with more samples than leave room for two words in a batch.
    let g2p = try Toy.random(precision: precision)
    let letters = ["a", "b", "c", "e", "i", "n", "t"]
    let words = letters.flatMap { a in letters.flatMap { b in letters.map { a + b + $0 } } }
    let options = Options(beamWidth: 1, samples: 0)
    let together = try g2p.transcribe(words, options: options)
    for (word, result) in zip(words, together) {
      expectSame(result, try g2p(word, options: options))
    }
    let many = Options(beamWidth: 2, samples: 300, seed: 3)
    let pair = try g2p.transcribe(["cab", "tin"], options: many)
    expectSame(pair[0], try g2p("cab", options: many))
    expectSame(pair[1], try g2p("tin", options: many))
  }

  /// Probability of a word's transcription and its mutual information, one sample after the other.
  private func looped(
    _ g2p: GraphemeToPhoneme, _ word: String, _ phones: [String], samples: Int, seed: UInt64
  ) throws -> (probability: Double, information: Double, entropy: Double) {
    let start = Int32(try #require(g2p.phonemes.start))
    let end = Int32(try #require(g2p.phonemes.end))
    let symbols = try phones.map { Int32(try #require(g2p.phonemes.id(of: $0))) }
    var whole: [Double] = []
    var steps: [Double] = []
    for sample in 0..<samples {
      let context = Context<Float>(
        mode: .sampling, seed: seed, rows: [RowIdentity(sample: UInt64(sample))])
      let encoded = g2p.network.encode(SymbolBatch([g2p.graphemes(word).symbols]), in: context)
      let logits = g2p.network.decode(
        encoded, previous: SymbolBatch([[start] + symbols]), in: context)
      let classes = g2p.phonemes.count
      let scores = context.logSoftmax(logits).scalars.map(Double.init)
      whole.append(
        zip(symbols + [end], 0...).reduce(0) { $0 + scores[$1.1 * classes + Int($1.0)] })
      steps += scores.map { exp($0) }
    }
    let sequence = try SequenceSamples(
      steps, samples: samples, steps: symbols.count + 1, classes: g2p.phonemes.count)
    return (
      try HypothesisScores(whole).meanProbability, sequence.mutualInformationPerStep,
      sequence.predictiveEntropyPerStep
    )
  }

  @Test(arguments: [(1, 1), (4, 9), (260, 2)] as [(Int, UInt64)])
  func foldedSamplesAreLooped(samples: Int, seed: UInt64) throws {
    let g2p = try Toy.random(Tiny.concrete, precision: .full)
    let words = ["cab", "i", "tint", "bean", "n", "antic"]
    let options = Options(beamWidth: 2, samples: samples, seed: seed)
    let results = try g2p.transcribe(words, options: options)
    #expect(results.contains { $0.phones.count > 1 }, "\(results.map(\.phones))")
    for (word, result) in zip(words, results) {
      let expected = try looped(g2p, word, result.phones, samples: samples, seed: seed)
      expectClose(result.confidence, expected.probability, absolute: 1e-6, relative: 1e-4)
      expectClose(result.entropy, expected.entropy, absolute: 1e-5, relative: 1e-5)
      let information = try #require(result.uncertainty)
      if samples == 1 {
        #expect(information == 0)
      } else {
        #expect(information > 0.002)
        expectClose(information, expected.information, absolute: 1e-5, relative: 1e-4)
      }
    }
  }

  @Test func seedsAndThreads() throws {
    let g2p = try Toy.random()
    let words = (0..<40).map { String("cabtinea".prefix(1 + $0 % 8)) }
    let options = Options(beamWidth: 3, samples: 6, alternatives: 1, seed: 4)
    let once = try g2p.transcribe(words, options: options)
    #expect(once == (try g2p.transcribe(words, options: options)))
    var two = options
    two.threads = 2
    #expect(once == (try g2p.transcribe(words, options: two)))
    var other = options
    other.seed = 5
    let otherwise = try g2p.transcribe(words, options: other)
    #expect(zip(once, otherwise).allSatisfy { $0.uncertainty != $1.uncertainty })
  }

  @Test func withoutSamplesThereIsNoUncertainty() throws {
    let g2p = try Toy.random()
    for samples in [0, -3] {
      let result = try g2p("cab", options: Options(samples: samples))
      #expect(result.uncertainty == nil)
      #expect(result.confidence > 0)
      #expect(result.entropy > 0)
    }
    #expect(try g2p("cab", options: Options(samples: 0, alternatives: -5)).alternatives.isEmpty)
    #expect(try g2p("cab", options: Options(beamWidth: -1, samples: 0)).problem == nil)
    #expect(try g2p("a", options: Options(beamWidth: .max, samples: 0)).confidence > 0)
  }

  @Test func nothingStochasticIsRefused() throws {
    let still = try Toy.random(.none)
    #expect(!still.isStochastic)
    #expect(throws: NothingStochastic(samples: 4)) { try still("cab", options: .init(samples: 4)) }
    // Where no number is asked for, none are drawn.
    #expect(try still("cab").uncertainty == nil && still.sampleCount(Options()) == 0)
    #expect(try Toy.random(.fixed(rate: 0.1)).sampleCount(Options()) == 16)
    #expect(try still("cab", options: Options(samples: 0)).confidence > 0)
    #expect(try Toy.random(.fixed(rate: 0)).isStochastic == false)
    // A rate at which nothing is ever dropped is dropout still: what it finds is no uncertainty.
    let almost = try Toy.random(.fixed(rate: 1e-12))
    #expect(almost.isStochastic)
    let information = try #require(try almost("cab").uncertainty)
    #expect(information < 1e-6)
  }

  @Test func onlyDoubtfulWordsAreSampled() throws {
    let g2p = try Toy.random()
    let words = ["cab", "i", "tint", "neat", "acne", "b"]
    let none = try g2p.transcribe(words, options: Options(samples: 0))
    let all = try g2p.transcribe(words, options: Options(samples: 5))
    let sorted = none.map(\.confidence).sorted()
    var options = Options(samples: 5)
    options.samplesBelow = (sorted[2] + sorted[3]) / 2
    let some = try g2p.transcribe(words, options: options)
    #expect(some.count { $0.uncertainty == nil } == 3)
    for index in words.indices {
      let isSure = none[index].confidence >= options.samplesBelow ?? 0
      expectEqual(some[index], isSure ? none[index] : all[index])
      expectEqual(try g2p(words[index], options: options), some[index])
    }
  }

  /// Equal but for the last bits, which depend on how many words are computed together.
  private func expectEqual(
    _ one: Transcription, _ other: Transcription, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    #expect(one.phones == other.phones, sourceLocation: sourceLocation)
    #expect(abs(one.confidence - other.confidence) < 1e-5, sourceLocation: sourceLocation)
    #expect(
      abs((one.uncertainty ?? -1) - (other.uncertainty ?? -1)) < 1e-5,
      sourceLocation: sourceLocation)
  }

  @Test func whatCouldBeAddsUpToOne() throws {
    let trained = try Toy.predictor()
    let g2p = GraphemeToPhoneme(
      network: trained.network, graphemes: trained.graphemes, phonemes: trained.phonemes,
      calibration: ConfidenceCalibration(
        temperature: 1, sampled: try PlattScaling(slope: 0.7, intercept: 0.3),
        deterministic: try PlattScaling(slope: 0.7, intercept: -0.2)))
    for samples in [0, 3] {
      let result = try g2p(
        "bin", options: Options(beamWidth: 200, samples: samples, alternatives: 199))
      let sum = result.alternatives.reduce(result.confidence) { $0 + $1.confidence }
      // Two hundred sequences are most of what there is.
      #expect(sum > 0.9 && sum <= 1 + 1e-9, "\(sum)")
    }
  }

  @Test(arguments: [(1.0, 0.0), (0.2, 3.0), (0.0, 0.4), (5.0, -2.0)])
  func confidencesAreProbabilities(slope: Double, intercept: Double) throws {
    let random = try Toy.random()
    let g2p = GraphemeToPhoneme(
      network: random.network, graphemes: random.graphemes, phonemes: random.phonemes,
      calibration: ConfidenceCalibration(
        temperature: 1.3, sampled: try PlattScaling(slope: slope, intercept: intercept),
        deterministic: try PlattScaling(slope: slope, intercept: intercept)))
    for samples in [0, 4] {
      let options = Options(beamWidth: 6, samples: samples, alternatives: 5)
      for result in try g2p.transcribe(["cab", "i", "tint", "neat"], options: options) {
        #expect((0...1).contains(result.confidence))
        let all = [result.confidence] + result.alternatives.map(\.confidence)
        #expect(all.count == 6)
        #expect(all == all.sorted(by: >) && Set(all).count == all.count)
        #expect(all.allSatisfy { $0 >= 0 })
        #expect(all.reduce(0, +) <= 1 + 1e-9)
        let phones = [result.phones] + result.alternatives.map(\.phones)
        #expect(Set(phones).count == phones.count)
        #expect(result.phoneProbabilities.count == result.phones.count)
        #expect(result.phoneProbabilities.allSatisfy { (0...1).contains($0) })
        #expect(result.entropy >= (result.uncertainty ?? 0))
      }
    }
  }

  @Test func marksAndUnknownGraphemes() throws {
    let g2p = try Toy.random()
    let options = Options(samples: 2)
    let plain = try g2p("cafe", options: options)
    #expect(plain.skipped == ["f"])
    let marked = try g2p("café", options: options)
    #expect(marked.skipped == ["f"])
    #expect(marked.simplified == ["é"])
    #expect(marked.phones == plain.phones)
    // Ligatures and letters that Unicode does not take apart.
    let ligature = try g2p("cæna", options: options)
    #expect(ligature.simplified == ["æ"] && ligature.skipped.isEmpty)
    #expect(try ligature.phones == g2p("caena", options: options).phones)
    let digraph = try g2p("baﬆ", options: options)
    #expect(digraph.phones == (try g2p("bast", options: options).phones))
    let decomposed = try g2p("cafe\u{301}", options: options)
    #expect(decomposed.phones == plain.phones)
    #expect(try g2p("CAN’T", options: options).phones == g2p("can't", options: options).phones)
    for nothing in ["", " ", "😀👩‍👩‍👧", "жук", "日本", "\u{301}", "\u{0}", "<pad>x"] {
      let result = try g2p(nothing, options: options)
      if nothing == "<pad>x" {
        // The letters of a special symbol are letters.
        #expect(result.skipped == ["<", "p", "d", ">", "x"])
        #expect(result.phones == (try g2p("a", options: options).phones))
        continue
      }
      #expect(result.problem == .nothingToRead)
      #expect(result.phones.isEmpty && result.confidence == 0 && result.uncertainty == nil)
      #expect(result.skipped.joined().unicodeScalars.count >= nothing.unicodeScalars.count - 1)
    }
  }

  @Test func aWordOfTenThousandLetters() throws {
    let g2p = try Toy.random()
    let long = try g2p(String(repeating: "cab", count: 3334))
    #expect(long.problem == .tooLong(graphemes: 10_002, limit: 40))
    #expect(long.phones.isEmpty)
    let longest = try g2p(String(repeating: "n", count: 40), options: Options(samples: 1))
    #expect(longest.problem == nil || longest.problem == .truncated)
    // What is left out does not count.
    let cyrillic = try g2p(
      String(repeating: "ж", count: 5000) + "cab", options: Options(samples: 1))
    #expect(cyrillic.problem == nil)
    #expect(cyrillic.skipped.count == 5000)
  }

  @Test func aNetworkThatOverflowsSaysSo() throws {
    let g2p = try Toy.random()
    var network = g2p.network
    network.updateParameters { path, parameter in
      guard path == "output.layer.bias" else { return }
      parameter.value.withUnsafeMutableElements { $0[4] = .nan }
    }
    let broken = GraphemeToPhoneme(
      network: network, graphemes: g2p.graphemes, phonemes: g2p.phonemes)
    for samples in [0, 3] {
      let results = try broken.transcribe(["cab", "ж", "tin"], options: Options(samples: samples))
      #expect(results.map(\.problem) == [.notFinite, .nothingToRead, .notFinite])
      #expect(results.map(\.word) == ["cab", "ж", "tin"])
      #expect(results.allSatisfy { $0.phones.isEmpty && $0.confidence == 0 })
      let score = try broken.score([("tin", [g2p.phonemes[5]])], options: Options(samples: samples))
      #expect(score[0].problem == .word(.notFinite) && score[0].logProbability == -.infinity)
    }
  }

  @Test func whatDoesNotEndIsCutShort() throws {
    let g2p = try Toy.random()
    var network = g2p.network
    let end = try #require(g2p.phonemes.end)
    network.updateParameters { path, parameter in
      guard path == "output.layer.bias" else { return }
      parameter.value.withUnsafeMutableElements { $0[end] = -1000 }
    }
    let endless = GraphemeToPhoneme(
      network: network, graphemes: g2p.graphemes, phonemes: g2p.phonemes)
    let result = try endless("cab", options: Options(samples: 2, alternatives: 3))
    #expect(result.problem == .truncated)
    #expect(result.phones.count == 19)
    #expect(result.confidence < 1e-6)
  }
}
