import CandorUncertainty
import Foundation
import Testing

@Suite struct LogisticRegressionTests {
  private static func items(_ count: Int, weights: [Double]) -> (x: [[Double]], correct: [Bool]) {
    var state: UInt64 = 9
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    let x = (0..<count).map { _ in [1, 4 * draw() - 2, 2 * draw()] }
    let correct = x.map { row in
      let s = zip(row, weights).reduce(0) { $0 + $1.0 * $1.1 }
      return draw() < 1 / (1 + exp(-s))
    }
    return (x, correct)
  }

  @Test func theWeightsOfTheDataAreFound() throws {
    let truth = [0.5, 1.5, -1]
    let (x, correct) = Self.items(20_000, weights: truth)
    let fitted = try LogisticRegression.fit(
      features: x, correct: correct, prior: [0, 0, 0], ridge: 1)
    for (weight, expected) in zip(fitted.weights, truth) { #expect(abs(weight - expected) < 0.1) }
    // At the minimum the residuals are orthogonal to the features, but for the ridge.
    for k in 0..<3 {
      let sum = zip(x, correct).reduce(0) {
        $0 + ((fitted.probability($1.0)) - ($1.1 ? 1 : 0)) * $1.0[k]
      }
      #expect(abs(sum + fitted.weights[k]) < 1e-3)
    }
  }

  @Test func withLittleDataThePriorDecides() throws {
    let fitted = try LogisticRegression.fit(
      features: [[1, 3]], correct: [true], prior: [0, 1], ridge: 1)
    #expect(abs(fitted.weights[1] - 1) < 0.2)
    // Data that a line separates give finite weights.
    let separated = try LogisticRegression.fit(
      features: [[1, -5], [1, 5]], correct: [false, true], prior: [0, 1])
    #expect(separated.weights.allSatisfy { $0.isFinite })
    #expect(separated.probability([1, 5]) > 0.9)
  }

  @Test func whatIsNoData() {
    #expect(throws: UncertaintyError.self) {
      try LogisticRegression.fit(features: [], correct: [], prior: [0])
    }
    #expect(throws: UncertaintyError.self) {
      try LogisticRegression.fit(features: [[1]], correct: [], prior: [0])
    }
    #expect(throws: UncertaintyError.self) {
      try LogisticRegression.fit(features: [[1, 2]], correct: [true], prior: [0])
    }
    #expect(throws: UncertaintyError.self) {
      try LogisticRegression.fit(features: [[.nan]], correct: [true], prior: [0])
    }
  }
}
