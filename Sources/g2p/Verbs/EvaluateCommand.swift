import ArgumentParser
import Candor
import CandorFigures
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
      well confidence and uncertainty find the words that are wrong; then the errors that the model \
      was surest of.

      --plots draws, with gnuplot: reliability (confidence against accuracy), rejection (the errors \
      that reviewing the least sure words finds) and confusion (which phones are said for which), \
      each as .png and .svg beside its numbers (.tsv) and script (.gp).

      g2p evaluate --lexicon test.dict
      g2p evaluate --lexicon test.dict --plots plots --merge AH=IH
      g2p evaluate --lexicon test.dict --model my-model --format json

      --strangers tells how well uncertainty and confidence tell words of the language from other \
      strings, which a file lists.

      g2p evaluate --lexicon test.dict --strangers corpora/strangers/foreign.txt
      """)

  @OptionGroup var lexicon: LexiconOptions

  @Option(help: "text or json.")
  var format = ReportFormat.text

  @Option(
    help: ArgumentHelp(
      """
      Report error rates also with the phones counted as one, such as AH=IH. May be given several \
      times.
      """, valueName: "phone=phone"))
  var merge: [PhonePair] = []

  @Option(
    help: ArgumentHelp(
      "Words that are none of the language, to be told from those that are. May be given several times.",
      valueName: "file"))
  var strangers: [String] = []

  @Option(help: ArgumentHelp("How many of the most confident errors are shown.", valueName: "n"))
  var worst = 10

  @Option(help: ArgumentHelp("Draw the figures in this folder.", valueName: "folder"))
  var plots: String?

  @OptionGroup var samples: DoubtSamplesOption

  @Option(
    help: ArgumentHelp(
      "Transcriptions that the search keeps open; the confidence is calibrated for 4.",
      valueName: "n"))
  var beam = 4

  @Option(help: ArgumentHelp("Seed of the samples.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("Only the first words.", valueName: "n"))
  var limit: Int?

  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  func validate() throws {
    try require(beam, in: 1...32, "--beam")
    try require(worst, in: 0...100_000, "--worst")
    if plots == "" { throw ValidationError("--plots is empty") }
    if let limit { try require(limit, in: 1...Int.max, "--limit") }
  }

  func run() throws {
    // Hours later would be too late to find that nothing can be written.
    if let plots { try Figure.prepare(plots) }
    let predictor = try model.load().predictor
    var entries = try lexicon.read(normalizer: predictor.graphemes.normalizer)
    if predictor.graphemes.unit == .field { entries = entries.swapped() }
    let count = min(limit ?? entries.count, entries.count)
    guard count > 0 else { throw CommandFailure("\(lexicon.names): no words") }
    try requireMergedPhones(in: entries, or: predictor)
    noteUnknownPhones(in: entries.prefix(count), of: predictor)
    // Letters, which a model that spells writes, have no stress anyway.
    let ignoringStress = predictor.graphemes.unit != .field && !entries.hasStress
    var options = GraphemeToPhoneme.Options(
      beamWidth: beam, samples: samples.count,
      // Transcriptions that differ only in stress are added up where stress does not count.
      alternatives: ignoringStress && predictor.phonemes.hasStress ? beam - 1 : 0, seed: seed,
      threads: threads.count)
    options.samplesBelow = samples.below

    var evaluation = TranscriptionEvaluation(
      ignoringStress: ignoringStress,
      merging: Dictionary(merge.map { ($0.phone, $0.other) }, uniquingKeysWith: { $1 }))
    var known: [Transcription] = []
    let progress = Progress(total: count)
    let clock = ContinuousClock()
    var spent = Duration.zero
    for start in stride(from: 0, to: count, by: 1024) {
      let block = entries[start..<min(start + 1024, count)]
      let begin = clock.now
      let results = try predictor.transcribe(block.map(\.word), options: options)
      spent += begin.duration(to: clock.now)
      if !strangers.isEmpty { known += results }
      for (result, entry) in zip(results, block) {
        evaluation.add(result, references: entry.pronunciations)
      }
      progress.show(start + block.count)
    }
    progress.clear()
    let seconds = Double(spent.components.seconds) + Double(spent.components.attoseconds) * 1e-18
    let apart = try strangers.map {
      try Strangers($0, with: predictor, options: options).figures(beside: known)
    }
    try report(
      evaluation, apart, samples: try predictor.sampleCount(options),
      wordsPerSecond: Double(count) / max(seconds, 1e-9))
    if let plots { try EvaluationFigures(evaluation).all().write(to: plots) }
  }

  /// Says how many references no transcription can equal.
  private func noteUnknownPhones(
    in entries: some Collection<PronunciationDictionary.Element>, of predictor: GraphemeToPhoneme
  ) {
    let symbols = predictor.phonemes.ordinarySymbols
    // Merged or compared without stress, a phone that the model does not write may still count as one that it does.
    let known = Set(
      symbols + symbols.map(ARPAbet.withoutStress) + merge.flatMap { [$0.phone, $0.other] })
    let unknown = entries.lazy.flatMap(\.pronunciations).compactMap { phones in
      phones.first { !known.contains($0) && !known.contains(ARPAbet.withoutStress($0)) }
    }
    let count = unknown.count { _ in true }
    guard let phone = unknown.first else { return }
    Note.write(
      "\(lexicon.names): \(count == 1 ? "1 pronunciation has a phone" : "\(count) pronunciations have phones") "
        + "that the model does not write, such as \(Escaping.phones(phone)): no transcription equals that"
    )
  }

  /// Refuses a phone to merge that occurs nowhere: the figures would be those without it.
  private func requireMergedPhones(
    in entries: PronunciationDictionary, or predictor: GraphemeToPhoneme
  ) throws {
    guard !merge.isEmpty else { return }
    let phones = predictor.phonemes.ordinarySymbols + entries.flatMap { $0.pronunciations.joined() }
    let known = Set(phones.map(ARPAbet.withoutStress))
    guard
      let unknown = merge.flatMap({ [$0.phone, $0.other] }).first(where: { !known.contains($0) })
    else { return }
    let bare = ARPAbet.withoutStress(unknown)
    throw CommandFailure(
      "--merge: neither the model nor \(lexicon.names) has a phone \(Escaping.phones(unknown))"
        + (known.contains(bare) ? "; phones are merged without stress, as \(bare)" : ""))
  }

  private func report(
    _ evaluation: TranscriptionEvaluation, _ strangers: [Strangers.Figures], samples: Int,
    wordsPerSecond: Double
  ) throws {
    let figures = try evaluation.figures()
    let mistakes = evaluation.confidentMistakes(worst)
    switch format {
    case .json:
      let fields =
        figures.json + [
          ("wordsPerSecond", .number(wordsPerSecond, decimals: 1)), ("samples", .integer(samples)),
          ("beam", .integer(beam)), ("seed", .unsigned(seed)),
          ("strangers", .array(strangers.map(\.json))),
          (
            "confidentErrors",
            .array(
              mistakes.map {
                .object([
                  ("word", .string($0.word)), ("phones", .strings($0.phones)),
                  ("reference", .strings($0.reference)), ("confidence", .number($0.confidence)),
                ])
              })
          ),
        ]
      try StandardOutput.write(JSONText.object(fields).text + "\n")
    case .text:
      let lines =
        figures.lines + strangers.flatMap(\.lines) + [
          ("words per second", Decimal.fixed(wordsPerSecond, decimals: 0))
        ]
      try StandardOutput.write(Columns.lines(lines))
      guard !mistakes.isEmpty else { return }
      let rows = mistakes.map {
        (
          Decimal.percent($0.confidence) + "  " + Escaping.column($0.word),
          Escaping.phones($0.phones.joined(separator: " "))
            + "  instead of  " + Escaping.phones($0.reference.joined(separator: " "))
        )
      }
      try StandardOutput.write("\nthe most confident errors\n" + Columns.lines(rows))
    }
  }
}

/// Two phones that are to count as one.
struct PhonePair: ExpressibleByArgument {
  let phone: String
  let other: String

  init?(argument: String) {
    let parts = argument.split(separator: "=", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 2, !parts.contains("") else { return nil }
    (phone, other) = (parts[0], parts[1])
  }
}
