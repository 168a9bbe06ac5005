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
      they are right) and the uncertainty (mutual information of phones and weights, in nats); a \
      fifth column says what was skipped, simplified or wrong, if anything was. Where nothing could \
      be read there are no phones, no uncertainty, and a confidence of 0.

      Each line of input gives one line of output, empty lines too. A line of several words gets \
      the phones of all of them, the product of their confidences and the sum of their \
      uncertainties; JSON has each word apart. --nbest adds a line for each further transcription. \
      With --format lexicon each word of a line is an entry of its own.

      Running text is written out first: numbers, dates, times, sums of money, units, abbreviations; \
      acronyms are read letter by letter (--expand; `g2p normalize` shows the result). Phones in the \
      text, as in [tomato](/T AH0 M AA1 T OW2/), replace those of the words in the brackets; they may \
      be IPA where the model has the phones of CMUdict.

      What a lexicon answers has the confidence 1 and the uncertainty 0, and JSON names the       "source" of each answer. Its variants, as word(2), are all right: --nbest prints them, each       with the confidence 1.

      The same input, seed and lexicons give the same output.

      g2p Worcestershire
      printf 'hello\\nworld\\n' | g2p --format tsv
      g2p --format json --nbest 3 tear wind
      g2p --notation ipa 'the quick brown fox'
      g2p --lexicon names.dict --lexicon places.tsv < words.txt
      g2p --tokens --punctuation keep 'Dr. Smith paid $5.50.'
      """)

  @Argument(
    help: ArgumentHelp(
      "Words, or texts of several words. Without any, or as -, the lines of standard input.",
      valueName: "word"))
  var words: [String] = []

  @Option(
    help: """
      tsv, json (one object a line), lexicon (as CMUdict), plain (phones alone) or table; by \
      default a table on a terminal and tsv elsewhere.
      """)
  var format: TranscriptionFormat?

  @Option(help: "How phones are spelled: arpabet, ipa or xsampa. JSON always has ARPAbet too.")
  var notation: PhoneNotation = .arpabet

  @Option(help: ArgumentHelp("Transcriptions of each word, 1 to 20.", valueName: "n"))
  var nbest = 1

  @OptionGroup var samples: SamplesOption

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Transcriptions that the search keeps open, 1 to 32; by default 4, or more for --nbest.",
      valueName: "n"))
  var beam: Int?

  @Option(
    help: ArgumentHelp(
      "Between the words of a line; by default ' | ', and a space for IPA and X-SAMPA.",
      valueName: "text"))
  var separator: String?

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
  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    try require(nbest, in: 1...20, "--nbest")
    if tokens, format == .json {
      throw ValidationError("--tokens is not for --format json, which has the words of each line")
    }
    if let beam {
      try require(beam, in: 1...32, "--beam")
      guard beam >= nbest else {
        throw ValidationError("--beam is \(beam); --nbest \(nbest) needs at least as many")
      }
    }
  }

  func run() throws {
    let bundle = try model.load()
    let lexicon = try ownLexicon.read(for: bundle)
    let options = GraphemeToPhoneme.Options(
      beamWidth: beam ?? max(4, min(32, nbest + 2)),
      samples: samples.count(isStochastic: bundle.predictor.isStochastic),
      alternatives: nbest - 1,
      seed: seed, threads: threads.count)
    let expander = try running.expander(
      language: bundle.predictor.language, tokenizer: bundle.manifest.text.tokenizer,
      lexicon: lexicon)
    var formatter = TranscriptionFormatter(
      format ?? (StandardOutput.isTerminal ? .table : .tsv), notation: notation, count: nbest,
      separator: separator.map(Escaping.column), isColoured: StandardOutput.hasColours)
    formatter.keepsPunctuation = punctuation == .keep
    formatter.separatesWords = tokens

    let input = TextInput(words, invitation: "reading words, a line each; Ctrl-D ends")
    try input.forEachBlock { block in
      var results = try bundle.predictor.transcribe(
        texts: block.texts, expander: expander, lexicon: lexicon, options: options)
      for (index, remarks) in block.remarks.enumerated() {
        results[index].remarks.insert(contentsOf: remarks, at: 0)
      }
      try StandardOutput.write(formatter.lines(results))
    }
  }
}
