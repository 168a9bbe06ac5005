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
    let cutter = WordCutter(
      expander: expander, graphemes: graphemes, givenPhones: GivenPhones(phonemes))
    let answers = WordAnswers(self, lexicon: lexicon)
    let cuts = texts.map { cutter($0) }
    let known = cuts.map { $0.words.map { answers($0) } }
    // Texts repeat their words; a word's numbers do not depend on its place.
    var places: [String: Int] = [:]
    var distinct: [String] = []
    for (cut, known) in zip(cuts, known) {
      for (word, answer) in zip(cut.words, known)
      where answer == nil && places[word.text] == nil {
        places[word.text] = distinct.count
        distinct.append(word.text)
      }
    }
    let transcriptions = try transcribe(distinct, options: options)
    return zip(texts, zip(cuts, known)).map { text, found in
      let (cut, known) = found
      let words = zip(cut.words, known).compactMap { word, answer in
        (answer ?? places[word.text].map { transcriptions[$0] }).map {
          $0.placed(word, homograph: answers.homograph(word.text))
        }
      }
      return TextTranscription(text: text, words: words, cut)
    }
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
