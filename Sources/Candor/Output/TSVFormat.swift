extension TranscriptionFormatter {
  /// `word<TAB>phones<TAB>confidence<TAB>uncertainty`; a line for each further transcription, with its own confidence.
  func tsv(_ text: TextTranscription) -> String {
    let word = Escaping.column(text.text)
    let uncertainty = text.uncertainty.map { Decimal.fixed($0, decimals: 4) } ?? ""
    let note = text.note
    return ranked(text).map { words, confidence in
      var columns = [
        word, Escaping.phones(spelled(words: words, of: text)),
        Decimal.fixed(confidence, decimals: 4),
        uncertainty,
      ]
      if !note.isEmpty { columns.append(note) }
      return columns.joined(separator: "\t") + "\n"
    }.joined()
  }
}
