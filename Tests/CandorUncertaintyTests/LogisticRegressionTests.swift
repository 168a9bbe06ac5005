import CandorUncertainty
import Foundation
import Testing

@Suite struct LogisticRegressionTests {
  private static func sigma(_ x: Double) -> Double { 1 / (1 + exp(-x)) }

  /// Items whose outcomes are drawn with probability σ(logit(x)).
  private static func items(
    _ count: Int, logit: ([Double]) -> Double
  ) -> (x: [[Double]], correct: [Bool]) {
    var state: UInt64 = 9
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    let x = (0..<count).map { _ in [4 * draw() - 2, 2 * draw() + 5] }
    return (x, x.map { draw() < sigma(logit($0)) })
  }

  @Test func theWeightsOfTheDataAreFound() throws {
    let (x, correct) = Self.items(20_000) { 5.5 + 1.5 * $0[0] - $0[1] }
    let fitted = try LogisticRegression.fit(
      features: x, correct: correct, prior: [0, 0], productRidge: 1e9)
    let found = zip(fitted.weights, fitted.deviations).map { $0 / $1 }
    #expect(abs(found[0] - 1.5) < 0.1 && abs(found[1] + 1) < 0.1)
    let intercept = fitted.intercept - zip(found, fitted.means).reduce(0) { $0 + $1.0 * $1.1 }
    #expect(abs(intercept - 5.5) < 0.6)
    #expect(abs(fitted.probability([1, 6]) - Self.sigma(1)) < 0.02)
    // At the minimum the residuals are orthogonal to the features, but for the ridge.
    for k in 0..<2 {
      let sum = zip(x, correct).reduce(0) {
        let z = ($1.0[k] - fitted.means[k]) / fitted.deviations[k]
        return $0 + (fitted.probability($1.0) - ($1.1 ? 1 : 0)) * z
      }
      #expect(abs(sum + fitted.weights[k]) < 1e-3)
    }
  }

  @Test func whatOnlyTheProductTellsIsFound() throws {
    func logit(_ x: [Double]) -> Double { 2 * x[0] * (x[1] - 6) + x[0] * x[0] - 1 }
    let (x, correct) = Self.items(20_000, logit: logit)
    let fitted = try LogisticRegression.fit(
      features: x, correct: correct, prior: [0, 0], productRidge: 1)
    for item in [[-1.5, 5.2], [1.5, 5.2], [0, 6], [1, 6.8], [-1, 6.8]] {
      #expect(abs(fitted.probability(item) - Self.sigma(logit(item))) < 0.03)
    }
    // Without products all of them are alike.
    let line = try LogisticRegression.fit(
      features: x, correct: correct, prior: [0, 0], productRidge: 1e9)
    #expect(abs(line.probability([-1.5, 5.2]) - line.probability([1.5, 5.2])) < 0.1)
    // Farther than three deviations from the mean the products stay as they are.
    let (far, farther) = (fitted.probability([100, 6]), fitted.probability([1000, 6]))
    let slope = fitted.weights[0] / fitted.deviations[0]
    #expect(abs(log(farther / (1 - farther)) - log(far / (1 - far)) - 900 * slope) < 1e-6)
  }

  @Test func withLittleDataThePriorDecides() throws {
    let fitted = try LogisticRegression.fit(
      features: [[3, 1], [5, 1], [1, 1]], correct: [true, true, true], prior: [1, 0],
      productRidge: 600)
    for x in [1.0, 3, 5] { #expect(abs(fitted.probability([x, 1]) - Self.sigma(x)) < 0.15) }
    // Nothing was learned of a feature that was always the same.
    #expect(fitted.weights[1] == 0 && fitted.probability([3, 9]) == fitted.probability([3, 1]))
    // Nor does one that hardly ever differs count for more than its digits are worth.
    let close = try LogisticRegression.fit(
      features: [[1e-9], [0], [1e-9], [0]], correct: [true, false, true, false], prior: [0],
      productRidge: 600)
    #expect(abs(close.probability([1e-9]) - close.probability([0])) < 1e-6)
    // Data that a line separates give finite weights.
    let separated = try LogisticRegression.fit(
      features: [[-5], [5]], correct: [false, true], prior: [1], productRidge: 600)
    #expect(separated.problem(features: 1) == nil)
    #expect(separated.probability([5]) > 0.9)
  }

  @Test func weightsAloneAreOfTheFeaturesAsTheyAre() {
    let given = LogisticRegression(weights: [2, -1])
    #expect(abs(given.probability([50, 99.5]) - Self.sigma(0.5)) < 1e-12)
    #expect(given.problem(features: 2) == nil)
  }

  @Test func valuesOfAFileAreChecked() throws {
    let whole = try JSONEncoder().encode(LogisticRegression(weights: [2, -1]))
    #expect(
      try JSONDecoder().decode(LogisticRegression.self, from: whole)
        == LogisticRegression(weights: [2, -1]))
    for (name, value, problem) in [
      ("weights", [1.0], "1 weights"), ("means", [1, 2, 3], "3 means"),
      ("deviations", [1], "1 deviations"), ("products", [0, 0], "2 products, where"),
      ("deviations", [1, 0], "not positive"),
    ] {
      var fields = try #require(
        try JSONSerialization.jsonObject(with: whole) as? [String: Any])
      fields[name] = value
      let read = try JSONDecoder().decode(
        LogisticRegression.self, from: JSONSerialization.data(withJSONObject: fields))
      #expect(read.problem(features: 2)?.contains(problem) == true)
    }
    for weight in [Double.nan, .infinity, -1e10] {
      let problem = LogisticRegression(weights: [weight]).problem(features: 1)
      #expect(problem?.hasPrefix("a weight is not finite, or beyond") == true)
    }
  }

  @Test func whatIsNoData() {
    for (features, correct) in [
      ([], []), ([[1]], []), ([[1, 2]], [true]), ([[Double.nan]], [true]),
    ] as [([[Double]], [Bool])] {
      #expect(throws: UncertaintyError.self) {
        try LogisticRegression.fit(
          features: features, correct: correct, prior: [0], productRidge: 1)
      }
    }
  }
}
