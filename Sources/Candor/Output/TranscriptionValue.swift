extension Transcription {
  /// A transcription that no network made: from a lexicon, or for a test.
  public init(
    _ word: String, phones: [String], confidence: Double, uncertainty: Double? = nil,
    entropy: Double = 0, phoneProbabilities: [Double] = [], alternatives: [Alternative] = [],
    skipped: [String] = [], simplified: [String] = [], problem: Problem? = nil
  ) {
    self.init(
      word: word, phones: phones, confidence: confidence, uncertainty: uncertainty,
      entropy: entropy, phoneProbabilities: phoneProbabilities, alternatives: alternatives,
      skipped: skipped, simplified: simplified, problem: problem)
  }
}

extension Transcription.Alternative {
  /// Phones and the probability that they are right.
  public init(_ phones: [String], confidence: Double) {
    self.init(phones: phones, confidence: confidence)
  }
}
