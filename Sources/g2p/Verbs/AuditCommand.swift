import ArgumentParser
import Candor
import CandorText
import CommandSupport
import HeapModule

/// `g2p audit LEXICON …`
struct AuditCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "List the entries of a lexicon that the model finds least plausible, worst first.",
    discussion: """
      Columns: file:line, the word, its phones in the lexicon, ln of the probability that the network \
      alone gives to them (nats), what it says instead, the confidence of that, and a note where \
      something has to be said, such as a phone that the model does not have. The worst come first; \
      only --top of them are held, so the lexicon may be larger than the memory. Pronunciations \
      without stress are judged with the most probable one if the model has stress.

      g2p audit my.dict | less -S
      g2p audit --top 1000 --skip-bad-lines my.dict > suspects.tsv
      """)

  @Argument(
    help: ArgumentHelp(
      """
      Words and phones: CMUdict, WORD<tab>PHONES, or Kaldi's. Without any, or as -, standard input.
      """, valueName: "lexicon"))
  var lexicons: [String] = []

  @Flag(help: "Count lines that cannot be read and go on; otherwise the first one ends the run.")
  var skipBadLines = false

  @Option(help: ArgumentHelp("Entries listed, 1 to 1000000.", valueName: "n"))
  var top = 100

  @Option(
    help: ArgumentHelp(
      "Samples of the weights, 0 to 128; without them it is faster.", valueName: "s"))
  var samples = 0

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    try require(top, in: 1...1_000_000, "--top")
    try require(samples, in: 0...128, "--samples")
  }

  /// An entry, the least plausible first; of equal ones that which stands first.
  private struct Suspect: Comparable {
    let place: Int
    let file: String
    let line: Int
    let score: PronunciationScore

    static func < (left: Suspect, right: Suspect) -> Bool {
      (left.score.logProbability, left.place) < (right.score.logProbability, right.place)
    }

    static func == (left: Suspect, right: Suspect) -> Bool { left.place == right.place }
  }

  func run() throws {
    let predictor = try model.load().predictor
    let options = GraphemeToPhoneme.Options(samples: samples, seed: seed, threads: threads.count)
    // Entries are ranked by the network's probability, to which the models beside it add nothing.
    let network = predictor.networkOnly
    let stream = PronunciationStream(
      paths: lexicons, skipBadLines: skipBadLines, predictor: predictor)
    var worst = Heap<Suspect>()
    var count = 0
    var stressedCount = 0
    try stream.forEachBlock { block in
      let scores = try network.score(
        block.map { ($0.entry.word, $0.entry.phones) }, options: options)
      stressedCount += scores.count { $0.stressed != nil }
      for (item, score) in zip(block, scores) {
        worst.insert(
          Suspect(place: count, file: item.file, line: item.entry.line, score: score))
        if worst.count > top { worst.removeMax() }
        count += 1
      }
    }
    guard count > 0 else { throw CommandFailure("no entries to audit") }
    PronunciationStream.reportStressed(stressedCount)
    try list(worst.unordered.sorted(), predictor: predictor, options: options)
    Note.write("\(worst.count) of \(count) pronunciations listed")
  }

  private func list(
    _ suspects: [Suspect], predictor: GraphemeToPhoneme, options: GraphemeToPhoneme.Options
  ) throws {
    for start in stride(from: 0, to: suspects.count, by: 256) {
      let block = suspects[start..<min(start + 256, suspects.count)]
      let own = try predictor.transcribe(block.map(\.score.word), options: options)
      try StandardOutput.write(zip(block, own).map { line($0, $1) }.joined())
    }
  }

  private func line(_ suspect: Suspect, _ own: Transcription) -> String {
    let score = suspect.score
    var columns = [
      "\(Escaping.column(suspect.file)):\(suspect.line)", Escaping.column(score.word),
      Escaping.phones(score.phones.joined(separator: " ")),
      Decimal.fixed(score.logProbability, decimals: 4),
      Escaping.phones(own.phones.joined(separator: " ")),
      Decimal.fixed(own.confidence, decimals: 4),
    ]
    if !score.note.isEmpty { columns.append(Escaping.phones(score.note)) }
    return columns.joined(separator: "\t") + "\n"
  }
}
