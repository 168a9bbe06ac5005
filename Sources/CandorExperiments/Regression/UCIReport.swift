import Candor
import CandorFigures

/// The table and the figures of the regression experiment.
public struct UCIReport: ExperimentReport {
  /// All splits of a data set and a variant.
  public struct Group: Sendable {
    /// The data.
    public let dataset: UCIDataset
    /// The network and its training.
    public let variant: UCIVariant
    /// What each split measured, by its number.
    public let splits: [(split: Int, result: UCIResult)]
    /// Over the splits.
    public let rmse: MeanAndError
    /// Over the splits.
    public let logLikelihood: MeanAndError
  }

  /// In the order of the table.
  public let groups: [Group]

  init(runs: [(run: UCIRun, result: UCIResult)]) {
    groups = UCIDataset.allCases.flatMap { dataset in
      UCIVariant.allCases.compactMap { variant in
        let own = runs.filter { $0.run.dataset == dataset && $0.run.variant == variant }
        guard !own.isEmpty else { return nil }
        return Group(
          dataset: dataset, variant: variant, splits: own.map { ($0.run.split, $0.result) },
          rmse: MeanAndError(own.map(\.result.rmse)),
          logLikelihood: MeanAndError(own.map(\.result.logLikelihood)))
      }
    }
  }

  /// The numbers of the table.
  public var table: SeriesTable {
    var table = SeriesTable(columns: [
      "data", "run", "splits", "rmse", "rmse_error", "published_rmse", "ll", "ll_error",
      "published_ll", "seconds",
    ])
    for group in groups {
      let published = group.dataset.published
      table.append([
        .text(group.dataset.rawValue), .text(group.variant.rawValue), .init(group.splits.count),
        .init(group.rmse.mean), .init(group.rmse.error), .init(published.rmse),
        .init(group.logLikelihood.mean), .init(group.logLikelihood.error),
        .init(published.logLikelihood), .init(group.splits.reduce(0) { $0 + $1.result.seconds }),
      ])
    }
    return table
  }

  /// The table for people.
  public var markdown: String {
    var lines = [
      "| data | | RMSE | published | log-likelihood | published | rates, mean over the splits |",
      "|---|---|---:|---:|---:|---:|---|",
    ]
    for group in groups {
      let published = group.dataset.published
      let places = group.dataset == .kin8nm ? 4 : 3
      let rates = group.splits[0].result.rates.indices.map { layer in
        MeanAndError(group.splits.map { $0.result.rates[layer] }).mean
      }
      lines.append(
        "| \(group.dataset.rawValue) | \(group.variant.title) "
          + "| \(group.rmse.description(places)) | \(Decimal.fixed(published.rmse, decimals: 3)) "
          + "| \(group.logLikelihood.description(3)) | \(Decimal.fixed(published.logLikelihood, decimals: 3)) "
          + "| \(rates.map { Decimal.fixed($0, decimals: 3) }.joined(separator: " ")) |")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// What each split measured.
  public struct Contents: Encodable {
    struct Split: Encodable {
      let dataset: UCIDataset
      let variant: UCIVariant
      let split: Int
      let result: UCIResult
    }
    let splits: [Split]
  }

  /// What each split measured.
  public var contents: Contents {
    Contents(
      splits: groups.flatMap { group in
        group.splits.map {
          Contents.Split(
            dataset: group.dataset, variant: group.variant, split: $0.split, result: $0.result)
        }
      })
  }

  /// The paper's figure 1: rates over layers and splits.
  public var figures: [(name: String, figure: Figure)] {
    groups.map { group in
      let layers = group.splits[0].result.rates.indices.map { "layer \($0 + 1)" }
      var table = SeriesTable(columns: ["split"] + layers)
      for (split, result) in group.splits {
        table.append([.init(split)] + result.rates.map { .number($0) })
      }
      return (
        "rates-\(group.dataset.rawValue)-\(group.variant.rawValue)",
        Figure(
          title: "\(group.dataset.rawValue), \(group.variant.title): dropout rates", table: table,
          x: "split", xAxis: .init("split"), yAxis: .init("dropout rate"),
          series: layers.map { Figure.Series($0, style: .linePoints) })
      )
    }
  }
}

/// The mean of several measurements and its standard error, √(variance / n).
public struct MeanAndError: Sendable, Equatable {
  /// The mean.
  public let mean: Double
  /// Its standard error; nil for a single measurement, which has none.
  public let error: Double?

  /// Measures.
  public init(_ values: [Double]) {
    let count = Double(max(1, values.count))
    let mean = values.reduce(0, +) / count
    let squares = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    self.mean = mean
    error = values.count < 2 ? nil : (squares / (count - 1) / count).squareRoot()
  }

  /// Such as `2.90 ± 0.18`; of a single measurement `2.90`.
  func description(_ places: Int) -> String {
    Decimal.fixed(mean, decimals: places)
      + (error.map { " ± \(Decimal.fixed($0, decimals: places))" } ?? "")
  }
}
