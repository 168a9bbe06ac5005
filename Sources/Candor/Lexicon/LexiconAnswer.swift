import CandorText

extension Transcription {
  /// What a lexicon says of a word: its first pronunciation, the others as alternatives. The lexicon counts as right,
  /// so each of them has the confidence 1, and nothing is uncertain.
  package init(_ word: String, _ answer: LayeredLexicon.Answer) {
    self.init(word, known: answer.pronunciations[0], from: .lexicon(answer.lexicon))
    alternatives = answer.pronunciations.dropFirst().map { Alternative($0, confidence: 1) }
  }

  /// Phones that are certain: confidence 1, uncertainty 0.
  init(_ word: String, known phones: [String], from source: Source) {
    self.init(
      word, phones: phones, confidence: 1, uncertainty: 0,
      phoneProbabilities: phones.map { _ in 1 })
    self.source = source
  }
}

extension LayeredLexicon.Answer {
  /// The same of pronunciations that are made of these.
  func mapping(_ change: ([String]) -> [String]) -> LayeredLexicon.Answer {
    LayeredLexicon.Answer(lexicon: lexicon, pronunciations: pronunciations.map(change))
  }
}
