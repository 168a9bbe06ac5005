import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// `g2p score [FILE …]`
struct ScoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "score",
    abstract: "Say how probable given pronunciations are.",
    discussion: """
      Columns of --format tsv: the word, its phones, the confidence (the calibrated probability, 0 \
      to 1, that they are right), and ln of the probability that the network alone gives to just \
      these phones, in nats; a fifth column says what was left out or why the probability is 0. The \
      calibration is that of the model's own best transcriptions; of others the confidence is a \
      rougher guide, and ln p the plain fact. A pronunciation without stress is scored with the most \
      probable one if the model has stress; JSON names it.

      g2p score my.dict
      printf 'tear\\tT EH1 R\\ntear\\tT IH1 R\\n' | g2p score
      g2p score --format json --samples 0 my.dict
      """)

  @Argument(
    help: ArgumentHelp(
      """
      Words and phones: CMUdict, WORD<tab>PHONES, or Kaldi's. Without any, or as -, standard input.
      """, valueName: "lexicon"))
  var lexicons: [String] = []

  @Flag(help: "Count lines that cannot be read and go on; otherwise the first one ends the run.")
  var skipBadLines = false

  @Option(help: "tsv or json (one object a line, with the probability of each phone).")
  var format = Format.tsv

  @Option(
    help: ArgumentHelp(
      "Samples of the weights, 0 to 128; by default 16, which takes longer than 0.", valueName: "s")
  )
  var samples: Int?

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  /// How scores are written.
  enum Format: String, ExpressibleByArgument, CaseIterable {
    case tsv
    case json
  }

  func validate() throws { try require(samples ?? 0, in: 0...128, "--samples") }

  func run() throws {
    let bundle = try model.load()
    let options = GraphemeToPhoneme.Options(
      samples: samples, seed: seed, threads: threads.count)
    let pairs = PronunciationStream(
      paths: lexicons, skipBadLines: skipBadLines, predictor: bundle.predictor)
    var stressedCount = 0
    try pairs.forEachBlock { block in
      let scores = try bundle.predictor.score(
        block.map { ($0.entry.word, $0.entry.phones) }, options: options)
      try StandardOutput.write(scores.map(line).joined())
      stressedCount += scores.count { $0.stressed != nil }
    }
    PronunciationStream.reportStressed(stressedCount)
  }

  private func line(_ score: PronunciationScore) -> String {
    switch format {
    case .tsv: score.tabSeparated
    case .json: score.json.text + "\n"
    }
  }
}
