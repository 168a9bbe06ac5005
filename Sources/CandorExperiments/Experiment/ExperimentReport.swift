import CandorEngine
import CandorFigures

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The tables and figures of an experiment.
public protocol ExperimentReport: Sendable {
  /// What goes into `report.json`.
  associatedtype Contents: Encodable
  /// What goes into `report.json`.
  var contents: Contents { get }
  /// The numbers of the table, in `table.tsv`.
  var table: SeriesTable { get }
  /// The table for people, in `table.md`.
  var markdown: String { get }
  /// The figures by the names of their files.
  var figures: [(name: String, figure: Figure)] { get }
  /// Pictures that lie with the runs already, by their paths within the folder of the experiment.
  var pictures: [(title: String, path: String)] { get }
}

extension ExperimentReport {
  /// Most experiments measure numbers only.
  public var pictures: [(title: String, path: String)] { [] }

  /// Writes everything into a folder.
  ///
  /// - Returns: the figures and pictures that are there now
  func write(to folder: String, note: (String) -> Void) throws -> [ExperimentSection.Figure] {
    try table.write(to: folder + "/table.tsv")
    try Data(markdown.utf8).write(to: URL(fileURLWithPath: folder + "/table.md"), options: .atomic)
    try writeJSON(contents, to: folder + "/report.json")
    return try figures.compactMap { name, figure in
      do {
        try figure.write(to: folder, name: name)
        return .init(title: figure.title, files: ["svg", "png", "tsv"].map { "\(name).\($0)" })
      } catch let error as FigureError {
        note("\(error)")
        guard error.leavesTable else { return nil }
        return .init(title: figure.title, files: ["\(name).tsv"])
      }
    } + pictures.map { .init(title: $0.title, files: [$0.path]) }
  }
}

/// Learning curves: one column a run, one row an epoch.
func curvesOverEpochs(
  _ runs: [(name: String, epochs: [EpochReport])], _ value: (EpochReport) -> Double?
) -> SeriesTable {
  var table = SeriesTable(columns: ["epoch"] + runs.map(\.name))
  for epoch in 1...max(1, runs.map(\.epochs.count).max() ?? 1) {
    table.append(
      [.init(epoch)]
        + runs.map { run in .init(run.epochs.first { $0.epoch == epoch }.flatMap(value)) })
  }
  return table
}
