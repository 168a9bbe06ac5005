import Candor
import CandorText
import CommandSupport

/// The pronunciations of lexicons as they stream by, in constant memory, spelled as a model spells them.
struct PronunciationStream {
  /// Files; standard input if there is none, or as `-`.
  let paths: [String]
  let skipBadLines: Bool
  let predictor: GraphemeToPhoneme

  /// A pronunciation and where it stands.
  struct Item {
    let file: String
    let entry: PronunciationEntry
  }

  private var isSwapped: Bool { predictor.graphemes.unit == .field }

  // For a model that goes from pronunciation to spelling.
  private func swapped(_ entry: PronunciationEntry) -> PronunciationEntry {
    PronunciationEntry(
      word: entry.phones.joined(separator: " "),
      phones: predictor.graphemes.normalizer(entry.word).unicodeScalars.map { String($0) },
      line: entry.line)
  }

  /// Calls `body` with a block of pronunciations at a time.
  func forEachBlock(of size: Int = 1024, _ body: ([Item]) throws -> Void) throws {
    var block: [Item] = []
    let ignoresStress = !isSwapped && !predictor.phonemes.hasStress
    var stressedCount = 0
    for path in paths.isEmpty ? ["-"] : paths {
      let lines = path == "-" ? LineReader.standardInput() : try LineReader(path: path)
      let reader = try PronunciationReader(
        lines: lines,
        options: PronunciationReader.Options(skipsBadLines: skipBadLines))
      try reader.forEachEntry { entry in
        var entry = isSwapped ? swapped(entry) : entry
        if ignoresStress, entry.phones.contains(where: { ARPAbet.stress(of: $0) != nil }) {
          entry = PronunciationEntry(
            word: entry.word, phones: entry.phones.map(ARPAbet.withoutStress), line: entry.line)
          stressedCount += 1
        }
        block.append(Item(file: reader.file, entry: entry))
        if block.count == size {
          try body(block)
          block.removeAll(keepingCapacity: true)
        }
      }
      LexiconOptions.reportSkipped(reader)
    }
    if !block.isEmpty { try body(block) }
    if stressedCount > 0 {
      Note.write("stress left out of \(Self.pronunciations(stressedCount)): the model has none")
    }
  }

  /// Says how many pronunciations had no stress, if any.
  static func reportStressed(_ count: Int) {
    guard count > 0 else { return }
    Note.write(
      "no stress in \(pronunciations(count)): scored with the most probable one")
  }

  private static func pronunciations(_ count: Int) -> String {
    count == 1 ? "1 pronunciation" : "\(count) pronunciations"
  }
}
