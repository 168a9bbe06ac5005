import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// `g2p extend --lexicon FILE --words FILE`
struct ExtendCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "extend",
    abstract:
      "Make a lexicon for a list of words: from a lexicon, and from the model where it has none.",
    discussion: """
      Words keep the order of the list, and each stands in the result once; words that differ in case \
      alone count as one. What the lexicon answers is all that it has for the word, with the \
      confidence 1; the model gives as many transcriptions as --nbest or --mass ask for. A line on \
      standard error tells how many words each of them answered.

      g2p extend --lexicon cmudict.dict --words names.txt > names.dict
      g2p extend --lexicon my.tsv --words words.txt --format mfa-probabilities --mass 0.9
      """)

  @OptionGroup var lexicon: LexiconOptions

  @Option(
    help: ArgumentHelp(
      "The words: of each line what stands before a tab, or else before a space. By default, or as -, standard input.",
      valueName: "file"))
  var words = "-"

  @OptionGroup var output: OutputOptions
  @OptionGroup var samples: DoubtSamplesOption

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  /// Who answered how many words.
  private struct Counts {
    var lexicon = 0
    var model = 0
    var nobody = 0
  }

  /// The lexicons; what they say of a word is all that any of them says.
  private struct Known {
    private let lexicons: [(name: String, words: PronunciationDictionary)]

    init(_ options: LexiconOptions, for predictor: GraphemeToPhoneme) throws {
      lexicons = try options.lexicon.map { path in
        (
          path,
          try LexiconOptions.read(
            [path], normalizer: predictor.graphemes.normalizer,
            ignoringStress: !predictor.phonemes.hasStress, skipBadLines: options.skipBadLines)
        )
      }
    }

    subscript(word: String) -> LayeredLexicon.Answer? {
      let found = lexicons.compactMap { name, words in words[word].map { (name, $0) } }
      guard !found.isEmpty else { return nil }
      var pronunciations: [[String]] = []
      for phones in found.flatMap(\.1) where !pronunciations.contains(phones) {
        pronunciations.append(phones)
      }
      return LayeredLexicon.Answer(
        lexicon: found.map(\.0).joined(separator: ", "), pronunciations: pronunciations)
    }
  }

  func run() throws {
    let predictor = try model.load().predictor
    guard predictor.graphemes.unit == .scalar else {
      throw CommandFailure("a model that reads pronunciations cannot extend a lexicon of words")
    }
    let normalizer = predictor.graphemes.normalizer
    let known = try Known(lexicon, for: predictor)
    let lines = words == "-" ? LineReader.standardInput() : try LineReader(path: words)
    var counts = Counts()
    var cutLines = 0
    var seen: Set<String> = []
    var block: [(word: String, key: String)] = []
    func writeBlock() throws {
      defer { block.removeAll(keepingCapacity: true) }
      try write(block, known: known, predictor: predictor, counts: &counts)
    }
    do {
      try lines.forEachLine { line in
        guard let word = try WordList.word(in: line, of: lines.name) else { return }
        if word.isCut { cutLines += 1 }
        let key = normalizer(word.text)
        guard seen.insert(key).inserted else { return }
        block.append((word.text, key))
        if block.count == 256 { try writeBlock() }
      }
    } catch let error as PronunciationError {
      // The words before a bad line are not lost.
      try writeBlock()
      throw error
    }
    try writeBlock()
    if cutLines > 0 {
      Note.write(
        "\(lines.name): of \(cutLines) \(cutLines == 1 ? "line" : "lines") only the word before the first space was "
          + "taken")
    }
    Note.write(
      "\(seen.count) words: \(counts.lexicon) from the lexicon, \(counts.model) from the model, "
        + "\(counts.nobody) without an answer")
  }

  private func write(
    _ block: [(word: String, key: String)], known: Known,
    predictor: GraphemeToPhoneme, counts: inout Counts
  ) throws {
    var options = output.predictorOptions(
      samples: samples.count, seed: seed, threads: threads.count)
    options.samplesBelow = samples.below
    let formatter = output.formatter(default: .lexicon, for: predictor)
    // Everything that the lexicon says is right.
    var whole = formatter
    (whole.count, whole.mass) = (.max, .infinity)
    var computed = try predictor.transcribe(
      block.filter { known[$0.key] == nil }.map(\.word), options: options)[...]
    var text = ""
    var told: Set<String> = []
    func add(_ word: String, _ answer: Transcription, _ formatter: TranscriptionFormatter) {
      let answers = [TextTranscription(text: word, words: [answer])]
      text += formatter.lines(answers)
      formatter.omissions(answers, told: &told).forEach(Note.write)
    }
    for (word, key) in block {
      if let answer = known[key] {
        add(word, Transcription(word, answer), whole)
        counts.lexicon += 1
      } else if let answer = computed.popFirst() {
        add(word, answer, formatter)
        if answer.phones.isEmpty { counts.nobody += 1 } else { counts.model += 1 }
      }
    }
    try StandardOutput.write(text)
  }
}
