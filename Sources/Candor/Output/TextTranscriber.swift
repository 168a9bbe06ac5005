import CandorText

extension GraphemeToPhoneme {
  /// The transcriptions of texts, in their order.
  ///
  /// - Parameters:
  ///   - texts: words, or texts of several words
  ///   - tokenizer: where a text is cut into words
  ///   - options: samples, beam, alternatives, seed
  public func transcribe(
    texts: [String], tokenizer: Tokenizer = Tokenizer(), options: Options = Options()
  ) throws -> [TextTranscription] {
    let cutter = WordCutter(tokenizer: tokenizer, graphemes: graphemes)
    let cuts = texts.map { cutter($0) }
    // Texts repeat their words; a word's numbers do not depend on its place.
    var places: [String: Int] = [:]
    var distinct: [String] = []
    for word in cuts.lazy.flatMap(\.words) where places[word] == nil {
      places[word] = distinct.count
      distinct.append(word)
    }
    let transcriptions = try transcribe(distinct, options: options)
    return zip(texts, cuts).map { text, cut in
      TextTranscription(
        text: text,
        words: cut.words.compactMap { word in
          places[word].map { place in
            var transcription = transcriptions[place]
            transcription.word = word
            return transcription
          }
        },
        skippedBetweenWords: cut.skipped)
    }
  }
}
