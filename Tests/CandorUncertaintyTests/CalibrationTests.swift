import CandorUncertainty
import Foundation
import TestSupport
import Testing

@Suite struct ReliabilityDiagramTests {
  /// Ten items in two bins of five: gaps |0.9 − 0.6| for 5 items and |0.3 − 0.4| for 5.
  @Test func handMadeExample() throws {
    let confidences = [0.9, 0.9, 0.9, 0.9, 0.9, 0.3, 0.3, 0.3, 0.3, 0.3]
    let correct = [true, true, true, false, false, true, true, false, false, false]
    let diagram = try ReliabilityDiagram(confidences: confidences, correct: correct, binCount: 5)
    #expect(diagram.bins.count == 2)
    #expect(diagram.bins.map(\.count) == [5, 5])
    expectClose(diagram.bins.map(\.lower), [0.2, 0.8])
    expectClose(diagram.bins.map(\.accuracy), [0.4, 0.6])
    expectClose(diagram.expectedCalibrationError, 0.2, absolute: 1e-12)
    expectClose(diagram.maximumCalibrationError, 0.3, absolute: 1e-12)
  }

  @Test func limitsBelongToTheLowerBin() throws {
    let diagram = try ReliabilityDiagram(
      confidences: [0, 0.5, 0.75, 1], correct: [false, true, true, true], binCount: 4)
    #expect(diagram.bins.map(\.upper) == [0.25, 0.5, 0.75, 1])
    expectClose(diagram.expectedCalibrationError, 0.75 / 4)
  }

  /// 0.28 · 25 comes out above 7.
  @Test(arguments: [(0.28, 25, 6), (0.14, 50, 6), (0.07, 100, 6), (0.29, 100, 28)])
  func roundingDoesNotMoveALimit(confidence: Double, bins: Int, place: Int) throws {
    let diagram = try ReliabilityDiagram(
      confidences: [confidence], correct: [true], binCount: bins)
    #expect(diagram.bins.map(\.lower) == [Double(place) / Double(bins)])
  }

  @Test func perfectCalibrationHasNoError() throws {
    let diagram = try ReliabilityDiagram(confidences: [1, 1, 0], correct: [true, true, false])
    #expect(diagram.expectedCalibrationError == 0)
    #expect(diagram.maximumCalibrationError == 0)
  }

  @Test func wrongNumbersAreRefused() {
    #expect(throws: UncertaintyError.empty(what: "confidences")) {
      try ReliabilityDiagram(confidences: [], correct: [])
    }
    #expect(throws: UncertaintyError.countMismatch(what: "outcomes", found: 2, expected: 1)) {
      try ReliabilityDiagram(confidences: [0.5], correct: [true, false])
    }
    #expect(throws: UncertaintyError.invalidValue(what: "confidences", value: 1.5, index: 1)) {
      try ReliabilityDiagram(confidences: [0.5, 1.5], correct: [true, false])
    }
    #expect(throws: UncertaintyError.self) {
      try ReliabilityDiagram(confidences: [.nan], correct: [true])
    }
    #expect(throws: UncertaintyError.empty(what: "bins")) {
      try ReliabilityDiagram(confidences: [0.5], correct: [true], binCount: 0)
    }
  }
}

@Suite struct ProperScoresTests {
  @Test func closedForms() throws {
    let correct = [true, false, true]
    let coin = [0.5, 0.5, 0.5]
    expectClose(try ProperScores.brier(confidences: coin, correct: correct), 0.25)
    expectClose(
      try ProperScores.negativeLogLikelihood(confidences: coin, correct: correct), log(2.0))
    #expect(try ProperScores.brier(confidences: [1, 0, 1], correct: correct) == 0)
    #expect(try ProperScores.negativeLogLikelihood(confidences: [1, 0, 1], correct: correct) == 0)
    let sure = try ProperScores.negativeLogLikelihood(confidences: [1], correct: [false])
    expectClose(sure, 12 * log(10.0))
    #expect(throws: UncertaintyError.self) { try ProperScores.brier(confidences: [], correct: []) }
    #expect(throws: UncertaintyError.self) {
      try ProperScores.negativeLogLikelihood(confidences: [2], correct: [true])
    }
  }
}

