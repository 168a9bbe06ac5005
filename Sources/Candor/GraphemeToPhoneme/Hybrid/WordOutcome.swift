/// A word whose transcription turned out right or wrong.
package struct WordOutcome: Sendable, Equatable {
  /// The word as the model reads it. Symbols have other numbers in the vocabulary of another model.
  package var word: String
  /// The word with its best transcription and the next ones.
  package var subject: TraitReader.Subject
  /// The traits of these.
  package var traits: [UInt32]
  /// What was looked at.
  package var features: WordFeatures
  /// Whether it was right.
  package var isRight: Bool

  package init(
    word: String, subject: TraitReader.Subject, traits: [UInt32], features: WordFeatures,
    isRight: Bool
  ) {
    (self.word, self.subject, self.traits) = (word, subject, traits)
    (self.features, self.isRight) = (features, isRight)
  }
}

/// How held-out words turned out.
package struct WordOutcomes: Sendable, Equatable {
  /// With samples of the network's weights; none of a network without dropout.
  package var sampled: [WordOutcome]
  /// Without.
  package var deterministic: [WordOutcome]

  package init(sampled: [WordOutcome] = [], deterministic: [WordOutcome] = []) {
    (self.sampled, self.deterministic) = (sampled, deterministic)
  }

  subscript(sampled isSampled: Bool) -> [WordOutcome] {
    get { isSampled ? sampled : deterministic }
    set { if isSampled { sampled = newValue } else { deterministic = newValue } }
  }

  /// Those of both.
  package static func += (all: inout WordOutcomes, more: WordOutcomes) {
    all.sampled += more.sampled
    all.deterministic += more.deterministic
  }

  /// Those of other words.
  package func removing(_ words: Set<String>) -> WordOutcomes {
    WordOutcomes(
      sampled: sampled.filter { !words.contains($0.word) },
      deterministic: deterministic.filter { !words.contains($0.word) })
  }
}
