extension PronunciationScore {
  /// What a reader should know of how the word was read, and why the probability is 0; empty if nothing.
  package var note: String {
    TextTranscription.note(problem.map { [$0.description] } ?? [], nil, skipped, simplified)
  }

  /// `word<TAB>phones<TAB>confidence<TAB>ln p`, and a note where something has to be said.
  package var tabSeparated: String {
    var columns = [
      Escaping.column(word), Escaping.phones(phones.joined(separator: " ")),
      Decimal.fixed(confidence, decimals: 4), Decimal.fixed(logProbability, decimals: 4),
    ]
    if !note.isEmpty { columns.append(Escaping.phones(note)) }
    return columns.joined(separator: "\t") + "\n"
  }

  /// Everything there is to say of it; ln of a probability of 0 is `null`.
  package var json: JSONText {
    var fields: [(String, JSONText)] = [
      ("word", .string(word)), ("phones", .strings(phones)), ("confidence", .number(confidence)),
      ("logProbability", .number(logProbability)),
      ("phoneProbabilities", .array(phoneProbabilities.map { .number($0) })),
      ("skipped", .strings(skipped)), ("simplified", .strings(simplified)),
      ("problem", problem.map { .string($0.description) } ?? .null),
    ]
    if let stressed { fields.append(("stressed", .strings(stressed))) }
    return .object(fields)
  }
}
