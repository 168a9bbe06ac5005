extension TranscriptionFormatter {
  /// Everything there is to say of a text; its words follow one by one if there are several.
  func json(_ text: TextTranscription) -> JSONText {
    let ranked = ranked(text)
    var fields: [(String, JSONText)] = [
      ("word", .string(text.text)),
      ("transcription", .string(spelled(words: ranked[0].words))),
      ("phones", .strings(text.phones)),
      ("confidence", .number(text.confidence)),
      ("uncertainty", .number(text.uncertainty)),
      ("entropy", .number(text.words.isEmpty ? nil : text.entropy)),
      ("phoneProbabilities", .array(text.phoneProbabilities.map { .number($0) })),
      (
        "alternatives",
        .array(
          ranked.dropFirst().map { words, confidence in
            .object([
              ("transcription", .string(spelled(words: words))),
              ("phones", .strings(words.flatMap { $0 })), ("confidence", .number(confidence)),
            ])
          })
      ),
      ("skipped", .strings(text.skipped)),
      ("simplified", .strings(text.simplified)),
      ("problem", text.problem.map { .string($0.description) } ?? .null),
    ]
    if !text.remarks.isEmpty { fields.append(("remarks", .strings(text.remarks))) }
    if text.words.count > 1 { fields.append(("words", .array(text.words.map(json)))) }
    return .object(fields)
  }

  private func json(_ word: Transcription) -> JSONText {
    .object([
      ("word", .string(word.word)),
      ("transcription", .string(spelled(word.phones))),
      ("phones", .strings(word.phones)),
      ("confidence", .number(word.confidence)),
      ("uncertainty", .number(word.uncertainty)),
      ("entropy", .number(word.phones.isEmpty ? nil : word.entropy)),
      ("phoneProbabilities", .array(word.phoneProbabilities.map { .number($0) })),
      ("skipped", .strings(word.skipped)),
      ("simplified", .strings(word.simplified)),
      ("problem", word.problem.map { .string($0.description) } ?? .null),
    ])
  }
}
