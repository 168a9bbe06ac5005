import Candor
import CandorEngine
import CandorFigures

/// The table and the figures of the paper's sentiment experiment.
public struct SentimentExperimentReport: ExperimentReport {
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
        "\(Decimal.fixed(100 * (report.validation["accuracy"] ?? .nan), decimals: 1)) %, epoch \(report.epoch)"
      }
      lines.append(
        "| \(row.variant.title) | \(Decimal.fixed(100 * result.validation.accuracy, decimals: 1)) % "
          + "| \(best ?? "") | \(Decimal.fixed(100 * result.test.accuracy, decimals: 1)) % "
          + "| \(Decimal.fixed(result.validation.loss, decimals: 3)) "
          + "| \(result.finalRates.map { Decimal.fixed($0, decimals: 3) }.joined(separator: " ")) |"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func curves(_ value: (EpochReport) -> Double?) -> SeriesTable {
    curvesOverEpochs(rows.map { ($0.variant.name, $0.epochs) }, value)
  }

  /// Every run.
  public var contents: [SentimentRunResult] { rows.map(\.result) }

  /// Learning curves.
  public var figures: [(name: String, figure: Figure)] {
    func figure(_ title: String, _ table: SeriesTable, y: String) -> Figure {
      Figure(
        title: title, table: table, x: "epoch", xAxis: .init("epoch"), yAxis: .init(y),
        series: rows.map { Figure.Series($0.variant.name, style: .linePoints) })
    }
    return [
      (
        "accuracy",
        figure(
          "Accuracy on the validation sentences", curves { $0.validation["accuracy"] },
          y: "share of right labels")
      ),
      (
        "loss",
        figure("Loss on the training sentences", curves(\.loss), y: "nats a sentence")
      ),
    ]
  }
}
