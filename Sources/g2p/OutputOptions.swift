import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// How transcriptions are written, and how many of each word.
struct OutputOptions: ParsableArguments {
  @Option(
    help: """
      tsv, json (one object a line), table, plain (phones alone), or a lexicon with an entry a \
      word: lexicon (as CMUdict), mfa (word<tab>phones), mfa-probabilities (with the confidence \
      between them), phonetisaurus (with −ln of the confidence), sequitur (with the variant's \
      index and the confidence). By default a table on a terminal and tsv elsewhere; of extend lexicon.
      """)
  var format: TranscriptionFormat?

  @Option(help: "How phones are spelled: arpabet, ipa or xsampa. JSON always has ARPAbet too.")
  var notation: PhoneNotation = .arpabet

  @Option(
    help: ArgumentHelp(
      "Transcriptions of each word, 1 to 20; by default 1, or 20 with --mass.", valueName: "n"))
  var nbest: Int?

  @Option(
    help: ArgumentHelp(
      "So many transcriptions of each word that their confidences add up to this, such as 0.9.",
      valueName: "p"))
  var mass: Double?

  @Option(help: "keep or drop: whether stress is written; without, what becomes one is added up.")
  var stress = Stress.keep

  @Option(
    help: ArgumentHelp(
      """
      Between phones; by default a space, and nothing in IPA and X-SAMPA unless the format is a \
      lexicon.
      """, valueName: "text"))
  var phoneSeparator: String?

  @Option(
    help: ArgumentHelp(
      "Between syllables, which are cut before the maximal onset; by default they are not marked.",
      valueName: "text"))
  var syllableSeparator: String?

  @Option(
    name: [.customLong("word-separator"), .customLong("separator")],
    help: ArgumentHelp(
      "Between the words of a line; by default ' | ', and a space for IPA and X-SAMPA.",
      valueName: "text"))
  var wordSeparator: String?

  /// What happens to stress.
  enum Stress: String, ExpressibleByArgument, CaseIterable {
    case keep
    case drop
  }

  func validate() throws {
    try require(nbest ?? 1, in: 1...20, "--nbest")
    if let mass, !(mass > 0 && mass <= 1) {
      throw ValidationError("--mass is \(mass); it must be above 0 and at most 1")
    }
  }

  /// Transcriptions of each word at most.
  var count: Int { nbest ?? (mass == nil ? 1 : 20) }

  /// How to search for as many transcriptions as are to be written.
  func predictorOptions(
    beam: Int? = nil, samples: Int?, seed: UInt64, threads: Int
  ) -> GraphemeToPhoneme.Options {
    // Several transcriptions with stress become one without.
    let wanted = stress == .drop && count > 1 ? 3 * count : count
    let beam = beam ?? max(4, min(32, wanted + 2))
    var options = GraphemeToPhoneme.Options(
      beamWidth: beam, samples: samples,
      // Those that differ in nothing but stress are added up.
      alternatives: stress == .drop ? beam - 1 : count - 1, seed: seed, threads: threads)
    // Samples and calibration move the confidences: a little more than was asked for is looked for.
    options.mass = mass.map { 1 - (1 - $0) / 4 }
    return options
  }

  /// What writes the answers of a predictor, in the form asked for or, by default, in another. Letters stand close.
  func formatter(
    default format: TranscriptionFormat, for predictor: GraphemeToPhoneme
  ) -> TranscriptionFormatter {
    TranscriptionFormatter(
      self.format ?? format,
      spelling: PhoneSpelling(
        notation,
        phoneSeparator: phoneSeparator.map(Escaping.phones)
          ?? (predictor.graphemes.unit == .field ? "" : nil),
        syllableSeparator: syllableSeparator.map(Escaping.phones), keepsStress: stress == .keep),
      count: count, mass: mass ?? .infinity, separator: wordSeparator.map(Escaping.phones),
      isColoured: StandardOutput.hasColours)
  }
}