@Suite struct TemperatureScalingTests {
  /// Labels drawn from softmax(z / 2.5) of random z.
  func synthetic(_ temperature: Double, count: Int) throws -> (logits: [[Double]], labels: [Int]) {
    var generator = Seeded(42)
    let truth = try TemperatureScaling(temperature: temperature)
    var logits: [[Double]] = []
    var labels: [Int] = []
    for _ in 0..<count {
      let row = (0..<4).map { _ in 8 * generator.unit() - 4 }
      var left = generator.unit()
      var label = 0
      for (index, p) in truth.probabilities(row).enumerated() {
        label = index
        left -= p
        if left < 0 { break }
      }
      logits.append(row)
      labels.append(label)
    }
    return (logits, labels)
  }

  @Test(arguments: [0.4, 1.0, 2.5]) func recoversAKnownTemperature(_ temperature: Double) throws {
    let data = try synthetic(temperature, count: 20_000)
    let fitted = try TemperatureScaling.fit(logits: data.logits, labels: data.labels)
    #expect(abs(fitted.temperature / temperature - 1) < 0.05)
    // It is the minimum: a little to either side is worse.
    let best = try fitted.negativeLogLikelihood(logits: data.logits, labels: data.labels)
    for factor in [0.98, 1.02] {
      let other = try TemperatureScaling(temperature: fitted.temperature * factor)
      #expect(try other.negativeLogLikelihood(logits: data.logits, labels: data.labels) > best)
    }
  }

  /// Two classes with z = (1, 0), right in 3 of 4 cases: σ(1/T) = 3/4, T = 1/ln 3.
  @Test func closedForm() throws {
    let logits = [[Double]](repeating: [1, 0], count: 4)
    let fitted = try TemperatureScaling.fit(logits: logits, labels: [0, 0, 1, 0])
    expectClose(fitted.temperature, 1 / log(3.0), absolute: 1e-9, relative: 1e-9)
    expectClose(fitted.probabilities([1, 0]), [0.75, 0.25])
  }

  @Test func unequalGroupsShiftsAndExcludedClasses() throws {
    let logits: [[Double]] = [[1, 0], [101, 100, -.infinity], [1, 0], [-7, -8]]
    let fitted = try TemperatureScaling.fit(logits: logits, labels: [0, 0, 1, 0])
    expectClose(fitted.temperature, 1 / log(3.0), absolute: 1e-9, relative: 1e-9)
  }

  @Test func degenerateDataEndAtTheLimits() throws {
    let right = try TemperatureScaling.fit(logits: [[5, 0], [3, 1]], labels: [0, 0])
    #expect(right.temperature == TemperatureScaling.range.lowerBound)
    let wrong = try TemperatureScaling.fit(logits: [[5, 0], [3, 1]], labels: [1, 1])
    #expect(wrong.temperature == TemperatureScaling.range.upperBound)
    let single = try TemperatureScaling.fit(logits: [[0]], labels: [0])
    #expect(single.temperature == 1)
    let equal = try TemperatureScaling.fit(logits: [[2, 2], [1, 1, 1]], labels: [0, 2])
    #expect(equal.temperature == 1)
    let large = try TemperatureScaling.fit(logits: [[900, 0], [900, 0]], labels: [0, 1])
    #expect(large.temperature == TemperatureScaling.range.upperBound)
  }

  @Test func wrongNumbersAreRefused() {
    func fit(_ logits: [[Double]], _ labels: [Int]) throws {
      _ = try TemperatureScaling.fit(logits: logits, labels: labels)
    }
    #expect(throws: UncertaintyError.empty(what: "logits")) { try fit([], []) }
    #expect(throws: UncertaintyError.countMismatch(what: "labels", found: 0, expected: 1)) {
      try fit([[0, 1]], [])
    }
    #expect(throws: UncertaintyError.self) { try fit([[.nan, 1]], [1]) }
    #expect(throws: UncertaintyError.self) { try fit([[.infinity, 1]], [1]) }
    #expect(throws: UncertaintyError.self) { try fit([[0, 1]], [2]) }
    #expect(throws: UncertaintyError.self) { try fit([[]], [0]) }
    #expect(throws: UncertaintyError.self) { try fit([[0, -.infinity]], [1]) }
    for bad in [0, -1, Double.nan, .infinity] {
      #expect(throws: UncertaintyError.self) { try TemperatureScaling(temperature: bad) }
    }
  }
}

