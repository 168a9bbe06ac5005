import CandorUncertainty
import Foundation
import Testing

@Suite struct TraitRegressionTests {
  /// Items with the traits 0…29, each of every third to twelfth item, whose outcomes are drawn with probability
  /// σ(s + Σ w_t).
  private static func items(
    _ count: Int, weight: (UInt32) -> Double
  ) -> (traits: [[UInt32]], logOdds: [Double], correct: [Bool]) {
    var state: UInt64 = 5
    func draw() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) * 0x1p-53
    }
    let traits = (0..<count).map { _ in
      (0..<30).filter { draw() < 1 / Double(3 + $0 / 3) }.map(UInt32.init)
    }
    let logOdds = (0..<count).map { _ in 2 * draw() }
    let correct = zip(traits, logOdds).map { traits, known in
      draw() < 1 / (1 + exp(-traits.reduce(known) { $0 + weight($1) }))
    }
    return (traits, logOdds, correct)
  }

  @Test func theWeightsOfTheDataAreFound() throws {
    func weight(_ trait: UInt32) -> Double { trait % 3 == 0 ? 0.8 : trait % 3 == 1 ? -0.8 : 0 }
    let (traits, logOdds, correct) = Self.items(40_000, weight: weight)
    let ridge = 2.0
    let fitted = try TraitRegression.fit(
      traits: traits, logOdds: logOdds, correct: correct, ridge: ridge, least: 5)
    #expect(fitted.count == 30)
    for (trait, found) in fitted { #expect(abs(found - weight(trait)) < 0.15, "\(trait)") }
    // Where the loss is least, the residuals of a trait's items balance its ridge.
    for trait in UInt32(0)..<30 {
      var slope = ridge * (fitted[trait] ?? .nan)
      for (index, own) in traits.enumerated() where own.contains(trait) {
        let s = own.reduce(logOdds[index]) { $0 + (fitted[$1] ?? 0) }
        slope += 1 / (1 + exp(-s)) - (correct[index] ? 1 : 0)
      }
      #expect(abs(slope) < 0.5, "\(trait): \(slope)")
    }
  }

  @Test func aStrongRidgeLeavesNothing() throws {
    let (traits, logOdds, correct) = Self.items(500) { _ in 1 }
    let weak = try TraitRegression.fit(
      traits: traits, logOdds: logOdds, correct: correct, ridge: 1, least: 1)
    let strong = try TraitRegression.fit(
      traits: traits, logOdds: logOdds, correct: correct, ridge: 1e6, least: 1)
    #expect(weak.values.contains { abs($0) > 0.3 })
    #expect(strong.values.allSatisfy { abs($0) < 1e-3 })
  }

  @Test func rareTraitsHaveNoWeight() throws {
    let fitted = try TraitRegression.fit(
      traits: [[7], [7], [7, 9], [8, 9]], logOdds: [0, 0, 0, 0],
      correct: [true, true, true, false], ridge: 1, least: 2)
    #expect(Set(fitted.keys) == [7, 9])
    // Three right ones: 3 σ(−w) = w.
    let w = try #require(fitted[7])
    let others = try #require(fitted[9])
    #expect(abs(w - (2 / (1 + exp(w)) + 1 / (1 + exp(w + others)))) < 1e-3)
    #expect(
      try TraitRegression.fit(traits: [], logOdds: [], correct: [], ridge: 1, least: 1) == [:])
    #expect(
      try TraitRegression.fit(traits: [[]], logOdds: [1], correct: [true], ridge: 1, least: 1)
        == [:])
  }

  /// Where all is wrong that seemed right, the curve is flat, and Newton's step would lead far beyond the minimum.
  @Test func whatNothingExpectedIsFoundAsWell() throws {
    func weight(_ logOdds: Double) throws -> Double {
      try #require(
        try TraitRegression.fit(
          traits: Array(repeating: [1], count: 100), logOdds: Array(repeating: logOdds, count: 100),
          correct: Array(repeating: true, count: 100), ridge: 0.01, least: 1)[1])
    }
    let w = try weight(-8)
    #expect(abs(0.01 * w - 100 / (1 + exp(w - 8))) < 1e-3, "\(w)")
    #expect(try weight(-800).isFinite)
  }

  @Test func whatDoesNotFitIsRefused() {
    for (logOdds, correct) in [([0.0, 1], [true]), ([.nan], [true]), ([0.0], [])] {
      #expect(throws: UncertaintyError.self) {
        try TraitRegression.fit(
          traits: [[1]], logOdds: logOdds, correct: correct, ridge: 1, least: 1)
      }
    }
    for ridge in [0, -1, Double.nan, .infinity] {
      #expect(throws: UncertaintyError.self) {
        try TraitRegression.fit(
          traits: [[1]], logOdds: [40], correct: [true], ridge: ridge, least: 1)
      }
    }
  }
}
