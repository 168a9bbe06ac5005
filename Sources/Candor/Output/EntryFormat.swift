import RealModule

extension TranscriptionFormatter {
  /// A line for each pronunciation of each word of a text, as lexicons have them.
  ///
  /// What has no phones becomes a comment of CMUdict, an empty text an empty line there; the other formats have no
  /// comments, and leave it out: see `omissions`.
  func entries(_ text: TextTranscription) -> String {
    if format == .lexicon, text.words.isEmpty {
      return text.note.isEmpty ? "\n" : ";;; \(Escaping.column(text.text)): \(text.note)\n"
    }
    return text.words.map(entries).joined()
  }

  /// What was left out without a word about it in the lines, with the reason: texts and words that have no phones, those
  /// with spaces, and what stood in words or between them that cannot be read.
  ///
  /// - Parameter told: marks between words of which it was said before that they are skipped
  package func omissions(
    _ texts: [TextTranscription], told: inout Set<String>
  ) -> [String] {
    guard format.hasEntries || format == .plain else { return [] }
    // A stream may be endless.
    if told.count > 4096 { told.removeAll() }
    return texts.flatMap { text -> [String] in
      var omissions: [String] = []
      if text.words.isEmpty {
        let note = TextTranscription.note(text.remarks, text.problem, text.skipped, [])
        if format != .lexicon, !note.isEmpty { omissions.append(note) }
      } else {
        let marks = text.skippedBetweenWords.filter { told.insert($0).inserted }
        let note = TextTranscription.note(text.remarks, nil, marks, [])
        if !note.isEmpty { omissions.append(note + (marks.isEmpty ? "" : ", here and below")) }
      }
      let name = Escaping.column(String(text.text.prefix(60)))
      return omissions.map { "\(name): \($0)" } + (format == .lexicon ? [] : wordOmissions(text))
    }
  }

  private func wordOmissions(_ text: TextTranscription) -> [String] {
    text.words.filter { word in
      if format.hasEntries, word.phones.isEmpty || isPhrase(word) { return true }
      return word.skipped.contains { !$0.allSatisfy(\.isWhitespace) }
    }.map(omission)
  }

  private func omission(_ word: Transcription) -> String {
    let reason =
      isPhrase(word) && !word.phones.isEmpty
      ? "words with spaces have no place in a lexicon" : word.note.isEmpty ? "no phones" : word.note
    return "\(Escaping.column(word.word)): \(reason)"
  }

  /// Whether an answer is for several words, such as `New York` in the text or a lexicon: the second would be taken for
  /// a phone. A model that reads phones answers for several of them; only a tab parts these from its answer.
  private func isPhrase(_ word: Transcription) -> Bool {
    (word.source != .model || format == .lexicon) && word.word.contains(where: \.isWhitespace)
  }

  private func entries(_ word: Transcription) -> String {
    let variants = covering(
      Array(
        ([(word.phones, word.confidence)] + word.alternatives.map { ($0.phones, $0.confidence) })
          .prefix(count))
    ) { $0.1 }.filter { !$0.0.isEmpty }
    guard !variants.isEmpty, !isPhrase(word) else {
      return format == .lexicon ? ";;; \(omission(word))\n" : ""
    }
    let name = Escaping.column(word.word)
    let tail = format == .lexicon && !word.note.isEmpty ? " # \(word.note)" : ""
    return variants.enumerated().map { index, variant in
      let phones = Escaping.phones(spelled(variant.0))
      return head(name, index: index, confidence: variant.1) + phones + tail + "\n"
    }.joined()
  }

  /// What stands before the phones.
  private func head(_ name: String, index: Int, confidence: Double) -> String {
    switch format {
    case .mfa: name + "\t"
    case .mfaProbabilities:
      // Readers of such files refuse a probability of 0.
      name + "\t" + Decimal.fixed(min(1, max(confidence, 1e-6)), decimals: 6) + "\t"
    case .phonetisaurus:
      name + "\t" + Decimal.fixed(-Double.log(max(confidence, .leastNormalMagnitude)), decimals: 4)
        + "\t"
    case .sequitur: "\(name)\t\(index)\t" + Decimal.fixed(confidence, decimals: 6) + "\t"
    case .lexicon, .tsv, .json, .plain, .table:
      index == 0 ? name + " " : "\(name)(\(index + 1)) "
    }
  }
}
