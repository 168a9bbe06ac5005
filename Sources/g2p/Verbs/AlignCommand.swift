import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// `g2p align --lexicon FILE`
struct AlignCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "align",
    abstract: "Align each word of a lexicon with its phones, letter by letter.",
    discussion: """
      No model is needed: which letters and phones belong together is learned from the lexicon \
      itself, by expectation maximisation. Each pronunciation gives a line such as

      p|h}F o}OW n}N e}_

      as in the aligned corpora of Phonetisaurus: letters and phones of a link are joined by |, a \
      silent letter has _, and a backslash stands before a symbol that is itself one of these. \
      --format json gives {"word":…,"links":[{"graphemes":"ph","phones":["F"]},…]}. Pronunciations \
      with more phones than their letters can have are left out and named on standard error.

      g2p align --lexicon cmudict.dict > cmudict.aligned
      """)

  /// The form of a line.
  enum LineFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
  }

  @OptionGroup var lexicon: LexiconOptions

  @Option(help: "text or json.")
  var format = LineFormat.text

  @Option(help: ArgumentHelp("At most so many letters in a link, 1 to 4.", valueName: "n"))
  var graphemes = 2

  @Option(
    help: ArgumentHelp(
      """
      At most so many phones in a link, 1 to 16; by default 2, or as many as nearly all \
      pronunciations need.
      """, valueName: "n"))
  var phones: Int?

  @Flag(help: "Take stress digits off the phones.")
  var ignoreStress = false

  @Flag(help: "Leave capital letters as they are.")
  var keepCase = false

  func validate() throws {
    try require(graphemes, in: 1...4, "--graphemes")
    try require(phones ?? 1, in: 1...16, "--phones")
  }

  func run() throws {
    let entries = try lexicon.read(
      normalizer: keepCase ? Normalizer(asciiPunctuation: true) : .english,
      ignoringStress: ignoreStress)
    guard !entries.isEmpty else { throw CommandFailure("\(lexicon.names): no words") }
    let aligner = LexiconAligner(entries, graphemesPerLink: graphemes, phonesPerLink: phones)
    var lines = ""
    var unaligned = 0
    try aligner.forEach { word, phones, aligned in
      guard let aligned else {
        unaligned += 1
        if unaligned <= 10 {
          Note.write("left out: \(Escaping.column(word)) with \(phones.count) phones")
        }
        return
      }
      lines += (format == .json ? aligned.json.text : aligned.line) + "\n"
      if lines.utf8.count > 1 << 16 {
        try StandardOutput.write(lines)
        lines = ""
      }
    }
    try StandardOutput.write(lines)
    if unaligned > 0 {
      Note.write(
        "\(unaligned) of \(entries.pronunciationCount) pronunciations left out: more phones than "
          + "\(aligner.limits.phones) for a letter")
    }
  }
}
