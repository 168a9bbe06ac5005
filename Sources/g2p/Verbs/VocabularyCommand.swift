import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// `g2p vocabulary`
struct VocabularyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "vocabulary",
    abstract: "Build a vocabulary from a lexicon or a text, or compare one with another file.",
    discussion: """
      The vocabulary has a symbol a line with its count, the special ones first, then by count. \
      --report counts the symbols of another file of the same kind that the vocabulary lacks.

      g2p vocabulary --graphemes cmudict.dict --output graphemes.txt
      g2p vocabulary --phonemes cmudict.dict --ignore-stress --output arpabet.txt
      g2p vocabulary --words novel.txt --maximum-size 20000 --output words.txt --report other.txt
      """)

  @Option(help: ArgumentHelp("A lexicon whose words' letters are counted.", valueName: "lexicon"))
  var graphemes: [String] = []

  @Option(help: ArgumentHelp("A lexicon whose phones are counted.", valueName: "lexicon"))
  var phonemes: [String] = []

  @Option(help: ArgumentHelp("A text whose words are counted.", valueName: "file"))
  var words: [String] = []

  @Option(help: ArgumentHelp("Rarer symbols are left out.", valueName: "n"))
  var minimumCount = 1

  @Option(help: ArgumentHelp("At most so many symbols, the most frequent.", valueName: "n"))
  var maximumSize: Int?

  @Option(
    help: ArgumentHelp(
      "Words whose entries of a lexicon are left out: a word list or another lexicon.",
      valueName: "file"))
  var exclude: String?

  @Flag(help: "Take stress digits off the phones.")
  var ignoreStress = false

  @Flag(help: "Leave capital letters as they are.")
  var keepCase = false

  @Flag(help: "Count lines that cannot be read and go on.")
  var skipBadLines = false

  @Option(
    name: .shortAndLong,
    help: ArgumentHelp(
      "Where the vocabulary goes; by default to standard output.", valueName: "file"))
  var output: String?

  @Option(
    help: ArgumentHelp(
      "Another lexicon or text: write what of it the vocabulary lacks. Needs --output.",
      valueName: "file"))
  var report: String?

  private enum Source {
    case graphemes, phonemes, words
  }

  private var source: Source {
    phonemes.isEmpty ? words.isEmpty ? .graphemes : .words : .phonemes
  }

  private var files: [String] { graphemes + phonemes + words }

  func validate() throws {
    guard [graphemes, phonemes, words].count(where: { !$0.isEmpty }) == 1 else {
      throw ValidationError("name files with one of --graphemes, --phonemes or --words")
    }
    if !words.isEmpty, exclude != nil || ignoreStress || skipBadLines {
      throw ValidationError(
        "--exclude, --ignore-stress and --skip-bad-lines are for lexicons; --words counts a text")
    }
    if !graphemes.isEmpty, ignoreStress {
      throw ValidationError("--ignore-stress is for phones; --graphemes counts letters")
    }
    try require(minimumCount, in: 1...Int.max, "--minimum-count")
    if let maximumSize { try require(maximumSize, in: 1...Int.max, "--maximum-size") }
    guard report == nil || output != nil else {
      throw ValidationError("--report needs --output, so that the two results stay apart")
    }
    if let output,
      let file = (files + [report, exclude].compactMap(\.self)).first(where: {
        areSameFile($0, output)
      })
    {
      throw ValidationError("--output \(output) is the file \(file), which is read")
    }
  }

  func run() throws {
    let excluded = try exclude.map { try WordList.read($0, normalizer: normalizer) } ?? []
    var builder = VocabularyBuilder(
      minimumCount: minimumCount, maximumSize: maximumSize,
      specials: source == .phonemes ? .labels : .input)
    for file in files { try count(file, without: excluded, in: &builder) }
    let vocabulary: Vocabulary
    do {
      vocabulary = try builder.build()
    } catch {
      throw CommandFailure("\(files.joined(separator: ", ")): \(error.description)")
    }
    guard let output else { return try StandardOutput.write(vocabulary.serialized()) }
    try vocabulary.write(to: output)
    Note.write("\(output): \(vocabulary.ordinarySymbols.count) symbols")
    if let report {
      var missing = OutOfVocabularyReport(vocabulary: vocabulary)
      try count(report, without: [], in: &missing)
      Note.write(
        "\(report): \(missing.unknown) of \(missing.total) occurrences unknown "
          + "(\(Decimal.percent(missing.rate, decimals: 2))), "
          + "\(missing.distinctUnknown) different symbols")
      try StandardOutput.write(missing.serialized())
    }
  }

  private var normalizer: Normalizer {
    keepCase ? Normalizer(asciiPunctuation: true) : .english
  }

  private func count(
    _ file: String, without excluded: Set<String>, in consumer: inout some SymbolConsumer
  ) throws {
    if source == .words {
      return try consumer.add(text: LineReader(path: file), normalizer: normalizer)
    }
    let reader = try LexiconOptions.open(
      file, normalizer: normalizer, ignoringStress: ignoreStress, skipBadLines: skipBadLines)
    let isGraphemes = source == .graphemes
    try consumer.add(lexicon: reader) { entry in
      if excluded.contains(entry.word) { return [] }
      return isGraphemes ? entry.word.unicodeScalars.map { String($0) } : entry.phones
    }
    LexiconOptions.reportSkipped(reader)
  }
}
