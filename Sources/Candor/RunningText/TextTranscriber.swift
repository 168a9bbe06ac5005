import CandorText

extension GraphemeToPhoneme {
  /// The transcriptions of texts, in their order.
  ///
  /// ```swift
  /// let texts = try g2p.transcribe(texts: ["Dr. Smith paid $5."])
  /// print(texts[0].words.map(\.word))  // ["Doctor", "Smith", "paid", "five", "dollars"]
  /// ```
  ///
  /// - Parameters:
  ///   - texts: words, or texts of several words
  ///   - expander: where a text is cut into words, and what of it is written out; by default all that the rules of the
  ///     model's language know. `TextExpander(locale: "")` writes nothing out
  ///   - lexicon: answers for the words that it has; the network is asked for the others. By default ``usualLexicon``
  ///   - options: samples, beam, alternatives, seed
  public func transcribe(
    texts: [String], expander: TextExpander? = nil, lexicon: LayeredLexicon? = nil,
    options: Options = Options()
  ) throws -> [TextTranscription] {
    let lexicon = lexicon ?? usualLexicon
    var transcriber = StreamTranscriber(
      self, expander: expander ?? TextExpander(locale: language, lexicon: lexicon),
      lexicon: lexicon, options: options, capacity: 0)
    return try transcriber(texts) ?? []
  }

  /// The lexicon that is asked where none is given: for an English model the function words of English (*the*, *of*,
  /// *is* …), on which a model of spelling errs; for another nothing.
  public var usualLexicon: LayeredLexicon {
    var lexicon = LayeredLexicon(normalizer: graphemes.normalizer)
    if speaksEnglish {
      lexicon.appendFunctionWords(name: "function words", ignoringStress: !phonemes.hasStress)
    }
    return lexicon
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
