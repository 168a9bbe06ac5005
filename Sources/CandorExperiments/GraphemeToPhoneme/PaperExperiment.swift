import CandorEngine

/// The paper's grapheme-to-phoneme experiment: a grid of fixed rates against learned ones.
public struct PaperExperiment: Experiment {
  /// Names the command and the folder.
  public static let name = "g2p"
  /// What is compared, for a heading.
  public static let title =
    "The paper's grapheme-to-phoneme network: fixed dropout rates against learned ones"
  /// Every run, in the order of the table.
  public static func runs(for settings: PaperSettings) -> [PaperVariant] {
    PaperVariant.all
  }

  /// What all runs have in common.
  public var settings: PaperSettings
  /// Which runs.
  public var runs: [PaperVariant]
  /// Where it runs.
  public var environment: ExperimentEnvironment

  /// - Throws: `ExperimentError.settings`
  public init(
    settings: PaperSettings, runs: [PaperVariant], environment: ExperimentEnvironment
  ) throws {
    try settings.validate()
    self.settings = settings
    self.runs = runs
    self.environment = environment
  }

  /// The paper's words.
  public func corpus(in folder: String) throws -> PaperLexicon {
    let lexicon = try PaperLexicon(corpora: folder, limit: settings.wordLimit)
    environment.note(
      "\(lexicon.training.count) training, \(lexicon.validation.count) validation, "
        + "\(lexicon.test.count) test words; \(lexicon.graphemes.count) graphemes, "
        + "\(lexicon.phones.count) phones")
    return lexicon
  }

  /// Trains one variant.
  public func train(
    _ run: PaperVariant, on corpus: PaperLexicon, in folder: RunFolder
  ) throws -> PaperRunResult? {
    try PaperRun(variant: run, settings: settings).train(
      on: corpus, in: folder, environment: environment)
  }

  /// The settings without those that do not concern a variant.
  public func settings(
    _ settings: PaperSettings, concerning run: PaperVariant?
  ) -> PaperSettings { settings.concerning(run) }

  /// Both scores.
  public func summary(_ result: PaperRunResult) -> String {
    "validation \(result.validation), test \(result.test)"
  }

  /// The table and the curves.
  public func report(
    on runs: [FinishedRun<PaperVariant, PaperRunResult>]
  ) throws -> PaperReport {
    PaperReport(
      rows: try runs.map {
        PaperReport.Row(variant: $0.run, result: $0.result, epochs: try $0.folder.epochs())
      })
  }
}
