/// What a page has to say of one experiment.
public struct ExperimentSection: Sendable, Codable, Equatable {
  /// Something to look at.
  public struct Figure: Sendable, Codable, Equatable {
    /// What it shows.
    public var title: String
    /// Its forms, the one to be shown first; paths within the folder of the experiment.
    public var files: [String]
  }

  /// The name of the experiment, and of its folder.
  public var name: String
  /// What is compared.
  public var title: String
  /// How large it was run.
  public var scale: ExperimentScale
  /// How many runs are gathered.
  public var finishedRuns: Int
  /// How many runs there are.
  public var runs: Int
  /// In Markdown.
  public var table: String
  /// Figures and pictures.
  public var figures: [Figure]

  /// A heading and the table, in Markdown.
  public var tableWithHeading: String {
    """
    ## \(name): \(title)

    Scale \(scale.rawValue), \(finishedRuns) of \(runs) runs.

    \(table)
    """
  }

  /// Heading, table and figures, in Markdown for a page beside the folder of the experiment.
  var markdown: String {
    tableWithHeading + "\nNumbers: \(links(["table.tsv", "report.json"]))\n"
      + figures.map { figure in
        let drawn = figure.files.first { $0.hasSuffix(".svg") || $0.hasSuffix(".png") }
        let drawing = drawn.map { "![\(figure.title)](\(name)/\($0))\n\n" } ?? ""
        return "\n\(drawing)\(figure.title): \(links(figure.files))\n"
      }.joined()
  }

  /// Such as `[SVG](mnist/accuracy.svg), [TSV](mnist/accuracy.tsv)`.
  private func links(_ files: [String]) -> String {
    files.map { file in
      let ending = file.split(separator: ".").last.map { $0.uppercased() } ?? file
      return "[\(ending)](\(name)/\(file))"
    }.joined(separator: ", ")
  }
}
