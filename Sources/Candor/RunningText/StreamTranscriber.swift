import CandorText

/// Transcribes texts block by block, in memory that does not grow: a word that comes again is computed once, as long
/// as the bounded memory for words holds it.
package struct StreamTranscriber: Sendable {
  /// What has been done so far.
  package struct Statistics: Sendable, Equatable {
    /// Words of all texts.
    package var words = 0
    /// Words that a lexicon, the text or the names of letters answered.
    package var answered = 0
    /// Words that were computed; the others were known.
    package var computed = 0

    /// The share of the words that had been computed before, 0…1.
    package var knownShare: Double {
      words == 0 ? 0 : Double(words - answered - computed) / Double(words)
    }
  }

  /// What has been done so far.
  package private(set) var statistics = Statistics()

  private let predictor: GraphemeToPhoneme
  private let cutter: WordCutter
  private let answers: WordAnswers
  private let options: GraphemeToPhoneme.Options
  private let jobs: Int
  private var known: RecentlyUsed<String, Transcription>

  /// A transcriber that knows no word yet.
  ///
  /// - Parameters:
  ///   - predictor: what words are asked of
  ///   - expander: where a text is cut into words, and what of it is written out
  ///   - lexicon: answers for the words that it has; the predictor is asked for the others
  ///   - options: samples, beam, alternatives, seed; at least as many threads as jobs work
  ///   - jobs: parts of a block that are cut into words at the same time
  ///   - capacity: words that are remembered
  package init(
    _ predictor: GraphemeToPhoneme, expander: TextExpander, lexicon: LayeredLexicon,
    options: GraphemeToPhoneme.Options = .init(),
    jobs: Int = 1, capacity: Int = 1 << 16
  ) {
    self.predictor = predictor
    cutter = WordCutter(
      expander: expander, graphemes: predictor.graphemes,
      givenPhones: GivenPhones(predictor.phonemes))
    answers = WordAnswers(predictor, lexicon: lexicon)
    var options = options
    options.threads = max(options.threads, jobs)
    self.options = options
    self.jobs = max(1, jobs)
    known = RecentlyUsed(capacity: capacity)
  }

  /// The transcriptions of texts, in their order; nil if it was to stop before all were there.
  ///
  /// - Parameter shouldStop: asked now and then
  package mutating func callAsFunction(
    _ texts: [String], shouldStop: () -> Bool = { false }
  ) throws -> [TextTranscription]? {
    let cutter = cutter
    let cuts = try Parallel.map(texts, jobs: jobs) { $0.map { cutter($0) } }
    // Each occurrence is known, or the place of its word among those that are computed now.
    var places: [String: Int] = [:]
    var missing: [String] = []
    var found: [Transcription?] = []
    for cut in cuts {
      for word in cut.words {
        let answer = answers(word)
        if answer != nil { statistics.answered += 1 }
        let transcription = answer ?? known.value(of: word.text)
        found.append(transcription)
        if transcription == nil, places[word.text] == nil {
          places[word.text] = missing.count
          missing.append(word.text)
        }
      }
    }
    guard let computed = try compute(missing, shouldStop: shouldStop) else { return nil }
    for transcription in computed { known.insert(transcription, for: transcription.word) }
    statistics.words += found.count
    statistics.computed += missing.count

    var next = 0
    return zip(texts, cuts).map { text, cut in
      let words = cut.words.map { word -> Transcription in
        defer { next += 1 }
        // Words that are canonically equivalent share an entry, but keep their spelling.
        let transcription = found[next] ?? computed[places[word.text] ?? 0]
        return transcription.placed(word, homograph: answers.homograph(word.text))
      }
      return TextTranscription(text: text, words: words, cut)
    }
  }

  private func compute(
    _ words: [String], shouldStop: () -> Bool
  ) throws -> [Transcription]? {
    var computed: [Transcription] = []
    computed.reserveCapacity(words.count)
    // Some seconds at most until it is asked again.
    let atOnce = (try predictor.sampleCount(options) > 0 ? 128 : 1024) * jobs
    for start in stride(from: 0, to: words.count, by: atOnce) {
      if shouldStop() { return nil }
      computed += try predictor.transcribe(
        Array(words[start..<min(start + atOnce, words.count)]), options: options)
    }
    return computed
  }
}
