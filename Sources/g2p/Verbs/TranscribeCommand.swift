import ArgumentParser
import Candor
import CandorText

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

      The same input and seed give the same output.

      g2p Worcestershire
      printf 'hello\\nworld\\n' | g2p --format tsv
      g2p --format json --nbest 3 tear wind
      g2p --notation ipa 'the quick brown fox'
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

  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    try require(nbest, in: 1...20, "--nbest")
    if let beam {
      try require(beam, in: 1...32, "--beam")
      guard beam >= nbest else {
        throw ValidationError("--beam is \(beam); --nbest \(nbest) needs at least as many")
      }
    }
  }

  func run() throws {
    let bundle = try model.load()
    let options = GraphemeToPhoneme.Options(
      beamWidth: beam ?? max(4, min(32, nbest + 2)), samples: samples.count(for: bundle.predictor),
      alternatives: nbest - 1,
      seed: seed, threads: threads.count)
    let formatter = TranscriptionFormatter(
      format ?? (StandardOutput.isTerminal ? .table : .tsv), notation: notation, count: nbest,
      separator: separator.map(Escaping.column), isColoured: StandardOutput.hasColours)

    func transcribe(_ texts: [String], remarks: [[String]] = []) throws {
      var results = try bundle.predictor.transcribe(
        texts: texts, tokenizer: bundle.manifest.text.tokenizer, options: options)
      for (index, remarks) in remarks.enumerated() { results[index].remarks = remarks }
      try StandardOutput.write(formatter.lines(results))
    }
    func transcribeInput() throws {
      let input = StandardInput()
      if input.isTerminal { Note.write("reading words, a line each; Ctrl-D ends") }
      while case let block = try input.nextBlock(), !block.isEmpty {
        try transcribe(block.map(\.text), remarks: block.map(remarks))
      }
    }
    if words.isEmpty { try transcribeInput() }
    for part in words.split(separator: "-", omittingEmptySubsequences: false).enumerated() {
      if part.offset > 0 { try transcribeInput() }
      if !part.element.isEmpty { try transcribe(Array(part.element)) }
    }
  }

  private func remarks(_ line: Line) -> [String] {
    var remarks: [String] = []
    if line.wasRepaired { remarks.append("invalid UTF-8") }
    if line.wasTruncated { remarks.append("cut after \(StandardInput.maximumLineLength) bytes") }
    return remarks
  }
}
