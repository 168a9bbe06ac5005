import Candor
import CandorEngine
import CandorFigures

/// The table and the figures of the paper's grapheme-to-phoneme experiment.
public struct PaperReport: ExperimentReport {
  /// A finished run.
  public struct Row: Sendable {
    /// What it was.
    public let variant: PaperVariant
    /// What it measured in the end.
    public let result: PaperRunResult
    /// What it measured after each epoch.
    public let epochs: [EpochReport]

    /// The best validation Hamming distance of all epochs.
    public var best: EpochReport? {
      epochs.min { $0.validation["hamming"] ?? .nan < $1.validation["hamming"] ?? .nan }
    }

    /// Seconds of training, without validation.
    public var seconds: Double { epochs.reduce(0) { $0 + $1.seconds } }
  }

  /// In the order of the table.
  public let rows: [Row]

  /// The numbers of the table.
  public var table: SeriesTable {
    var table = SeriesTable(columns: [
      "run", "paper_hamming", "hamming", "best_hamming", "best_epoch", "per", "wer", "nll",
      "train_nll", "test_hamming", "test_per", "test_wer", "lowest_rate", "highest_rate", "beta",
      "sampled_hamming", "sampled_per", "sampled_wer", "sampled_nll", "sampled_test_hamming",
      "sampled_test_per", "sampled_test_wer", "epochs", "train_seconds",
    ])
    for row in rows {
      let result = row.result
      table.append([
        .text(row.variant.name), .init(row.variant.published), .init(result.validation.hamming),
        .init(row.best?.validation["hamming"]), .init(row.best.map { Double($0.epoch) }),
        .init(result.validation.per), .init(result.validation.wer), .init(result.validation.nll),
        .init(row.epochs.last?.loss), .init(result.test.hamming), .init(result.test.per),
        .init(result.test.wer), .init(result.finalRates.min()), .init(result.finalRates.max()),
        .init(result.prior?.beta), .init(result.sampledValidation?.hamming),
        .init(result.sampledValidation?.per), .init(result.sampledValidation?.wer),
        .init(result.sampledValidation?.nll), .init(result.sampledTest?.hamming),
        .init(result.sampledTest?.per), .init(result.sampledTest?.wer),
        .init(row.epochs.count), .init(row.seconds),
      ])
    }
    return table
  }

  /// The table for people.
  public var markdown: String {
    var lines = [
      "| dropout | paper: Hamming | Hamming | of the mean of samples | PER | WER | test Hamming | of the mean of samples | rates in the end |",
      "|---|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    func sampled(_ scores: PooledScores?) -> String {
      scores.map { Decimal.fixed($0.hamming, decimals: 3) } ?? ""
    }
    for row in rows {
      let (scores, rates) = (row.result.validation, row.result.finalRates)
      lines.append(
        "| \(row.variant.title) | \(row.variant.published.map { Decimal.fixed($0, decimals: 2) } ?? "") "
          + "| \(Decimal.fixed(scores.hamming, decimals: 3)) | \(sampled(row.result.sampledValidation)) "
          + "| \(Decimal.fixed(100 * scores.per, decimals: 1)) % | \(Decimal.fixed(100 * scores.wer, decimals: 1)) % "
          + "| \(Decimal.fixed(row.result.test.hamming, decimals: 3)) | \(sampled(row.result.sampledTest)) "
          + "| \(rates.map { Decimal.fixed($0, decimals: 3) }.joined(separator: " ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func curves(_ value: (EpochReport) -> Double?) -> SeriesTable {
    curvesOverEpochs(rows.map { ($0.variant.name, $0.epochs) }, value)
  }

  /// The learned rates of a run, one column a site, one row an epoch, from before the first.
  func rates(of row: Row) -> SeriesTable {
    var table = SeriesTable(columns: ["epoch"] + row.result.sites)
    table.append([0] + row.result.initialRates.map { .number($0) })
    for report in row.epochs {
      table.append(
        [.init(report.epoch)]
          + row.result.sites.map { .init(report.dropoutRates["\($0).lstm.dropout.logit"]) })
    }
    return table
  }

  /// Every run, and the published figures.
  public struct Contents: Encodable {
    let runs: [PaperRunResult]
    let published: [String: Double]
  }

  /// Every run, and the published figures.
  public var contents: Contents {
    Contents(
      runs: rows.map(\.result),
      published: Dictionary(
        uniqueKeysWithValues: rows.compactMap { row in
          row.variant.published.map { (row.variant.name, $0) }
        }))
  }

  /// Learning curves and rates.
  public var figures: [(name: String, figure: Figure)] {
    let names = rows.map(\.variant.name)
    func figure(_ title: String, _ table: SeriesTable, y: String, _ series: [String]) -> Figure {
      Figure(
        title: title, table: table, x: "epoch", xAxis: .init("epoch"), yAxis: .init(y),
        series: series.map { Figure.Series($0, style: .linePoints) })
    }
    var figures = [
      (
        "hamming",
        figure(
          "Average Hamming distance on the validation words",
          curves { $0.validation["hamming"] }, y: "differing slots of 40", names)
      ),
      ("loss", figure("Loss on the training words", curves(\.loss), y: "nats a word", names)),
    ]
    for row in rows where row.variant.isConcrete {
      figures.append(
        (
          "rates-\(row.variant.name)",
          figure(row.variant.title, rates(of: row), y: "dropout rate", row.result.sites)
        ))
    }
    return figures
  }
}
