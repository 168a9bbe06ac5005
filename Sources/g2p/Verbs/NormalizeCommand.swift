import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// `g2p normalize [TEXT …]`
struct NormalizeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "normalize",
    abstract: "Show texts as they are spoken, before any transcription.",
    discussion: """
      A line of input gives a line of output. With --format tokens it gives a line for each word and \
      mark instead, and an empty line at its end; the columns are the word as it is spoken, where it \
      comes from in the line (start and end, counted in Unicode scalars from 0), and the rule that \
      made it, if one did.

      g2p normalize 'Dr. Smith paid $5.50 on Jan. 5, 1984.'
      g2p normalize --expand numbers,currency < text.txt
      """)

  /// The form of the output.
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case text
    case tokens
  }

  @Argument(
    help: ArgumentHelp(
      "Texts. Without any, or as -, the lines of standard input.", valueName: "text"))
  var texts: [String] = []

  @Option(help: "text or tokens.")
  var format = Form.text

  @OptionGroup var running: RunningTextOptions

  func run() throws {
    let expander = try running.expander(language: "en", lexicon: LayeredLexicon())
    let input = TextInput(texts, invitation: "reading texts, a line each; Ctrl-D ends")
    try input.forEachBlock { block in
      try StandardOutput.write(block.texts.map { lines($0, expander) }.joined())
    }
  }

  private func lines(_ text: String, _ expander: TextExpander) -> String {
    guard format == .tokens else { return Escaping.phones(expander.text(text)) + "\n" }
    var lines = ""
    let scalars = text.unicodeScalars
    var (index, count) = (scalars.startIndex, 0)
    var last = 0..<0
    var lastRange: Range<String.Index>?
    for token in expander(text) where token.kind != .space {
      if token.range != lastRange {
        let start = count + scalars.distance(from: index, to: token.range.lowerBound)
        count =
          start + scalars.distance(from: token.range.lowerBound, to: token.range.upperBound)
        index = token.range.upperBound
        (last, lastRange) = (start..<count, token.range)
      }
      lines +=
        "\(Escaping.column(token.text))\t\(last.lowerBound)\t\(last.upperBound)\t"
        + "\(token.rule?.rawValue ?? "")\n"
    }
    return lines + "\n"
  }
}
