extension TranscriptionEvaluation.Figures {
  /// The figures by name, in a fixed order; what could not be measured is `null`.
  package var json: [(String, JSONText)] {
    [
      ("words", .integer(words)),
      ("unreadWords", .integer(unreadWords)),
      ("ignoringStress", .bool(ignoringStress)),
      ("per", .number(phoneErrorRate)),
      ("wer", .number(wordErrorRate)),
      ("perWithoutStress", .number(phoneErrorRateWithoutStress)),
      ("werWithoutStress", .number(wordErrorRateWithoutStress)),
    ] + mergedRates + [
      ("hamming", .number(hammingDistance)),
      ("meanConfidence", .number(meanConfidence)),
      ("nll", .number(negativeLogLikelihood)),
      ("brier", .number(brierScore)),
      ("ece", .number(expectedCalibrationError)),
      ("aurocConfidence", .number(errorDetectionByConfidence)),
      ("aurocUncertainty", .number(errorDetectionByUncertainty)),
      ("errorsFoundConfidence20", .number(errorsFoundByConfidence)),
      ("errorsFoundUncertainty20", .number(errorsFoundByUncertainty)),
    ]
  }

  private var mergedRates: [(String, JSONText)] {
    guard !merging.isEmpty else { return [] }
    return [
      ("merging", .object(merging.sorted { $0.key < $1.key }.map { ($0, .string($1)) })),
      ("perMerged", .number(phoneErrorRateWhenMerged)),
      ("werMerged", .number(wordErrorRateWhenMerged)),
    ]
  }

  /// The figures that a bundle keeps of its validation words.
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
      ("words", "\(words)" + (unreadWords > 0 ? ", \(unreadWords) of them not read" : ""))
    ]
    if ignoringStress {
      lines += [
        ("stress", "left out: the references have none"), ("PER", percent(phoneErrorRate)),
        ("WER", percent(wordErrorRate)),
      ]
    } else {
      lines += [("PER", percent(phoneErrorRate)), ("WER", percent(wordErrorRate))]
      if phoneErrorRate != phoneErrorRateWithoutStress {
        lines += [
          ("PER without stress", percent(phoneErrorRateWithoutStress)),
          ("WER without stress", percent(wordErrorRateWithoutStress)),
        ]
      }
    }
    if !merging.isEmpty {
      let pairs = merging.sorted { $0.key < $1.key }.map { "\($0) = \($1)" }.joined(separator: ", ")
      lines += [
        ("PER, \(pairs)", percent(phoneErrorRateWhenMerged)),
        ("WER, \(pairs)", percent(wordErrorRateWhenMerged)),
      ]
    }
    return lines + [
      ("Hamming distance", score(hammingDistance) + " of 40 slots"),
      ("mean confidence", percent(meanConfidence)),
      ("NLL of right or wrong", score(negativeLogLikelihood) + " nats"),
      ("Brier score", score(brierScore)),
      ("ECE, 15 bins", percent(expectedCalibrationError)),
      ("AUROC by confidence", score(errorDetectionByConfidence)),
      ("AUROC by uncertainty", score(errorDetectionByUncertainty)),
      ("errors in the 20 % of least confidence", percent(errorsFoundByConfidence)),
      ("errors in the 20 % of most uncertainty", percent(errorsFoundByUncertainty)),
    ]
  }
}
