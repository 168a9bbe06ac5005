import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// `g2p [transcribe] [WORD …]`
struct TranscribeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transcribe",
    abstract: "Transcribe words, or the lines of standard input (the default verb).",
    discussion: """
      Columns of --format tsv: the word, its phones, the confidence (the probability, 0 to 1, that \
      they are right) and the uncertainty (mutual information of a phone and the weights, in nats); \
      a fifth column says what was skipped, simplified or wrong, if anything was. Where nothing \
      could be read there are no phones, no uncertainty, and a confidence of 0.

      Each line of input gives one line of output, empty lines too. A line of several words gets \
      the phones of all of them, the product of their confidences and the mean uncertainty of their \
      phones; JSON has each word apart. --nbest adds a line for each further transcription, and so \
      does --mass. In a lexicon each word of a line is an entry of its own.

      Standard input may be endless: memory stays bounded, and a word that comes again is computed \
      once. At its end a line on standard error tells how many lines and words there were, how many \
      words lexicons answered, how many were computed, how fast it went, and how many were known already.

      Running text is written out first: numbers, dates, times, sums of money, units, abbreviations; \
      acronyms are read letter by letter (--expand; `g2p normalize` shows the result, as far as no lexicon has a word). Phones in the \
      text, as in [tomato](/T AH0 M AA1 T OW2/), replace those of the words in the brackets; they may \
      be IPA where the model has the phones of CMUdict.

      What a lexicon answers has the confidence 1 and the uncertainty 0, and JSON names the \
      "source" of each answer. Its variants, as word(2), are all right: --nbest prints them, each \
      with the confidence 1.

      The same input, seed and lexicons give the same output.

      g2p Worcestershire
      printf 'hello\\nworld\\n' | g2p --format tsv
      g2p --format json --nbest 3 tear wind
      g2p --notation ipa 'the quick brown fox'
      g2p --lexicon names.dict --lexicon places.tsv < words.txt
      g2p --tokens --punctuation keep 'Dr. Smith paid $5.50.'
      g2p --format mfa --mass 0.9 < words.txt > words.dict
      g2p --syllable-separator ' . ' --stress drop phonology
      """)

  @Argument(
    help: ArgumentHelp(
      "Words, or texts of several words. Without any, or as -, the lines of standard input.",
      valueName: "word"))
  var words: [String] = []

  @OptionGroup var output: OutputOptions
  @OptionGroup var samples: DoubtSamplesOption

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      """
      Transcriptions that the search keeps open, 1 to 32; by default 4, for which the confidence is \
      calibrated, or more for --nbest.
      """,
      valueName: "n"))
  var beam: Int?

  @Option(
    help: "Punctuation of a text between its phones: keep or drop.")
  var punctuation = PunctuationChoice.drop

  @Flag(
    help: """
      A line for each word instead of each line of the input, which an empty line ends (tsv, plain \
      and table; lexicon has a line for each word anyway, and JSON all words of a line).
      """)
  var tokens = false

  @OptionGroup var running: RunningTextOptions
  @OptionGroup var ownLexicon: OwnLexiconOptions
  @OptionGroup var stream: StreamOptions
  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    if stream.shard != nil, words.contains(where: { $0 != "-" }) {
      throw ValidationError("--shard is for the lines of standard input, and words are given")
    }
    if tokens, output.format == .json {
      throw ValidationError("--tokens is not for --format json, which has the words of each line")
    }
    if let beam {
      try require(beam, in: 1...32, "--beam")
      guard beam >= output.count else {
        let wanted =
          output.nbest == nil
          ? "--mass writes up to \(output.count) and" : "--nbest \(output.count)"
        throw ValidationError("--beam is \(beam); \(wanted) needs at least as many")
      }
    }
  }

  func run() throws {
    let bundle = try model.load()
    let lexicon = try ownLexicon.read(for: bundle)
    var options = output.predictorOptions(
      beam: beam, samples: samples.count, seed: seed, threads: threads.count)
    options.samplesBelow = samples.below
    let expander = try running.expander(
      language: bundle.predictor.language, tokenizer: bundle.manifest.text.tokenizer,
      lexicon: lexicon)
    var formatter = output.formatter(
      default: StandardOutput.isTerminal ? .table : .tsv, for: bundle.predictor)
    formatter.keepsPunctuation = punctuation == .keep
    formatter.separatesWords = tokens
    var transcriber = StreamTranscriber(
      bundle.predictor, expander: expander, lexicon: lexicon, options: options, jobs: stream.jobs,
      capacity: stream.cache)

    let input = TextInput(
      words, invitation: "reading words, a line each; Ctrl-D ends",
      blockBytes: stream.jobs << 14, shard: stream.shard)
    var report = StreamReport()
    var told: Set<String> = []
    Interruption.catchSignals()
    try input.forEachBlock { block in
      // Interrupted, nothing of these texts is written.
      guard
        var results = try transcriber(block.texts, shouldStop: { Interruption.wasRequested })
      else { return }
      for (index, remarks) in block.remarks.enumerated() {
        results[index].remarks.insert(contentsOf: remarks, at: 0)
      }
      try StandardOutput.write(formatter.lines(results, jobs: stream.jobs))
      formatter.omissions(results, told: &told).forEach(Note.write)
      if !block.wereTyped { report.lines += block.texts.count }
    }
    if Interruption.wasRequested { Note.write("interrupted; what was written is whole") }
    if !stream.quiet, report.lines > 0 { Note.write(report.text(transcriber.statistics)) }
    if Interruption.wasRequested { throw Interruption.exitCode }
  }
}
