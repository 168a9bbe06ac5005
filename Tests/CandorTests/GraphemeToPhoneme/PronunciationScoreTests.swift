import Candor
import Foundation
import TestSupport
import Testing

@Suite struct PronunciationScoreTests {
  @Test(arguments: [0, 3])
  func theModelsOwnAnswersHaveItsOwnConfidence(samples: Int) throws {
    let predictor = try Toy.predictor()
    let options = GraphemeToPhoneme.Options(samples: samples, alternatives: 3)
    let words = ["bin", "tacu", "nabi", "buca", "b"]
    let answers = try predictor.transcribe(words, options: options)
    let scores = try predictor.score(answers.map { ($0.word, $0.phones) }, options: options)
    for (answer, score) in zip(answers, scores) {
      #expect(abs(score.confidence - answer.confidence) < 1e-5)
      // Without calibration the confidence is the probability.
      #expect(abs(exp(score.logProbability) - answer.confidence) < 1e-5)
      expectClose(
        score.phoneProbabilities, answer.phoneProbabilities, absolute: 1e-5, relative: 1e-5)
      #expect(score.problem == nil)
    }
    // An answer that is not the best has its own probability.
    let second = try #require(answers[0].alternatives.first)
    let score = try predictor.score([("bin", second.phones)], options: options)[0]
    #expect(abs(score.confidence - second.confidence) < 1e-5)
  }

  @Test func theOrderAndTheCompanyDoNotMatter() throws {
    let predictor = try Toy.predictor()
    let pairs = Toy.words.map { ($0, Toy.phones($0)) }
    let together = try predictor.score(pairs, options: .init(samples: 2))
    #expect(together.map(\.word) == Toy.words)
    for (pair, score) in zip(pairs, together) {
      let alone = try predictor.score([pair], options: .init(samples: 2))[0]
      #expect(abs(alone.logProbability - score.logProbability) < 1e-4)
    }
  }

  @Test func withoutStressThePhonesGetTheMostProbableOne() throws {
    let predictor = try Toy.predictor()
    let whole = Toy.words.map { ($0, Toy.phones($0)) }
    let bare = whole.map { word, phones in (word, phones.map { $0.filter { !"012".contains($0) } })
    }
    let options = GraphemeToPhoneme.Options(samples: 2)
    for (one, other) in zip(
      try predictor.score(whole, options: options), try predictor.score(bare, options: options))
    {
      #expect(one.stressed == nil && other.stressed == one.phones)
      #expect(abs(one.logProbability - other.logProbability) < 1e-5)
    }
    let half = try predictor.score([("bati", ["B", "AA1", "T", "IY"])], options: options)
    #expect(half[0].problem == .unknownPhone("IY"))
  }

  @Test func whatCannotBeHasTheProbabilityZeroAndAReason() throws {
    let predictor = try Toy.predictor()
    let scores = try predictor.score(
      [
        ("bin", ["B", "QQ"]), ("", ["B"]), ("bin", ["<s>"]),
        (String(repeating: "b", count: 500), ["B"]),
        ("b", Array(repeating: "B", count: 20)), ("bin", []), ("bön", ["B"]),
      ], options: .init(samples: 0))
    #expect(
      scores.prefix(5).map(\.problem) == [
        .unknownPhone("QQ"), .word(.nothingToRead), .unknownPhone("<s>"),
        .word(.tooLong(graphemes: 500, limit: 128)), .tooManyPhones(20, limit: 13),
      ])
    for score in scores.prefix(5) {
      #expect(score.logProbability == -.infinity && score.confidence == 0)
    }
    // No phones at all are improbable, but possible.
    #expect(scores[5].problem == nil && scores[5].logProbability.isFinite)
    #expect(scores[6].skipped == ["ö"])
    let deterministic = try Toy.random(.fixed(rate: 0))
    #expect(throws: NothingStochastic.self) {
      try deterministic.score([("a", ["B"])], options: .init(samples: 1))
    }
  }
}
