extension TranscriptionFormatter {
  /// `word PH PH # note`, further transcriptions as `word(2)`; one entry for each word of the text.
  ///
  /// What has no phones becomes a comment, an empty text an empty line, so that the result can be read as a lexicon.
  func lexicon(_ text: TextTranscription) -> String {
    guard !text.words.isEmpty else {
      guard !text.note.isEmpty else { return "\n" }
      return ";;; \(Escaping.column(text.text)): \(text.note)\n"
    }
    return text.words.map(entries).joined()
  }

  private func entries(_ word: Transcription) -> String {
    let name = Escaping.column(word.word)
    let transcriptions = ([word.phones] + word.alternatives.map(\.phones)).prefix(count)
      .filter { !$0.isEmpty }
    guard !transcriptions.isEmpty else {
      return ";;; \(name): \(word.note.isEmpty ? "no phones" : word.note)\n"
    }
    let tail = word.note.isEmpty ? "" : " # \(word.note)"
    return transcriptions.enumerated().map { index, phones in
      "\(name)\(index == 0 ? "" : "(\(index + 1))") \(Escaping.column(spelled(phones)))\(tail)\n"
    }.joined()
  }
}
