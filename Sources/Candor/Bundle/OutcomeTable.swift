import CandorText

/// How held-out words turned out, as a table: one line a word, columns parted by tabs, with a line of their names before.
///
/// `word`, `right` (1 or 0), the best transcription and the two next ones (`best`, `second`, `third`; phones parted by
/// spaces), and a number for each feature.
package struct OutcomeTable {
  let graphemes: GraphemeReader
  let phonemes: Vocabulary
  /// How many lists of known words there are.
  let lists: Int

  package init(graphemes: GraphemeReader, phonemes: Vocabulary, lists: Int) {
    (self.graphemes, self.phonemes, self.lists) = (graphemes, phonemes, lists)
  }

  /// No feature comes near it.
  private static let largest = 1e6
  private static let texts = ["word", "right", "best", "second", "third"]

  private var names: [String] {
    Self.texts + WordFeatures.names + (0..<lists).map { "list \($0 + 1)" }
      + WordFeatures.detailNames
  }

  /// The table of some words.
  package func text(_ outcomes: [WordOutcome]) -> String {
    var text = names.joined(separator: "\t") + "\n"
    for outcome in outcomes {
      let subject = outcome.subject
      let transcriptions = [subject.best] + subject.others
      var columns = [
        outcome.word, outcome.isRight ? "1" : "0",
      ]
      for rank in 0..<1 + TraitReader.others {
        columns.append(rank < transcriptions.count ? joined(transcriptions[rank]) : "")
      }
      columns += (outcome.features.vector + outcome.features.details).map { "\($0)" }
      text += columns.joined(separator: "\t") + "\n"
    }
    return text
  }

  /// Phones parted by spaces; a blank of none. With `--swap` they are letters, and one may be a space itself: `\s`.
  private func joined(_ symbols: [Int32]) -> String {
    symbols.isEmpty
      ? " "
      : symbols.map {
        phonemes[Int($0)].replacing("\\", with: "\\\\").replacing(" ", with: "\\s")
      }.joined(separator: " ")
  }

  /// A phone as it was before `joined`.
  private static func unescaped(_ phone: String) -> String {
    phone.split(separator: "\\\\", omittingEmptySubsequences: false)
      .map { $0.replacing("\\s", with: " ") }.joined(separator: "\\")
  }

  /// The words of a table.
  ///
  /// - Throws: `BundleError` with the file, the line and the value, `FileAccessError`
  package func outcomes(contentsOf path: String) throws -> [WordOutcome] {
    let reader = try LineReader(path: path)
    func failure(_ line: Line, _ reason: String) -> BundleError {
      BundleError(path: path, reason: "line \(line.number): \(reason)")
    }
    let traits = TraitReader(graphemes: graphemes.vocabulary, phonemes: phonemes)
    var outcomes: [WordOutcome] = []
    while let line = try reader.next() {
      let columns = line.text.split(separator: "\t", omittingEmptySubsequences: false)
      if line.number == 1 {
        guard columns.map(String.init) == names else {
          throw failure(line, "outcomes of another version, or of other lists")
        }
        continue
      }
      guard columns.count == names.count else {
        throw failure(line, "\(columns.count) columns, not \(names.count)")
      }
      guard ["0", "1"].contains(columns[1]) else {
        throw failure(line, "\(quoted(String(columns[1]))) is neither 0 nor 1")
      }
      let numbers = try columns.dropFirst(Self.texts.count).map { column in
        guard let number = Double(column), abs(number) <= Self.largest else {
          throw failure(line, "\(quoted(String(column))) is no number")
        }
        return number
      }
      guard !columns[2].isEmpty else { throw failure(line, "no transcription") }
      let transcriptions = try columns[2..<Self.texts.count].filter { !$0.isEmpty }.map { column in
        // A letter without a base would be one character with the space before it.
        try column.unicodeScalars.split(separator: " ").map { phone in
          let text = Self.unescaped(String(phone))
          guard let symbol = phonemes.id(of: text) else {
            throw failure(line, "no word of this lexicon has the phone \(quoted(text))")
          }
          return Int32(symbol)
        }
      }
      let subject = TraitReader.Subject(
        graphemes: graphemes(String(columns[0])).symbols, best: transcriptions.first ?? [],
        others: Array(transcriptions.dropFirst()))
      let features = WordFeatures.names.count + lists
      outcomes.append(
        WordOutcome(
          word: graphemes.text(of: subject.graphemes), subject: subject,
          traits: traits.traits(of: subject),
          features: WordFeatures(
            vector: Array(numbers.prefix(features)), details: Array(numbers.dropFirst(features))),
          isRight: columns[1] == "1"))
    }
    return outcomes
  }
}
