import ArgumentParser
import Candor
import CandorText

/// Labelled texts to read, and how.
struct CorpusOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Labelled texts: trees of the Stanford Sentiment Treebank, LABEL TEXT, fastText's __label__LABEL \
      TEXT, or CSV or TSV with a header. May be given several times.
      """, valueName: "file"))
  var input: [String]

  @Option(
    help: ArgumentHelp(
      """
      The form of the files: trees, plain (LABEL TEXT), fasttext, csv or tsv; by default told from the \
      name and the first line.
      """))
  var inputFormat: LabelledTextFormat?

  @Option(help: ArgumentHelp("The column of the texts in CSV and TSV.", valueName: "name"))
  var textColumn: String?

  @Option(help: ArgumentHelp("The column of the labels in CSV and TSV.", valueName: "name"))
  var labelColumn: String?

  var names: String { input.joined(separator: ", ") }

  /// The files.
  func read() throws -> [SentimentCorpus] { try read(input) }

  /// Other files of the same form.
  func read(_ paths: [String]) throws -> [SentimentCorpus] {
    try paths.map {
      try SentimentCorpus(
        path: $0, format: inputFormat,
        columns: LabelledTextFormat.Columns(label: labelColumn, text: textColumn))
    }
  }
}

extension LabelledTextFormat: ExpressibleByArgument {}
