import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// `g2p evaluate --lexicon FILE`
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Measure a model on a lexicon that it has not learned from.",
    discussion: """
      Reports the phone and word error rate (a word is right if it equals any of its references), \
      the average Hamming distance over 40 slots, how well the confidence is calibrated, and how \
      well confidence and uncertainty find the words that are wrong.

      g2p evaluate --lexicon test.dict
      g2p evaluate --lexicon test.dict --model my-model --format json
      """)

  @OptionGroup var lexicon: LexiconOptions

  @Option(help: "text or json.")
  var format = ReportFormat.text

  @OptionGroup var samples: SamplesOption

  @Option(help: ArgumentHelp("Transcriptions that the search keeps open.", valueName: "n"))
  var beam = 4

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Only the first words.", valueName: "n"))
  var limit: Int?

  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    try require(beam, in: 1...32, "--beam")
    if let limit { try require(limit, in: 1...Int.max, "--limit") }
  }

  func run() throws {
    let predictor = try model.load().predictor
    let entries = try lexicon.read(normalizer: predictor.graphemes.normalizer)
    let count = min(limit ?? entries.count, entries.count)
    guard count > 0 else { throw CommandFailure("\(lexicon.names): no words") }
    let ignoringStress = !entries.hasStress
    let options = GraphemeToPhoneme.Options(
      beamWidth: beam, samples: samples.count(isStochastic: predictor.isStochastic),
      // Transcriptions that differ only in stress are added up where stress does not count.
      alternatives: ignoringStress && predictor.phonemes.hasStress ? beam - 1 : 0, seed: seed,
      threads: threads.count)

    var evaluation = TranscriptionEvaluation(ignoringStress: ignoringStress)
    let progress = Progress(total: count)
    let clock = ContinuousClock()
    var spent = Duration.zero
    for start in stride(from: 0, to: count, by: 1024) {
      let block = entries[start..<min(start + 1024, count)]
      let begin = clock.now
      let results = try predictor.transcribe(block.map(\.word), options: options)
      spent += begin.duration(to: clock.now)
      for (result, entry) in zip(results, block) {
        evaluation.add(result, references: entry.pronunciations)
      }
      progress.show(start + block.count)
    }
    progress.clear()
    let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
    try report(
      try evaluation.figures(), samples: options.samples,
      wordsPerSecond: Double(count) / max(seconds, 1e-9))
  }

  private func report(
    _ figures: TranscriptionEvaluation.Figures, samples: Int, wordsPerSecond: Double
  ) throws {
    switch format {
    case .json:
      let fields =
        figures.json + [
          ("wordsPerSecond", .number(wordsPerSecond, decimals: 1)), ("samples", .integer(samples)),
          ("beam", .integer(beam)), ("seed", .integer(Int(clamping: seed))),
        ]
      try StandardOutput.write(JSONText.object(fields).text + "\n")
    case .text:
      let lines = figures.lines + [("words per second", Decimal.fixed(wordsPerSecond, decimals: 0))]
      try StandardOutput.write(Columns.lines(lines))
    }
  }
}
