extension TranscriptionFormatter {
  /// Aligned columns: word, phones, a bar for the confidence, the confidence, the uncertainty, a note.
  func table(_ texts: [TextTranscription]) -> String {
    struct Row {
      var word: String
      var phones: String
      var confidence: Double
      var uncertainty: Double?
      var note: String
    }
    let rows = texts.flatMap { text in
      ranked(text).enumerated().map { rank, best in
        Row(
          word: rank == 0 ? Escaping.column(text.text) : "",
          phones: Escaping.phones(spelled(words: best.words, of: text)),
          confidence: best.confidence,
          uncertainty: rank == 0 ? text.uncertainty : nil, note: rank == 0 ? text.note : "")
      }
    }
    func width(_ column: (Row) -> String, atLeast least: Int) -> Int {
      min(rows.reduce(least) { max($0, DisplayWidth.of(column($1))) }, 60)
    }
    let wordWidth = width({ $0.word }, atLeast: 12)
    let phonesWidth = width({ $0.phones }, atLeast: 24)
    return rows.map { row in
      let percent = Decimal.percent(row.confidence)
      var line = DisplayWidth.padded(row.word, to: wordWidth) + "  "
      line += DisplayWidth.padded(row.phones, to: phonesWidth) + "  "
      line += ProbabilityBar.text(row.confidence, isColoured: isColoured) + " "
      line += String(repeating: " ", count: max(0, 7 - percent.utf8.count)) + percent
      let uncertainty = row.uncertainty.map { Decimal.fixed($0, decimals: 3) + " nats" } ?? ""
      if !row.note.isEmpty {
        line += "  " + DisplayWidth.padded(uncertainty, to: 10) + "  " + dimmed(row.note)
      } else if !uncertainty.isEmpty {
        line += "  " + uncertainty
      }
      return line + "\n"
    }.joined()
  }

  private func dimmed(_ text: String) -> String {
    isColoured ? "\u{1B}[2m\(text)\u{1B}[0m" : text
  }
}
