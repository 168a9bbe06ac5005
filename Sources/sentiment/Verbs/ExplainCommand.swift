import ArgumentParser
import Candor
import CommandSupport

/// `sentiment explain [TEXT …]`
struct ExplainCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show what each word of a text adds to its label.",
    discussion: """
      Each token has two numbers, both in nats of the label's log-odds under the mean network: by how \
      much they would fall without the token (leave-one-out), and the gradient by the token's vector \
      times that vector.

      sentiment explain "A witty, moving film."
      sentiment explain --format html < reviews.txt > reviews.html
      sentiment explain --label negative --format json "It has its moments."
      """)

  @Argument(
    help: ArgumentHelp(
      "Texts. Without any, or as -, the lines of standard input.", valueName: "text"))
  var texts: [String] = []

  @Option(help: "text (coloured on a terminal), tsv, json or html.")
  var format: ExplanationFormat = .text

  @Option(help: "What colours the words: leave-one-out or gradient.")
  var by: ExplanationMeasure = .leaveOneOut

  @Option(
    help: ArgumentHelp(
      "The label to explain; by default the one that the text is given.", valueName: "label"))
  var label: String?

  @OptionGroup var model: ModelOption
  @OptionGroup var threads: ThreadsOption

  func run() throws {
    let predictor = try model.load(.bytes).predictor
    if let label, predictor.labels.index(of: label) == nil {
      throw CommandFailure(
        "--label \(label.debugDescription): the model has "
          + predictor.labels.names.joined(separator: ", "))
    }
    let formatter = ExplanationFormatter(
      format, measure: by, isColoured: StandardOutput.hasColours)
    try StandardOutput.write(formatter.head)
    let input = TextInput(texts, invitation: "reading texts, a line each; Ctrl-D ends")
    try input.forEachBlock { block in
      for (text, remarks) in zip(block.texts, block.remarks) {
        let explanation = try predictor.explain(text, label: label, threads: threads.count)
        try StandardOutput.write(formatter.text(explanation, remarks: remarks))
        if let omission = formatter.omission(explanation, remarks: remarks) {
          Note.write(omission)
        }
      }
    }
    try StandardOutput.write(formatter.tail)
  }
}

extension ExplanationFormat: ExpressibleByArgument {}
extension ExplanationMeasure: ExpressibleByArgument {}
