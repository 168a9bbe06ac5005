import Candor
import CandorFigures
import CandorText
import CandorUncertainty

/// The figures of an evaluation, drawn by gnuplot.
struct EvaluationFigures {
  private let evaluation: TranscriptionEvaluation

  init(_ evaluation: TranscriptionEvaluation) { self.evaluation = evaluation }

  /// Phones in the confusion matrix at most: those that take part in the most confusions.
  private static let mostPhones = 40

  /// What there is to draw, by the names of the files; a model without a mistake has no confusions.
  func all() throws -> [(name: String, figure: Figure)] {
    [
      ("reliability", CalibrationFigures.diagram(try evaluation.reliability())),
      ("rejection", try rejection()),
    ] + (confusion.map { [("confusion", $0)] } ?? [])
  }

  private func rejection() throws -> Figure {
    let byConfidence = try evaluation.detectionByConfidence()
    let byUncertainty = try evaluation.detectionByUncertainty()
    var table = SeriesTable(columns: ["reviewed", "confidence", "uncertainty", "best", "chance"])
    let errorShare = Double(byConfidence.errorCount) / Double(byConfidence.count)
    for point in byConfidence.rejectionCurve() {
      let reviewed = point.reviewed
      table.append([
        .number(reviewed * 100), .number(point.errorsFound * 100),
        .init(byUncertainty.map { $0.reviewing(reviewed).errorsFound * 100 }),
        .number(errorShare > 0 ? min(1, reviewed / errorShare) * 100 : 100),
        .number(reviewed * 100),
      ])
    }
    return Figure(
      title: "Errors found by reviewing the words of least certainty", table: table, x: "reviewed",
      xAxis: .init("words reviewed, %"), yAxis: .init("errors found, %", range: 0...100),
      series: [.init("confidence", title: "by confidence")]
        + (byUncertainty == nil ? [] : [.init("uncertainty", title: "by uncertainty")]) + [
          .init("best", title: "perfect", style: .dashed),
          .init("chance", style: .dashed),
        ])
  }

  private var confusion: Figure? {
    let confusions = evaluation.confusions
    let phones = confusions.phones(atMost: Self.mostPhones)
    guard !phones.isEmpty, !evaluation.mistakes.isEmpty else { return nil }
    var table = SeriesTable(columns: ["reference"] + phones)
    for reference in phones {
      let total = Double(max(1, confusions.occurrences(reference)))
      table.append(
        [.text(reference)]
          + phones.map {
            // What is right would outshine what is wrong.
            $0 == reference
              ? .missing : .number(100 * Double(confusions.count(reference, as: $0)) / total)
          })
    }
    return Figure(
      title: "Which phones are said for which: share of the reference's phone, %", kind: .heatMap,
      table: table, x: "reference", xAxis: .init("said"), yAxis: .init("reference"),
      series: phones.map { .init($0) })
  }
}
