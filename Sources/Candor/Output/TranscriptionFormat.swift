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
  /// Whether the punctuation of a text stands between its phones.
  package var keepsPunctuation = false
  /// Whether each word has lines of its own, and an empty line ends a text.
  package var separatesWords = false

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
    if separatesWords, format == .tsv || format == .plain || format == .table {
      var single = self
      single.separatesWords = false
      return texts.map { single.lines($0.parts(keepingPunctuation: keepsPunctuation)) + "\n" }
        .joined()
    }
    switch format {
    case .tsv: return texts.map(tsv).joined()
    case .json: return texts.map { json($0).text + "\n" }.joined()
    case .lexicon: return texts.map(lexicon).joined()
    case .plain: return texts.map(plain).joined()
    case .table: return table(texts)
    }
  }

  /// Phones in the notation asked for; what the notation does not know stays as it is.
  func spelled(_ phones: [String]) -> String {
    (try? notation.string(from: phones)) ?? phones.joined(separator: " ")
  }

  /// The words of a transcription, and the text's punctuation if it is kept; words without phones are left out.
  func spelled(words: [[String]], of text: TextTranscription) -> String {
    guard keepsPunctuation, !text.punctuation.isEmpty else {
      return words.filter { !$0.isEmpty }.map(spelled).joined(separator: separator)
    }
    // A mark that touches a word in the text does so here: directly in IPA, with a space between ARPAbet phones.
    let touching = notation == .arpabet ? " " : ""
    var result = ""
    var marks = text.punctuation[...]
    func append(_ piece: String, _ joint: String) {
      if !result.isEmpty { result += joint }
      result += piece
    }
    var isTouched = false
    for place in 0...words.count {
      while let mark = marks.first, mark.place <= place {
        append(mark.text, mark.isAfterSpace ? separator : touching)
        isTouched = !mark.isBeforeSpace
        marks.removeFirst()
      }
      if place < words.count, !words[place].isEmpty {
        append(spelled(words[place]), isTouched ? touching : separator)
        isTouched = false
      }
    }
    return result
  }

  /// The ranked transcriptions of a text; for one without words a single empty one.
  func ranked(_ text: TextTranscription) -> [(words: [[String]], confidence: Double)] {
    let ranked = text.ranked(count)
    return ranked.isEmpty ? [([], 0)] : ranked
  }

  private func plain(_ text: TextTranscription) -> String {
    ranked(text).map { Escaping.column(spelled(words: $0.words, of: text)) }.joined(separator: "\t")
      + "\n"
  }
}
