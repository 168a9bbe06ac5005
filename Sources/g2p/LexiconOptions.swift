import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// Lexicons to read, and how.
struct LexiconOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Words and phones: CMUdict, WORD<tab>PHONES, or Kaldi's. May be given several times.",
      valueName: "file"))
  var lexicon: [String]

  @Flag(help: "Count lines that cannot be read and go on; otherwise the first one ends the run.")
  var skipBadLines = false

  var names: String { lexicon.joined(separator: ", ") }

  /// All lexicons in one dictionary.
  func read(
    normalizer: Normalizer, ignoringStress: Bool = false,
    where isWanted: (String) -> Bool = { _ in true }
  ) throws -> PronunciationDictionary {
    try Self.read(
      lexicon, normalizer: normalizer, ignoringStress: ignoringStress, skipBadLines: skipBadLines,
      where: isWanted)
  }

  static func read(
    _ paths: [String], normalizer: Normalizer, ignoringStress: Bool = false, skipBadLines: Bool,
    where isWanted: (String) -> Bool = { _ in true }
  ) throws -> PronunciationDictionary {
    var dictionary = PronunciationDictionary()
    for path in paths {
      let reader = try open(
        path, normalizer: normalizer, ignoringStress: ignoringStress, skipBadLines: skipBadLines)
      try reader.forEachEntry {
        if isWanted($0.word) { dictionary.add($0.word, $0.phones) }
      }
      reportSkipped(reader)
    }
    return dictionary
  }

  static func open(
    _ path: String, normalizer: Normalizer, ignoringStress: Bool = false, skipBadLines: Bool
  ) throws -> PronunciationReader {
    try PronunciationReader(
      path: path,
      options: PronunciationReader.Options(
        skipsBadLines: skipBadLines, normalizer: normalizer, ignoringStress: ignoringStress))
  }

  /// Says which lines were left out.
  static func reportSkipped(_ reader: PronunciationReader) {
    guard reader.skippedCount > 0 else { return }
    for error in reader.skippedErrors { Note.write("skipped \(error)") }
    let lines = reader.skippedCount == 1 ? "bad line" : "bad lines"
    Note.write("\(reader.file): \(reader.skippedCount) \(lines) skipped")
  }
}

/// A list of words, for which lexicons serve as well: what stands before a tab, as a phrase may, or else before a space.
enum WordList {
  static func read(_ path: String, normalizer: Normalizer) throws -> Set<String> {
    var words: Set<String> = []
    let reader = try LineReader(path: path)
    try reader.forEachLine { line in
      if let word = try word(in: line, of: reader.name) { words.insert(normalizer(word.text)) }
    }
    return words
  }

  /// The word of a line, which may be indented, and whether more stood behind a space; nil in an empty line or a comment.
  static func word(in line: Line, of file: String) throws -> (text: String, isCut: Bool)? {
    func isBlank(_ scalar: Unicode.Scalar) -> Bool { scalar == "\t" || scalar == " " }
    guard line.isValidUTF8, !line.wasTruncated else {
      throw PronunciationError(
        file: file, line: line.number, reason: line.wasTruncated ? .lineTooLong : .invalidUTF8,
        value: String(line.text.prefix(40)))
    }
    let text = line.text.unicodeScalars.drop(while: isBlank)
    guard !text.isEmpty, !text.starts(with: ";;;".unicodeScalars) else { return nil }
    let column = text.prefix { $0 != "\t" }
    let field = column.prefix { !isBlank($0) }
    let rest = column[field.endIndex...].drop(while: isBlank)
    let tail = text[column.endIndex...].drop(while: isBlank)
    // Not `word 0.5<tab>PH PH` of Kaldi, nor `word PH PH<tab># comment`.
    if !rest.isEmpty, column.endIndex < text.endIndex, tail.first != "#",
      Double(String(rest.prefix { !isBlank($0) })) == nil
    {
      let end = column.lastIndex { $0 != " " } ?? column.startIndex
      return (withoutVariant(String(column[...end])), false)
    }
    return (withoutVariant(String(field)), !rest.isEmpty && column.endIndex == text.endIndex)
  }

  // `word(2)` is the word.
  private static func withoutVariant(_ word: String) -> String {
    guard word.hasSuffix(")"), let open = word.lastIndex(of: "("), open != word.startIndex,
      Int(word[word.index(after: open)...].dropLast()) != nil
    else { return word }
    return String(word[..<open])
  }
}
