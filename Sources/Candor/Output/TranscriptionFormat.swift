import CandorText

/// How transcriptions are written.
package enum TranscriptionFormat: String, Sendable, CaseIterable {
  /// `word<TAB>phones<TAB>confidence<TAB>uncertainty`, and a fifth column where something has to be said.
  case tsv
  /// One JSON object a line.
  case json
  /// Entries as CMUdict has them, one for each word; variants are numbered.
  case lexicon
  /// `word<TAB>phones`, the dictionary of the Montreal Forced Aligner, which other tools read too.
  case mfa
  /// The same with the probability of the pronunciation between them.
  case mfaProbabilities = "mfa-probabilities"
  /// `word<TAB>score<TAB>phones` as Phonetisaurus has it; the score is −ln of the probability.
  case phonetisaurus
  /// `word<TAB>index<TAB>posterior<TAB>phones` as Sequitur has it; the index counts a word's variants from 0.
  case sequitur
  /// The phones alone.
  case plain
  /// Aligned columns for people, with a bar for the confidence.
  case table

  /// Whether there is a line for each pronunciation of each word, instead of lines for a text.
  package var hasEntries: Bool {
    switch self {
    case .lexicon, .mfa, .mfaProbabilities, .phonetisaurus, .sequitur: true
    case .tsv, .json, .plain, .table: false
    }
  }
}

/// Writes transcriptions of texts as lines.
package struct TranscriptionFormatter: Sendable {
  /// The form of the lines.
  package var format: TranscriptionFormat
  /// How phones are spelled.
  package var spelling: PhoneSpelling
  /// Transcriptions of each text at most, the best first.
  package var count: Int
  /// No more of them than are needed for their confidences to add up to this; infinity sets no limit.
  package var mass: Double
  /// What stands between the words of a text.
  package var separator: String
  /// Whether the table has colours.
  package var isColoured: Bool
  /// Whether the punctuation of a text stands between its phones.
  package var keepsPunctuation = false
  /// Whether each word has lines of its own, and an empty line ends a text.
  package var separatesWords = false

  /// A formatter; where no separator is named it is ` | ` between words in ARPAbet and a space in the other notations.
  /// Lexicons have a space between phones in any notation.
  package init(
    _ format: TranscriptionFormat, spelling: PhoneSpelling = PhoneSpelling(), count: Int = 1,
    mass: Double = .infinity, separator: String? = nil, isColoured: Bool = false
  ) {
    self.format = format
    self.spelling = spelling
    if format.hasEntries { self.spelling.phoneSeparator = spelling.phoneSeparator ?? " " }
    self.count = count
    self.mass = mass
    self.separator = separator ?? (spelling.notation == .arpabet ? " | " : " ")
    self.isColoured = isColoured
  }

  /// The same, the texts divided among some threads.
  package func lines(_ texts: [TextTranscription], jobs: Int) throws -> String {
    // A table is aligned as a whole.
    if format == .table { return lines(texts) }
    return try Parallel.map(texts, jobs: jobs) { [lines(Array($0))] }.joined()
  }

  /// The lines of some texts, each with its end.
  package func lines(_ texts: [TextTranscription]) -> String {
    if separatesWords, format == .tsv || format == .plain || format == .table {
      var single = self
      single.separatesWords = false
      return texts.map { single.lines($0.parts(keepingPunctuation: keepsPunctuation)) + "\n" }
        .joined()
    }
    let texts = spelling.keepsStress ? texts : texts.map(withoutStress)
    switch format {
    case .tsv: return texts.map(tsv).joined()
    case .json: return texts.map { json($0).text + "\n" }.joined()
    case .lexicon, .mfa, .mfaProbabilities, .phonetisaurus, .sequitur:
      return texts.map(entries).joined()
    case .plain: return texts.map(plain).joined()
    case .table: return table(texts)
    }
  }

  /// Phones in the spelling asked for.
  func spelled(_ phones: [String]) -> String { spelling(phones) }

  /// The words of a transcription, and the text's punctuation if it is kept; words without phones are left out.
  func spelled(words: [[String]], of text: TextTranscription) -> String {
    guard keepsPunctuation, !text.punctuation.isEmpty else {
      return words.filter { !$0.isEmpty }.map(spelled).joined(separator: separator)
    }
    // A mark that touches a word in the text does so here: directly in IPA, with a space between ARPAbet phones.
    let touching = spelling.notation == .arpabet ? " " : ""
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
    let ranked = covering(text.ranked(count), confidence: \.confidence)
    return ranked.isEmpty ? [([], 0)] : Array(ranked)
  }

  /// So many of some ranked transcriptions that their confidences add up to the mass.
  func covering<Ranked>(
    _ ranked: [Ranked], confidence: (Ranked) -> Double
  ) -> ArraySlice<Ranked> {
    var sum = 0.0
    let enough = ranked.firstIndex {
      sum += confidence($0)
      return sum >= mass
    }
    return ranked.prefix(enough.map { $0 + 1 } ?? ranked.count)
  }

  private func plain(_ text: TextTranscription) -> String {
    ranked(text).map { Escaping.phones(spelled(words: $0.words, of: text)) }.joined(separator: "\t")
      + "\n"
  }

  private func withoutStress(_ text: TextTranscription) -> TextTranscription {
    var text = text
    text.words = text.words.map { $0.merging(spelling.withoutStress) }
    return text
  }
}
