import CandorText

extension GraphemeToPhoneme {
  /// The transcriptions of texts, in their order.
  ///
  /// ```swift
  /// let english = TextExpander(locale: "en")
  /// let texts = try g2p.transcribe(texts: ["Dr. Smith paid $5."], expander: english)
  /// print(texts[0].words.map(\.word))  // ["Doctor", "Smith", "paid", "five", "dollars"]
  /// ```
  ///
  /// - Parameters:
  ///   - texts: words, or texts of several words
  ///   - expander: where a text is cut into words, and what of it is written out; by default nothing is
  ///   - lexicon: answers for the words that it has; the network is asked for the others
  ///   - options: samples, beam, alternatives, seed
  public func transcribe(
    texts: [String], expander: TextExpander = TextExpander(locale: ""),
    lexicon: LayeredLexicon = LayeredLexicon(), options: Options = Options()
  ) throws -> [TextTranscription] {
    var transcriber = StreamTranscriber(
      self, expander: expander, lexicon: lexicon, options: options, capacity: 0)
    return try transcriber(texts) ?? []
  }
}

extension Transcription {
  /// The transcription of a token of a text, in its spelling and at its place.
  func placed(_ token: SpokenToken, homograph: [Homographs.Reading]) -> Transcription {
    var placed = self
    placed.word = token.text
    placed.range = token.range
    placed.homograph = homograph
    return placed
  }
}

extension TextTranscription {
  /// What was made of a text that was cut.
  init(text: String, words: [Transcription], _ cut: WordCutter.Cut) {
    self.init(
      text: text, words: words, skippedBetweenWords: cut.skipped, punctuation: cut.punctuation,
      remarks: cut.remarks)
  }
}
