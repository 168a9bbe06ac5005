import CandorEngine
import CandorFigures

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What one finished run of the paper's sentiment experiment measured.
public struct SentimentRunResult: Sendable, Codable {
  /// The name of the variant.
  public var name: String
  /// What all runs have in common.
  public var settings: SentimentExperimentSettings
  /// Training sentences.
  public var trainingSentences: Int
  /// On the validation sentences, after the last epoch.
  public var validation: SentimentScores
  /// On the test sentences, after the last epoch.
  public var test: SentimentScores
  /// The names of the dropout sites.
  public var sites: [String]
  /// The rate of each site after the last epoch.
  public var finalRates: [Double]
}

/// The paper's sentiment experiment: Concrete Dropout beside a fixed rate of 0.5 in an LSTM that labels sentences of the
/// Stanford Sentiment Treebank.
///
/// Each run has a folder of its own below `runs`; `report` gathers those that are finished.
public struct SentimentExperiment: Sendable {
  /// What all runs have in common.
  public var settings: SentimentExperimentSettings
  /// Which runs.
  public var variants: [SentimentVariant]
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
    settings: SentimentExperimentSettings = .init(), variants: [SentimentVariant], output: String
  ) throws {
    try settings.validate()
    self.settings = settings
    self.variants = variants
    self.output = output
  }

  private func folder(_ variant: SentimentVariant) -> RunFolder {
    RunFolder(path: "\(output)/runs/\(variant.name)")
  }

  /// Trains what is not trained yet.
  ///
  /// - Returns: whether all runs are finished; false when the series was interrupted
  public func train(corpora: String) throws -> Bool {
    for variant in variants {
      let folder = folder(variant)
      if resumes, let result = try folder.result(as: SentimentRunResult.self) {
        guard result.settings == settings else {
          throw ExperimentError.settings(
            "\(folder.path) was made with other settings than these; choose another --output")
        }
        note("\(variant.name): finished already")
        continue
      }
      guard let result = try train(variant, in: folder, corpora: corpora) else { return false }
      note("\(variant.name): validation \(result.validation), test \(result.test)")
    }
    return true
  }

  private func train(
    _ variant: SentimentVariant, in folder: RunFolder, corpora: String
  ) throws -> SentimentRunResult? {
    let sentences = try TreebankSentences(
      corpora: corpora, hasThreeLabels: variant.hasThreeLabels, limit: settings.limit)
    try folder.prepare(resuming: resumes)
    let task = LastStateTask(
      sentences, variant: variant, batchSize: settings.batchSize, seed: settings.seed)
    var sizes = LastStateConfiguration(words: sentences.words.count)
    sizes.embedding = settings.embedding
    sizes.hidden = settings.hidden
    sizes.outputs = variant.hasThreeLabels ? 1 : 2
    let prior = Prior(
      weightRegularizer: settings.weightRegularizer,
      dropoutRegularizer: settings.dropoutRegularizer, dataCount: sentences.training.texts.count)
    let model = LastStateClassifier<Float>(
      sizes,
      dropout: variant.isConcrete
        ? .concrete(initialRate: 0.1, prior: prior) : .fixed(rate: 0.5), seed: settings.seed)
    var options = TrainingOptions()
    options.workers = workers
    options.checkpointPath = folder.checkpointPath
    options.logPath = folder.logPath
    options.shouldStop = shouldStop
    let (name, note) = (variant.name, note)
    options.note = { note("\(name): \($0)") }
    let trained = try Trainer(task, configuration: settings.training, options: options)
      .run(model, resumingFrom: folder.checkpoint)
    guard trained.outcome == .finished else { return nil }
    let result = SentimentRunResult(
      name: name, settings: settings, trainingSentences: sentences.training.texts.count,
      validation: task.scores(of: trained.model, on: sentences.validation, workers: workers),
      test: task.scores(of: trained.model, on: sentences.test, workers: workers),
      sites: trained.model.dropoutRates.map(\.name),
      finalRates: trained.model.dropoutRates.map(\.rate))
    try folder.finish(with: result)
    return result
  }

  /// Gathers the finished runs into `report.json`, `table.tsv`, `table.md` and the figures.
  ///
  /// - Throws: `ExperimentError` when no run is finished, or runs have different settings; an error of the file system.
  ///   Where gnuplot is missing the numbers are written all the same, and a note says so.
  @discardableResult
  public func report() throws -> SentimentExperimentReport {
    var rows: [SentimentExperimentReport.Row] = []
    for variant in variants {
      let folder = folder(variant)
      guard let result = try folder.result(as: SentimentRunResult.self) else { continue }
      if let first = rows.first, first.result.settings != result.settings {
        throw ExperimentError.settings(
          "\(folder.path) was made with other settings than \(first.variant.name)")
      }
      rows.append(.init(variant: variant, result: result, epochs: try folder.epochs()))
    }
    guard !rows.isEmpty else { throw ExperimentError.data("\(output) holds no finished run") }
    let report = SentimentExperimentReport(rows: rows)
    try report.write(to: output, note: note)
    return report
  }
}

