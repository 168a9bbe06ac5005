import CandorEngine
import CandorUncertainty

/// What was learned to tell whether the best transcription of a word is right.
package struct LearnedConfidence {
  /// The log-odds from features.
  package var regression: LogisticRegression
  /// What traits add to it, in single precision, as a bundle keeps it.
  package var traits: [UInt32: Double] = [:]
  /// What a network adds to both.
  package var network: ConfidenceNetwork?

  /// Parts of the words, each of which is told what traits of the others say: of its own they would tell the network more
  /// than of words that come later.
  private static let folds = 4

  /// Learns from words that no model has seen: from their features, of many words from their traits, and of very many
  /// with a network.
  ///
  /// - Parameters:
  ///   - outcomes: the words
  ///   - lists: of known words, whose features are the last
  ///   - usesNetwork: whether a network is learned
  ///   - seed: of the network
  ///   - epochs: how often the network sees each word
  package init(
    _ outcomes: [WordOutcome], lists: Int, usesNetwork: Bool = false, seed: UInt64,
    epochs: Int = ConfidenceNetwork.epochs
  ) throws {
    let isRight = outcomes.map(\.isRight)
    regression = try LogisticRegression.fit(
      features: outcomes.map(\.features.vector), correct: isRight,
      prior: WordFeatures.prior(lists: lists),
      productRidge: WordFeatures.productRidge)
    guard outcomes.count >= ConfidenceTraits.leastWords else { return }
    let known = outcomes.map { [regression] in regression.logOdds($0.features.vector) }
    func traits(of places: [Int]) throws -> [UInt32: Double] {
      try TraitRegression.fit(
        traits: places.map { outcomes[$0].traits }, logOdds: places.map { known[$0] },
        correct: places.map { isRight[$0] }, ridge: ConfidenceTraits.ridge,
        least: ConfidenceTraits.leastOccurrences
      ).mapValues { Double(Float($0)) }
    }
    self.traits = try traits(of: Array(outcomes.indices))
    guard usesNetwork else { return }
    // A word that two hybrids held out is in one part.
    let folds = outcomes.map { Int(RandomStream.key($0.word) % UInt64(Self.folds)) }
    var said = [Double](repeating: 0, count: outcomes.count)
    for fold in 0..<Self.folds {
      let others = try traits(of: outcomes.indices.filter { folds[$0] != fold })
      for place in outcomes.indices where folds[place] == fold {
        said[place] = Self.sum(outcomes[place].traits, others)
      }
    }
    network = try ConfidenceNetwork.learned(
      from: zip(outcomes, said).map { Self.inputs($0.features, traits: $1) },
      known: zip(known, said).map { $0 + $1 }, isRight: isRight, epochs: epochs,
      seed: seed
    ).rounded()
  }

  /// The log-odds that words are right.
  package func logOdds(_ words: [WordOutcome]) -> [Double] {
    Self.logOdds(
      words.map { ($0.features, Self.sum($0.traits, traits)) }, regression, network)
  }

  private static func sum(_ traits: [UInt32], _ weights: [UInt32: Double]) -> Double {
    traits.reduce(0) { $0 + (weights[$1] ?? 0) }
  }

  /// The log-odds that words are right, of which their traits are known to say so much.
  static func logOdds(
    _ words: [(features: WordFeatures, traits: Double)], _ regression: LogisticRegression,
    _ network: ConfidenceNetwork?
  ) -> [Double] {
    let known = words.map { regression.logOdds($0.features.vector) + $0.traits }
    guard let network else { return known }
    let added = network.logOdds(words.map { inputs($0.features, traits: $0.traits) })
    return zip(known, added).map { $0 + $1 }
  }

  /// What a network looks at: everything, and what traits say.
  package static func inputs(_ features: WordFeatures, traits: Double) -> [Double] {
    features.vector + features.details + [traits]
  }
}
