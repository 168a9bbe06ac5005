extension SentimentEvaluation.Figures {
  /// The figures by name, in a fixed order; what could not be measured is `null`.
  package var json: [(String, JSONText)] {
    [
      ("texts", .integer(texts)),
      ("unreadTexts", .integer(unreadTexts)),
      ("accuracy", .number(accuracy)),
      ("macroF1", .number(macroF1)),
      (
        "classes",
        .array(
          classes.map {
            .object([
              ("label", .string($0.label)), ("texts", .integer($0.texts)),
              ("precision", .number($0.precision)), ("recall", .number($0.recall)),
              ("f1", .number($0.f1)),
            ])
          })
      ),
      ("confusion", .array(confusion.map { .array($0.map { .integer($0) }) })),
      ("meanConfidence", .number(meanConfidence)),
      ("nll", .number(negativeLogLikelihood)),
      ("brier", .number(brierScore)),
      ("ece", .number(expectedCalibrationError)),
      ("aurc", .number(areaUnderRiskCoverage)),
      ("aurcUncertainty", .number(areaUnderRiskCoverageByUncertainty)),
      ("auroc", .number(errorDetection)),
      ("aurocUncertainty", .number(errorDetectionByUncertainty)),
      ("accuracyAbstaining20", .number(accuracyAfterAbstaining)),
      ("meanUncertainty", .number(meanUncertainty)),
    ]
  }

  /// The figures that a bundle keeps of its validation texts.
  package var named: [String: Double] {
    var named: [String: Double] = [:]
    for (name, value) in json {
      if case .number(let number, _) = value, number.isFinite { named[name] = number }
    }
    return named
  }

  /// Lines for people: a name and its value.
  package var lines: [(String, String)] {
    func percent(_ share: Double?) -> String {
      share.map { Decimal.percent($0, decimals: 2) } ?? "not measured"
    }
    func score(_ value: Double?) -> String {
      value.map { Decimal.fixed($0, decimals: 4) } ?? "not measured"
    }
    var lines = [
      ("texts", "\(texts)" + (unreadTexts > 0 ? ", \(unreadTexts) of them not read" : "")),
      ("accuracy", percent(accuracy)), ("macro F1", percent(macroF1)),
    ]
    for one in classes {
      let name = Escaping.column(one.label)
      lines.append(
        (
          name,
          "precision \(percent(one.precision)), recall \(percent(one.recall)), "
            + "F1 \(percent(one.f1)), \(one.texts) texts"
        ))
    }
    for (label, row) in zip(classes, confusion) {
      lines.append(
        (
          "\(Escaping.column(label.label)) taken for",
          zip(classes, row).map { "\(Escaping.column($0.label)) \($1)" }.joined(separator: ", ")
        ))
    }
    return lines + [
      ("mean probability", percent(meanConfidence)),
      ("NLL", score(negativeLogLikelihood) + " nats"),
      ("Brier score", score(brierScore)),
      ("ECE, 15 bins", percent(expectedCalibrationError)),
      ("AURC by probability", score(areaUnderRiskCoverage)),
      ("AURC by uncertainty", score(areaUnderRiskCoverageByUncertainty)),
      ("AUROC by probability", score(errorDetection)),
      ("AUROC by uncertainty", score(errorDetectionByUncertainty)),
      ("accuracy without the least sure 20 %", percent(accuracyAfterAbstaining)),
      ("mean uncertainty", meanUncertainty.map { score($0) + " nats" } ?? score(nil)),
    ]
  }
}