/// The table and the figures of the paper's sentiment experiment.
public struct SentimentExperimentReport: Sendable {
  /// A finished run.
  public struct Row: Sendable {
    /// What it was.
    public let variant: SentimentVariant
    /// What it measured in the end.
    public let result: SentimentRunResult
    /// What it measured after each epoch.
    public let epochs: [EpochReport]

    /// The best validation accuracy of all epochs.
    public var best: EpochReport? {
      epochs.max { $0.validation["accuracy"] ?? 0 < $1.validation["accuracy"] ?? 0 }
    }
  }

  /// In the order of the table.
  public let rows: [Row]

  /// The numbers of the table.
  public var table: SeriesTable {
    var table = SeriesTable(columns: [
      "run", "accuracy", "loss", "best_accuracy", "best_epoch", "train_loss", "test_accuracy",
      "test_loss", "lstm_rate", "output_rate", "epochs", "train_seconds",
    ])
    for row in rows {
      let result = row.result
      table.append([
        .text(row.variant.name), .init(result.validation.accuracy), .init(result.validation.loss),
        .init(row.best?.validation["accuracy"]), .init(row.best.map { Double($0.epoch) }),
        .init(row.epochs.last?.loss), .init(result.test.accuracy), .init(result.test.loss),
        .init(result.finalRates.first), .init(result.finalRates.last), .init(row.epochs.count),
        .init(row.epochs.reduce(0) { $0 + $1.seconds }),
      ])
    }
    return table
  }

  /// The table for people.
  public var markdown: String {
    var lines = [
      "| run | validation | its best | test | validation loss | rates in the end |",
      "|---|---:|---:|---:|---:|---|",
    ]
    for row in rows {
      let result = row.result
      let best = row.best.map { report in
        "\(decimal(100 * (report.validation["accuracy"] ?? .nan), 1)) %, epoch \(report.epoch)"
      }
      lines.append(
        "| \(row.variant.title) | \(decimal(100 * result.validation.accuracy, 1)) % "
          + "| \(best ?? "") | \(decimal(100 * result.test.accuracy, 1)) % "
          + "| \(decimal(result.validation.loss, 3)) "
          + "| \(result.finalRates.map { decimal($0, 3) }.joined(separator: " ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// One column a run, one row an epoch.
  func curves(_ value: (EpochReport) -> Double?) -> SeriesTable {
    var table = SeriesTable(columns: ["epoch"] + rows.map(\.variant.name))
    for epoch in 1...max(1, rows.map(\.epochs.count).max() ?? 1) {
      table.append(
        [.init(epoch)]
          + rows.map { row in .init(row.epochs.first { $0.epoch == epoch }.flatMap(value)) })
    }
    return table
  }

  /// Writes everything into a folder.
  func write(to folder: String, note: (String) -> Void) throws {
    try table.write(to: folder + "/table.tsv")
    try Data(markdown.utf8).write(to: URL(fileURLWithPath: folder + "/table.md"), options: .atomic)
    try writeJSON(rows.map(\.result), to: folder + "/report.json")
    for (name, title, unit, value) in [
      (
        "accuracy", "Accuracy on the validation sentences", "share of right labels",
        { $0.validation["accuracy"] }
      ),
      ("loss", "Loss on the training sentences", "nats a sentence", { $0.loss }),
    ] as [(String, String, String, (EpochReport) -> Double?)] {
      let figure = Figure(
        title: title, table: curves(value), x: "epoch", xAxis: .init("epoch"), yAxis: .init(unit),
        series: rows.map { Figure.Series($0.variant.name, style: .linePoints) })
      do {
        try figure.write(to: folder, name: name)
      } catch let error as FigureError {
        note("\(error)")
      }
    }
  }
}
