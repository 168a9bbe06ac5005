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
    for path in paths.isEmpty ? ["-"] : paths {
      let lines = path == "-" ? LineReader.standardInput() : try LineReader(path: path)
      let reader = try PronunciationReader(
        lines: lines,
        options: PronunciationReader.Options(
          skipsBadLines: skipBadLines,
          ignoringStress: !isSwapped && !predictor.phonemes.hasStress))
      try reader.forEachEntry { entry in
        block.append(Item(file: reader.file, entry: isSwapped ? swapped(entry) : entry))
        if block.count == size {
          try body(block)
          block.removeAll(keepingCapacity: true)
        }
      }
      LexiconOptions.reportSkipped(reader)
    }
    if !block.isEmpty { try body(block) }
  }
}
