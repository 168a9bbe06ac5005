import CandorUncertainty

/// How far the probabilities of a classifier can be relied on, as figures.
public enum CalibrationFigures {
  /// The reliability diagram and the accuracy by the share that is answered, each with a name for its files.
  ///
  /// - Parameters:
  ///   - reliability: probabilities against what was right
  ///   - detection: how 1 − probability ranks the errors
  ///   - byUncertainty: how the epistemic uncertainty ranks them, where there is one
  public static func all(
    reliability: ReliabilityDiagram, detection: ErrorDetection, byUncertainty: ErrorDetection?
  ) -> [(name: String, figure: Figure)] {
    var coverage = SeriesTable(columns: ["coverage", "probability", "uncertainty"])
    let curve = detection.rejectionCurve(steps: 50)
    let other = byUncertainty?.rejectionCurve(steps: 50)
    for (index, point) in curve.enumerated().reversed() where point.reviewed < 1 {
      coverage.append([
        .init(1 - point.reviewed), .init(1 - point.remainingErrorRate),
        .init(other.map { 1 - $0[index].remainingErrorRate }),
      ])
    }
    let answered = Figure(
      title: "Accuracy of what is answered", table: coverage, x: "coverage",
      xAxis: .init("share of the texts that are answered"), yAxis: .init("accuracy"),
      series: [.init("probability", title: "surest first, by probability")]
        + (byUncertainty == nil
          ? [] : [.init("uncertainty", title: "surest first, by epistemic uncertainty")]))
    return [("reliability", diagram(reliability)), ("coverage", answered)]
  }

  /// Probabilities against the share that is right.
  public static func diagram(_ reliability: ReliabilityDiagram) -> Figure {
    let percent = (reliability.expectedCalibrationError * 10_000).rounded() / 100
    var bins = SeriesTable(columns: ["probability", "accuracy", "perfect", "count"])
    for bin in reliability.bins {
      bins.append([
        .init(bin.confidence), .init(bin.accuracy), .init(bin.confidence), .init(bin.count),
      ])
    }
    return Figure(
      title: "Reliability: ECE \(percent) %", table: bins, x: "probability",
      xAxis: .init("mean probability of the bin", range: 0...1),
      yAxis: .init("share that is right", range: 0...1),
      series: [
        .init("accuracy", title: "model", style: .linePoints),
        .init("perfect", title: "perfectly calibrated", style: .dashed),
      ])
  }
}
