import Candor
import CandorEngine
import TestSupport
import Testing

@Suite struct WritingDirectionTests {
  /// Two networks of the same weights, of which the second writes the last phone first.
  private static func pair() throws -> (GraphemeToPhoneme, GraphemeToPhoneme) {
    let one = try Toy.predictor()
    var configuration = one.network.configuration
    configuration.writes = .rightToLeft
    var network = EncoderDecoder<Float>(configuration, seed: 1)
    try network.load(one.network.tensors())
    return (
      one, GraphemeToPhoneme(network: network, graphemes: one.graphemes, phonemes: one.phonemes)
    )
  }

  @Test func theLastPhoneIsLearnedFirst() throws {
    let (one, other) = try Self.pair()
    let targets: [[Int32]] = [[3, 4, 5], [6], [], [5, 3]]
    func loss(_ g2p: GraphemeToPhoneme, _ targets: [[Int32]]) -> Float {
      g2p.network.loss(
        source: [[1, 2, 3], [4], [5, 1], [2, 2]], target: targets,
        start: Int32(g2p.phonemes.start ?? 0), end: Int32(g2p.phonemes.end ?? 0),
        in: Context<Float>(mode: .deterministic)
      ).value.item
    }
    #expect(loss(other, targets) == loss(one, targets.map { $0.reversed() }))
    #expect(loss(other, targets) != loss(one, targets))
  }

  @Test func everyAnswerIsInTheOrderOfSpeech() throws {
    let (one, other) = try Self.pair()
    for samples in [0, 4] {
      let options = GraphemeToPhoneme.Options(samples: samples, alternatives: 2)
      let words = Toy.words + Toy.unseen
      let forward = try one.transcribe(words, options: options)
      let backward = try other.transcribe(words, options: options)
      #expect(forward.contains { $0.phones != $0.phones.reversed() })
      for (a, b) in zip(forward, backward) {
        #expect(b.phones == a.phones.reversed())
        #expect(b.phoneProbabilities == a.phoneProbabilities.reversed())
        #expect(b.alternatives.map(\.phones) == a.alternatives.map { $0.phones.reversed() })
        #expect(b.confidence == a.confidence && b.uncertainty == a.uncertainty)
        let given = try other.score([(a.word, b.phones)], options: options)[0]
        let mirrored = try one.score([(a.word, a.phones)], options: options)[0]
        #expect(given.logProbability == mirrored.logProbability)
        #expect(given.phoneProbabilities == mirrored.phoneProbabilities.reversed())
      }
    }
  }

  @Test func aTrainingThatWritesBackwardsSaysSo() throws {
    let training = try Toy.training { $0.writes = .rightToLeft }
    #expect(training.initialNetwork().direction == .rightToLeft)
    #expect(try Toy.training().initialNetwork().direction == .leftToRight)
  }

  @Test func aBundleKeepsTheDirection() throws {
    let folder = try TemporaryFolder()
    let (one, other) = try Self.pair()
    for (name, g2p) in [("one", one), ("other", other)] {
      try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: folder.path(name))
      let read = try ModelBundle(contentsOf: folder.path(name)).predictor
      #expect(read.network.direction == g2p.network.direction)
    }
    // Bundles from before there was a choice say nothing.
    let files = BundleFiles(path: folder.path("one"))
    #expect(!String(decoding: try files["bundle.json"], as: UTF8.self).contains("writes"))
  }
}
