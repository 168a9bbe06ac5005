import Candor
import CandorEngine
import CandorFigures

/// The table and the figures of the digit experiment.
public struct MNISTReport: ExperimentReport {
  /// A finished run.
  public struct Row: Sendable {
    /// What it was.
    public let run: MNISTRun
    /// What it measured in the end.
    public let result: MNISTResult
    /// What it measured after each epoch.
    public let epochs: [EpochReport]
  }

  /// In the order of the table.
  public let rows: [Row]

  /// The numbers of the table.
  public var table: SeriesTable {
    var table = SeriesTable(columns: [
      "run", "images", "test_accuracy", "test_nll", "test_ece", "mean_network_accuracy",
      "mean_network_nll", "mean_network_ece", "validation_accuracy", "epistemic", "rate_1",
      "rate_2", "rate_3", "rate_4", "epochs", "train_seconds",
    ])
    for row in rows {
      let result = row.result
      table.append(
        [
          .text(row.run.name), .init(result.images), .init(result.test.accuracy),
          .init(result.test.nll), .init(result.test.ece), .init(result.testOfMean.accuracy),
          .init(result.testOfMean.nll), .init(result.testOfMean.ece),
          .init(result.validation.accuracy), .init(result.epistemic),
        ] + result.rates.map { .number($0) } + [
          .init(row.epochs.count), .init(row.epochs.reduce(0) { $0 + $1.seconds }),
        ])
    }
    return table
  }

  /// The table for people.
  public var markdown: String {
    var lines = [
      "| dropout | images | test accuracy | test NLL | test ECE | mean network | epistemic | rates |",
      "|---|---:|---:|---:|---:|---:|---:|---|",
    ]
    for row in rows {
      let result = row.result
      lines.append(
        "| \(row.run.title) | \(result.images) | \(Decimal.fixed(100 * result.test.accuracy, decimals: 2)) % "
          + "| \(Decimal.fixed(result.test.nll, decimals: 4)) | \(Decimal.fixed(100 * result.test.ece, decimals: 2)) % "
          + "| \(Decimal.fixed(100 * result.testOfMean.accuracy, decimals: 2)) % "
          + "| \(Decimal.fixed(result.epistemic, decimals: 4)) "
          + "| \(result.rates.map { Decimal.fixed($0, decimals: 3) }.joined(separator: " ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every run.
  public var contents: [String: MNISTResult] {
    Dictionary(uniqueKeysWithValues: rows.map { ($0.run.name, $0.result) })
  }

  private static let layers = (1...4).map { "layer \($0)" }

  /// The paper's figures 2 and 3, learning curves and a reliability diagram.
  public var figures: [(name: String, figure: Figure)] {
    var figures = [
      ("accuracy", accuracyCurves), ("reliability", reliability),
    ]
    if let row = rows.first(where: { $0.run.name == "concrete-1.0" }) {
      figures.append(("rates-over-epochs", ratesOverEpochs(row)))
    }
    if rows.contains(where: { $0.run.kind == .concrete }) {
      figures.append(("rates-over-images", ratesOverImages))
    }
    return figures
  }

  private var accuracyCurves: Figure {
    let full = rows.filter { $0.run.fraction == 1 }
    let shown = full.isEmpty ? rows : full
    let table = curvesOverEpochs(shown.map { ($0.run.name, $0.epochs) }) {
      $0.validation["accuracy"].map { 100 * $0 }
    }
    return Figure(
      title: "Validation accuracy of the mean network", table: table, x: "epoch",
      xAxis: .init("epoch"), yAxis: .init("per cent"),
      series: shown.map { Figure.Series($0.run.name) })
  }

  private func ratesOverEpochs(_ row: Row) -> Figure {
    var table = SeriesTable(columns: ["epoch"] + Self.layers)
    for report in row.epochs {
      table.append(
        [.init(report.epoch)]
          + (0..<4).map { .init(report.dropoutRates["layers.\($0).dropout.logit"]) })
    }
    return Figure(
      title: "Dropout rates over the epochs, \(row.result.images) images", table: table,
      x: "epoch", xAxis: .init("epoch"), yAxis: .init("dropout rate"),
      series: Self.layers.map { Figure.Series($0) })
  }

  private var ratesOverImages: Figure {
    var table = SeriesTable(columns: ["images"] + Self.layers)
    let own = rows.filter { $0.run.kind == .concrete }
    for row in own.sorted(by: { $0.result.images < $1.result.images }) {
      table.append([.init(row.result.images)] + row.result.rates.map { .number($0) })
    }
    return Figure(
      title: "Learned dropout rates over the number of training images", table: table,
      x: "images", xAxis: .init("training images"), yAxis: .init("dropout rate"),
      series: Self.layers.map { Figure.Series($0, style: .linePoints) })
  }

  private var reliability: Figure {
    let full = rows.filter { $0.run.fraction == 1 }
    let shown = full.isEmpty ? rows : full
    var table = SeriesTable(columns: ["confidence"] + shown.map(\.run.name) + ["perfect"])
    for bound in [0, 1] {
      table.append(
        [.init(bound)] + shown.map { _ in .missing } + [.init(bound)])
    }
    for (index, row) in shown.enumerated() {
      for bin in row.result.test.bins {
        table.append(
          [.number(bin[0])] + shown.indices.map { $0 == index ? .number(bin[1]) : .missing }
            + [.missing])
      }
    }
    return Figure(
      title: "Reliability on the test images, Monte-Carlo prediction", table: table,
      x: "confidence", xAxis: .init("mean confidence of a bin"),
      yAxis: .init("share that is right", range: 0...1),
      series: shown.map { Figure.Series($0.run.name, style: .linePoints) }
        + [Figure.Series("perfect", style: .dashed)])
  }
}
