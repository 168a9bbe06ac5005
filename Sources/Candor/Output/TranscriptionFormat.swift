import CandorText

/// How transcriptions are written.
package enum TranscriptionFormat: String, Sendable, CaseIterable {
  /// `word<TAB>phones<TAB>confidence<TAB>uncertainty`, and a fifth column where something has to be said.
  case tsv
  /// One JSON object a line.
  case json
  /// Entries as CMUdict has them, one for each word.
  case lexicon
  /// The phones alone.
  case plain
  /// Aligned columns for people, with a bar for the confidence.
  case table
}

/// Writes transcriptions of texts as lines.
package struct TranscriptionFormatter: Sendable {
  /// The form of the lines.
  package var format: TranscriptionFormat
  /// How phones are spelled.
  package var notation: PhoneNotation
  /// Transcriptions of each text, the best first.
  package var count: Int
  /// What stands between the words of a text.
  package var separator: String
  /// Whether the table has colours.
  package var isColoured: Bool

  /// A formatter; where no separator is named it is ` | ` between ARPAbet phones and a space in the other notations.
  package init(
    _ format: TranscriptionFormat, notation: PhoneNotation = .arpabet, count: Int = 1,
    separator: String? = nil, isColoured: Bool = false
  ) {
    self.format = format
    self.notation = notation
    self.count = count
    self.separator = separator ?? (notation == .arpabet ? " | " : " ")
    self.isColoured = isColoured
  }

  /// The lines of some texts, each with its end.
  package func lines(_ texts: [TextTranscription]) -> String {
    switch format {
    case .tsv: texts.map(tsv).joined()
    case .json: texts.map { json($0).text + "\n" }.joined()
    case .lexicon: texts.map(lexicon).joined()
    case .plain: texts.map(plain).joined()
    case .table: table(texts)
    }
  }

  /// Phones in the notation asked for; what the notation does not know stays as it is.
  func spelled(_ phones: [String]) -> String {
    (try? notation.string(from: phones)) ?? phones.joined(separator: " ")
  }

  /// The words of a transcription; those without phones are left out.
  func spelled(words: [[String]]) -> String {
    words.filter { !$0.isEmpty }.map(spelled).joined(separator: separator)
  }

  /// The ranked transcriptions of a text; for one without words a single empty one.
  func ranked(_ text: TextTranscription) -> [(words: [[String]], confidence: Double)] {
    let ranked = text.ranked(count)
    return ranked.isEmpty ? [([], 0)] : ranked
  }

  private func plain(_ text: TextTranscription) -> String {
    ranked(text).map { Escaping.column(spelled(words: $0.words)) }.joined(separator: "\t") + "\n"
  }
}