@Suite struct PlattScalingTests {
  @Test(arguments: [(1.0, 0.0), (0.6, -0.5), (2.0, 1.0)])
  func recoversKnownCoefficients(_ slope: Double, _ intercept: Double) throws {
    var generator = Seeded(3)
    let truth = try PlattScaling(slope: slope, intercept: intercept)
    let confidences = (0..<40_000).map { _ in 0.02 + 0.96 * generator.unit() }
    let correct = confidences.map { generator.unit() < truth.calibrated($0) }
    let fitted = try PlattScaling.fit(confidences: confidences, correct: correct)
    #expect(abs(fitted.slope - slope) < 0.06)
    #expect(abs(fitted.intercept - intercept) < 0.06)
    let before = try ReliabilityDiagram(confidences: confidences, correct: correct)
    let after = try ReliabilityDiagram(
      confidences: confidences.map { fitted.calibrated($0) }, correct: correct)
    #expect(after.expectedCalibrationError < 0.015)
    #expect(after.expectedCalibrationError <= before.expectedCalibrationError + 0.002)
  }

  @Test func orderIsNeverTurnedRound() throws {
    // The surer, the more often wrong: the best a ≥ 0 is a = 0, and b gives Platt's mean target.
    let confidences = [0.1, 0.2, 0.8, 0.9]
    let fitted = try PlattScaling.fit(
      confidences: confidences, correct: [true, true, false, false])
    #expect(fitted.slope == 0)
    expectClose(fitted.calibrated(0.3), 0.5)
  }

  @Test func degenerateDataStayFinite() throws {
    let separated = try PlattScaling.fit(
      confidences: [0.1, 0.2, 0.8, 0.9], correct: [false, false, true, true])
    #expect(separated.slope > 0 && separated.slope.isFinite)
    #expect(separated.calibrated(0.9) > 0.7 && separated.calibrated(0.1) < 0.3)
    let constant = try PlattScaling.fit(
      confidences: [Double](repeating: 0.7, count: 10),
      correct: [true] + .init(repeating: false, count: 9))
    #expect(abs(constant.calibrated(0.7) - (2.0 / 3 + 9.0 / 11) / 10) < 1e-3)
    let allRight = try PlattScaling.fit(
      confidences: [0.2, 0.9, 1, 0], correct: [true, true, true, true])
    expectClose(allRight.calibrated(0.9), 5.0 / 6, absolute: 1e-3, relative: 1e-3)
    for confidence in [0.0, 1, -3, 7] { #expect(allRight.calibrated(confidence).isFinite) }
  }

  @Test func oneScalingAfterAnotherIsOne() throws {
    let first = try PlattScaling(slope: 0.6, intercept: -0.5)
    let second = try PlattScaling(slope: 2, intercept: 0.25)
    let both = try second.after(first)
    for confidence in [0.001, 0.3, 0.9] {
      expectClose(both.calibrated(confidence), second.calibrated(first.calibrated(confidence)))
    }
    #expect(throws: UncertaintyError.self) {
      try PlattScaling(slope: 1e300, intercept: 0).after(PlattScaling(slope: 1e300, intercept: 0))
    }
  }

  @Test func identityChangesNothing() {
    for confidence in [0.001, 0.3, 0.5, 0.999] {
      expectClose(PlattScaling.identity.calibrated(confidence), confidence)
    }
  }

  @Test func wrongNumbersAreRefused() {
    #expect(throws: UncertaintyError.empty(what: "confidences")) {
      try PlattScaling.fit(confidences: [], correct: [])
    }
    #expect(throws: UncertaintyError.self) {
      try PlattScaling.fit(confidences: [0.5, .nan], correct: [true, true])
    }
    #expect(throws: UncertaintyError.self) { try PlattScaling(slope: -1, intercept: 0) }
    #expect(throws: UncertaintyError.self) { try PlattScaling(slope: 1, intercept: .infinity) }
  }

  @Test func aFileHoldsTheCoefficientsOfPlattAndIsChecked() throws {
    let scaling = try PlattScaling(slope: 0.7, intercept: -0.4)
    #expect(abs(scaling.calibrated(logOdds: 2) - 1) < 1e-12)
    // Beyond what a confidence can be, nothing was fitted.
    #expect(scaling.calibrated(logOdds: 1e6) == scaling.calibrated(logOdds: 21))
    #expect(abs(scaling.calibrated(logOdds: 1e6) - (0.7 * log(1e9) - 0.4)) < 1e-6)
    let json = try JSONEncoder().encode(scaling)
    #expect(try JSONDecoder().decode(PlattScaling.self, from: json) == scaling)
    #expect(throws: (any Error).self) {
      try JSONDecoder().decode(
        PlattScaling.self, from: Data(#"{"slope": -1, "intercept": 0}"#.utf8))
    }
  }
}
