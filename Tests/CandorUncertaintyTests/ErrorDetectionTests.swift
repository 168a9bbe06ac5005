import CandorUncertainty
import TestSupport
import Testing

@Suite struct ErrorDetectionTests {
  @Test func perfectRanking() throws {
    let detection = try ErrorDetection(
      uncertainties: [0.1, 0.9, 0.2, 0.8], wrong: [false, true, false, true])
    #expect(detection.areaUnderROC == 1)
    #expect(detection.areaUnderPrecisionRecall == 1)
    #expect(detection.reviewing(0.5).errorsFound == 1)
    #expect(detection.reviewing(0.5).remainingErrorRate == 0)
    #expect(detection.reviewing(0.25).errorsFound == 0.5)
    expectClose(detection.reviewing(0.25).remainingErrorRate, 1.0 / 3)
    // Rates of the rest for k = 0…3: 2/4, 1/3, 0, 0.
    expectClose(detection.areaUnderRiskCoverage, (0.5 + 1.0 / 3) / 4)
  }

  @Test func worstRanking() throws {
    let detection = try ErrorDetection(
      uncertainties: [0.9, 0.1, 0.8, 0.2], wrong: [false, true, false, true])
    #expect(detection.areaUnderROC == 0)
    // Errors stand third and fourth: (1/3 + 2/4) / 2.
    expectClose(try #require(detection.areaUnderPrecisionRecall), (1.0 / 3 + 0.5) / 2)
    expectClose(detection.areaUnderRiskCoverage, (0.5 + 2.0 / 3 + 1 + 1) / 4)
  }

  @Test func tiesCountOneHalfInAnyOrder() throws {
    for wrong in [[true, false, false, true], [false, true, true, false]] {
      let detection = try ErrorDetection(uncertainties: [1, 1, 1, 1], wrong: wrong)
      #expect(detection.areaUnderROC == 0.5)
      #expect(detection.areaUnderPrecisionRecall == 0.5)
      expectClose(detection.reviewing(0.25).errorsFound, 0.25)
      expectClose(detection.areaUnderRiskCoverage, 0.5)
    }
    // One pair in order (1), one tied (½), of two.
    let mixed = try ErrorDetection(uncertainties: [2, 2, 1], wrong: [true, false, false])
    #expect(mixed.areaUnderROC == 0.75)
  }

  @Test func agreesWithCountingPairs() throws {
    var generator = Seeded(11)
    let uncertainties = (0..<300).map { _ in Double(Int(generator.unit() * 20)) }
    let wrong = uncertainties.map { generator.unit() < $0 / 30 }
    var pairs = 0.0
    var total = 0.0
    for (i, a) in uncertainties.enumerated() where wrong[i] {
      for (j, b) in uncertainties.enumerated() where !wrong[j] {
        pairs += a > b ? 1 : a == b ? 0.5 : 0
        total += 1
      }
    }
    let detection = try ErrorDetection(uncertainties: uncertainties, wrong: wrong)
    expectClose(try #require(detection.areaUnderROC), pairs / total, absolute: 1e-12)
  }

  @Test func noiseIsWorthNothing() throws {
    var generator = Seeded(5)
    let uncertainties = (0..<20_000).map { _ in generator.unit() }
    let wrong = (0..<20_000).map { _ in generator.unit() < 0.3 }
    let detection = try ErrorDetection(uncertainties: uncertainties, wrong: wrong)
    #expect(abs(try #require(detection.areaUnderROC) - 0.5) < 0.015)
    #expect(abs(try #require(detection.areaUnderPrecisionRecall) - 0.3) < 0.02)
    #expect(abs(detection.areaUnderRiskCoverage - 0.3) < 0.02)
  }

  @Test func curvesRunFromNothingToEverything() throws {
    let detection = try ErrorDetection(
      uncertainties: [3, 2, 1], wrong: [true, true, false])
    let curve = detection.rejectionCurve(steps: 3)
    #expect(curve.count == 4)
    expectClose(curve.map(\.reviewed), [0, 1.0 / 3, 2.0 / 3, 1])
    expectClose(curve.map(\.errorsFound), [0, 0.5, 1, 1])
    expectClose(curve.map(\.remainingErrorRate), [2.0 / 3, 0.5, 0, 0])
    #expect(detection.reviewing(-1).reviewed == 0)
    #expect(detection.reviewing(.nan).reviewed == 0)
    #expect(detection.reviewing(7).reviewed == 1)
  }

  @Test func oneKindOnlyHasNoArea() throws {
    let right = try ErrorDetection(uncertainties: [1, 2], wrong: [false, false])
    #expect(right.areaUnderROC == nil)
    #expect(right.areaUnderPrecisionRecall == nil)
    #expect(right.areaUnderRiskCoverage == 0)
    #expect(right.reviewing(0).errorsFound == 1)
    let wrong = try ErrorDetection(uncertainties: [1, 2], wrong: [true, true])
    #expect(wrong.areaUnderROC == nil)
    #expect(wrong.areaUnderPrecisionRecall == 1)
    expectClose(wrong.areaUnderRiskCoverage, 1)
  }

  @Test func wrongNumbersAreRefused() {
    #expect(throws: UncertaintyError.empty(what: "uncertainties")) {
      try ErrorDetection(uncertainties: [], wrong: [])
    }
    #expect(throws: UncertaintyError.self) {
      try ErrorDetection(uncertainties: [.nan], wrong: [true])
    }
    #expect(throws: UncertaintyError.countMismatch(what: "outcomes", found: 1, expected: 2)) {
      try ErrorDetection(uncertainties: [1, 2], wrong: [true])
    }
  }
}
