import CandorEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// The paper's grapheme-to-phoneme experiment: a grid of fixed rates against learned ones.
///
/// Each run has a folder of its own below `runs`, so that runs can be executed one by one, in several processes, and
/// continued; `report` gathers those that are finished.
public struct PaperExperiment: Sendable {
  /// What all runs have in common.
  public var settings: PaperSettings
  /// Which runs.
  public var variants: [PaperVariant]
  /// The folder of the runs and of the report.
  public var output: String
  /// The threads.
  public var workers = Workers.single
  /// Whether runs that are there are continued, and finished ones left as they are.
  public var resumes = false
  /// Gets lines to read meanwhile.
  public var note: @Sendable (String) -> Void = { _ in }
  /// Is asked after every step; true ends the series.
  public var shouldStop: @Sendable () -> Bool = { false }

  /// - Throws: `ExperimentError.settings`
  public init(
    settings: PaperSettings, variants: [PaperVariant] = PaperVariant.all, output: String
  ) throws {
    try settings.validate()
    self.settings = settings
    self.variants = variants
    self.output = output
  }

  private func run(_ variant: PaperVariant) -> PaperRun {
    PaperRun(variant: variant, settings: settings, folder: "\(output)/runs/\(variant.name)")
  }

  /// Trains what is not trained yet.
  ///
  /// - Returns: whether all runs are finished; false when the series was interrupted
  public func train(corpora: String) throws -> Bool {
    let lexicon = try PaperLexicon(corpora: corpora, limit: settings.wordLimit)
    note(
      "\(lexicon.training.count) training, \(lexicon.validation.count) validation, "
        + "\(lexicon.test.count) test words; \(lexicon.graphemes.count) graphemes, "
        + "\(lexicon.phones.count) phones")
    for variant in variants {
      let run = run(variant)
      if resumes, let result = try run.result() {
        try checkSettings(of: result, in: run)
        note("\(variant.name): finished already")
        continue
      }
      let result = try run.train(
        on: lexicon, workers: workers, resuming: resumes, note: note, shouldStop: shouldStop)
      guard let result else { return false }
      note("\(variant.name): validation \(result.validation), test \(result.test)")
    }
    return true
  }

  private func checkSettings(of result: PaperRunResult, in run: PaperRun) throws {
    guard
      result.settings.concerning(run.variant) == settings.concerning(run.variant)
    else {
      throw ExperimentError.settings(
        "\(run.folder) was made with other settings than these; choose another --output")
    }
  }

  /// Gathers the finished runs into `report.json`, `table.tsv`, `table.md` and the figures.
  ///
  /// - Throws: `ExperimentError` when no run is finished, or runs have different settings; an error of the file system.
  ///   Where gnuplot is missing the numbers are written all the same, and a note says so.
  @discardableResult
  public func report() throws -> PaperReport {
    var rows: [PaperReport.Row] = []
    for variant in variants {
      let run = run(variant)
      guard let result = try run.result() else { continue }
      if let first = rows.first,
        first.result.settings.concerning(nil) != result.settings.concerning(nil)
      {
        throw ExperimentError.settings(
          "\(run.folder) was made with other settings than \(first.variant.name)")
      }
      rows.append(
        PaperReport.Row(variant: variant, result: result, epochs: try run.epochs()))
    }
    guard !rows.isEmpty else {
      throw ExperimentError.data("\(output) holds no finished run")
    }
    let report = PaperReport(rows: rows)
    try report.write(to: output, note: note)
    return report
  }
}
