import Candor
import CandorUncertainty
import TestSupport
import Testing

@Suite struct SentimentEvaluationTests {
  private func result(
    _ probabilities: [Double], uncertainty: Double? = nil
  ) -> Classification {
    let best = probabilities.indices.max { probabilities[$0] < probabilities[$1] }
    return Classification(
      "", label: best.map { ["a", "b", "c"][$0] }, probability: best.map { probabilities[$0] } ?? 0,
      probabilities: probabilities, uncertainty: uncertainty)
  }

  @Test func figuresAreThoseOfTheirFormulas() throws {
    var evaluation = SentimentEvaluation(labels: SentimentLabels(["a", "b", "c"]))
    evaluation.add(result([0.5, 0.25, 0.25], uncertainty: 0.1), label: 0)
    evaluation.add(result([0.5, 0.25, 0.25], uncertainty: 0.3), label: 1)
    evaluation.add(result([0, 1, 0], uncertainty: 0.2), label: 1)
    evaluation.add(result([]), label: 2)
    let figures = try evaluation.figures()
    #expect(figures.texts == 4 && figures.unreadTexts == 1)
    #expect(figures.classes.map(\.texts) == [1, 2, 1])
    #expect(figures.accuracy == 0.5)
    #expect(figures.confusion == [[1, 0, 0], [1, 1, 0], [0, 0, 0]])
    #expect(figures.classes.map(\.precision) == [0.5, 1, 0])
    #expect(figures.classes.map(\.recall) == [1, 0.5, 0])
    expectClose(figures.classes.map(\.f1), [2.0 / 3, 2.0 / 3, 0], absolute: 1e-12, relative: 1e-12)
    // ln 2 + ln 4 + 0 + ln 3
    expectClose(figures.negativeLogLikelihood, 3.1780538303 / 4, absolute: 1e-9, relative: 1e-9)
    let brier = (0.375 + 0.5 * 0.5 + 0.75 * 0.75 + 0.25 * 0.25) + 0 + (1.0 / 9 + 1.0 / 9 + 4.0 / 9)
    expectClose(figures.brierScore, brier / 4, absolute: 1e-12, relative: 1e-12)
    #expect(figures.meanUncertainty.map { abs($0 - 0.2) < 1e-12 } == true)
    // The one without an answer is the least sure by either measure.
    #expect(figures.errorDetection.map { $0 >= 0.5 } == true)
  }

  @Test func aTextThatIsNotReadIsOneOfItsLabel() throws {
    var evaluation = SentimentEvaluation(labels: SentimentLabels(["a", "b"]))
    evaluation.add(result([0.2, 0.8]), label: 1)
    evaluation.add(result([]), label: 1)
    let second = try evaluation.figures().classes[1]
    #expect(second.texts == 2 && second.recall == 0.5 && second.precision == 1)
  }

  @Test func nothingCountedHasNoFigures() {
    #expect(throws: UncertaintyError.self) {
      try SentimentEvaluation(labels: .binary).figures()
    }
  }
}
