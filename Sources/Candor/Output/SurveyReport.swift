import CandorText

extension LexiconSurvey {
  /// Lines for people.
  ///
  /// - Parameter repeated: pronunciations that a word had already when they were read
  package func lines(repeated: Int = 0) -> [String] {
    var first = "\(pronunciations) pronunciations of \(words) words"
    if repeated > 0 { first += "; \(repeated) more stood there twice" }
    var lines = [first]
    if conflicts > 0, let mostVariants {
      lines.append(
        "\(conflicts) words have several pronunciations, "
          + "\(Escaping.column(mostVariants.word)) the most: \(mostVariants.count)")
    }
    lines.append(Self.line("graphemes", graphemes, "a word", wordLengths))
    lines.append(Self.line("phones", phones, "a pronunciation", pronunciationLengths))
    return lines
  }

  private static func line(
    _ kind: String, _ symbols: [Symbol], _ unit: String, _ lengths: Lengths
  ) -> String {
    let limit = 60
    var line = "\(symbols.count) \(kind): \(list(symbols.prefix(limit)))"
    if symbols.count > limit { line += " …" }
    line += "; \(lengths.least) to \(lengths.greatest) \(unit), "
    line += Decimal.fixed(lengths.mean, decimals: 1) + " on average"
    // What occurs once is often a slip of the pen, and cannot be learned.
    let once = symbols.filter { $0.count == 1 }
    if !once.isEmpty {
      line += "; only once: \(list(once.prefix(20)))" + (once.count > 20 ? " …" : "")
    }
    return line
  }

  private static func list(_ symbols: some Sequence<Symbol>) -> String {
    symbols.map { Escaping.column($0.symbol) }.joined(separator: " ")
  }
}
