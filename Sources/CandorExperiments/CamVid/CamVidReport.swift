import Candor
import CandorEngine
import CandorFigures

/// The table and the figures of the road scenes.
public struct CamVidReport: ExperimentReport {
  /// A finished run.
  public struct Row: Sendable {
    /// What it was.
    public let run: CamVidRun
    /// What it measured in the end.
    public let result: CamVidResult
    /// What it measured after each epoch.
    public let epochs: [EpochReport]
  }

  /// In the order of the table.
  public let rows: [Row]

  /// The numbers of the table.
  public var table: SeriesTable {
    let classes = CamVidData.classes
    var table = SeriesTable(
      columns: [
        "run", "parameters", "images", "test_iou", "test_image_iou", "test_accuracy", "test_nll",
        "test_ece", "mean_network_iou", "mean_network_image_iou", "mean_network_accuracy",
        "mean_network_nll", "mean_network_ece", "epistemic", "lowest_rate", "highest_rate",
        "epochs", "train_seconds",
      ] + classes.map { "iou_\($0)" })
    for row in rows {
      let result = row.result
      func scores(_ scores: CamVidResult.Scores) -> [SeriesTable.Cell] {
        [
          .number(scores.meanIoU), .number(scores.meanIoUOfImages), .number(scores.accuracy),
          .number(scores.nll), .number(scores.ece),
        ]
      }
      table.append(
        [.text(row.run.name), .init(result.parameters), .init(result.images)]
          + scores(result.test) + scores(result.testOfMean) + [
            .number(result.epistemic), .init(result.rates.min()), .init(result.rates.max()),
            .init(row.epochs.count), .number(row.epochs.reduce(0) { $0 + $1.seconds }),
          ] + result.test.classIoU.map { .init($0) })
    }
    return table
  }

  /// The table for people.
  public var markdown: String {
    var lines = [
      "| dropout | mean IoU | per image, with void | accuracy | NLL | ECE "
        + "| mean network's IoU | epistemic | rates |",
      "|---|---:|---:|---:|---:|---:|---:|---:|---|",
    ]
    for row in rows {
      let (result, test) = (row.result, row.result.test)
      lines.append(
        "| \(row.run.title) | \(Decimal.fixed(100 * test.meanIoU, decimals: 2)) % "
          + "| \(Decimal.fixed(100 * test.meanIoUOfImages, decimals: 2)) % "
          + "| \(Decimal.fixed(100 * test.accuracy, decimals: 2)) % | \(Decimal.fixed(test.nll, decimals: 4)) "
          + "| \(Decimal.fixed(100 * test.ece, decimals: 2)) % "
          + "| \(Decimal.fixed(100 * result.testOfMean.meanIoU, decimals: 2)) % "
          + "| \(Decimal.fixed(result.epistemic, decimals: 4)) "
          + "| \(Decimal.fixed(result.rates.min() ?? 0, decimals: 3)) to \(Decimal.fixed(result.rates.max() ?? 0, decimals: 3)) |"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Every run.
  public var contents: [String: CamVidResult] {
    Dictionary(uniqueKeysWithValues: rows.map { ($0.run.name, $0.result) })
  }

  /// The examples of the paper's figure 6.
  public var pictures: [(title: String, path: String)] {
    rows.map { row in
      (
        "\(row.run.title): a test image, its classes, the predicted ones, all uncertainty, that of the weights",
        "runs/\(row.run.name)/example.png"
      )
    }
  }

  /// The paper's figures 4, 5 and 6, without the examples.
  public var figures: [(name: String, figure: Figure)] {
    [("learning-curves", learningCurves), ("rates-over-layers", ratesOverLayers)]
      + rows.map { ("calibration-\($0.run.name)", calibration($0)) }
  }

  private var learningCurves: Figure {
    let table = curvesOverEpochs(rows.map { ($0.run.name, $0.epochs) }) {
      $0.validation["iou"].map { 100 * $0 }
    }
    return Figure(
      title: "Mean IoU of the mean network on the validation images", table: table, x: "epoch",
      xAxis: .init("epoch"), yAxis: .init("per cent"),
      series: rows.map { Figure.Series($0.run.name) })
  }

  private var ratesOverLayers: Figure {
    var table = SeriesTable(columns: ["layer", "site"] + rows.map(\.run.name))
    for (layer, site) in (rows.first?.result.sites ?? []).enumerated() {
      table.append([.init(layer + 1), .text(site)] + rows.map { .number($0.result.rates[layer]) })
    }
    return Figure(
      title: "Dropout rates over the layers", table: table, x: "layer",
      xAxis: .init("layer, in the order in which an image passes them"),
      yAxis: .init("dropout rate"),
      series: rows.map { Figure.Series($0.run.name, style: .linePoints) })
  }

  private func calibration(_ row: Row) -> Figure {
    let classes = CamVidData.classes
    var table = SeriesTable(columns: ["probability"] + classes + ["perfect"])
    for bound in [0, 1] {
      table.append([.init(bound)] + classes.map { _ in .missing } + [.init(bound)])
    }
    for (index, bins) in row.result.test.calibration.enumerated() {
      for bin in bins {
        table.append(
          [.number(bin[0])] + classes.indices.map { $0 == index ? .number(bin[1]) : .missing }
            + [.missing])
      }
    }
    return Figure(
      title: "Calibration by class on the test images: \(row.run.title)", table: table,
      x: "probability", xAxis: .init("mean probability of the class in a bin"),
      yAxis: .init("share of pixels that have it", range: 0...1),
      series: classes.map { Figure.Series($0, style: .linePoints) }
        + [Figure.Series("perfect", style: .dashed)])
  }
}
