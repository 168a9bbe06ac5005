import CandorUncertainty
import Foundation
import TestSupport
import Testing

@Suite struct PredictiveSamplesTests {
  let ln2 = log(2.0)

  @Test func totalDisagreementIsAllEpistemic() throws {
    let samples = try PredictiveSamples([1.0, 0, 0, 1], samples: 2, items: 1, classes: 2)
    expectClose(samples.mean(), [0.5, 0.5])
    expectClose(samples.predictiveEntropy(), [ln2], absolute: 1e-12, relative: 1e-12)
    #expect(samples.expectedEntropy() == [0])
    expectClose(samples.mutualInformation(), [ln2], absolute: 1e-12, relative: 1e-12)
    #expect(samples.variationRatio() == [0.5])
  }

  @Test func agreementOnACoinIsAllAleatoric() throws {
    let samples = try PredictiveSamples(
      [Float](repeating: 0.5, count: 6), samples: 3, items: 1, classes: 2)
    expectClose(samples.expectedEntropy(), [ln2])
    #expect(samples.mutualInformation()[0] >= 0)
    expectClose(samples.mutualInformation()[0], 0, absolute: 1e-12)
    #expect(samples.variationRatio() == [0])
  }

  /// Two samples, two items, three classes, worked out by hand.
  @Test func axesAreSamplesItemsClasses() throws {
    let samples = try PredictiveSamples(
      [0.5, 0.5, 0, 1, 0, 0] + [0, 0.5, 0.5, 1, 0, 0], samples: 2, items: 2, classes: 3)
    expectClose(samples.mean(), [0.25, 0.5, 0.25, 1, 0, 0])
    expectClose(samples.predictiveEntropy(), [1.5 * ln2, 0], absolute: 1e-12)
    expectClose(samples.expectedEntropy(), [ln2, 0], absolute: 1e-12)
    expectClose(samples.mutualInformation(), [0.5 * ln2, 0], absolute: 1e-12)
    // The lower class wins the tie within a sample: 0 and 1, one vote each.
    #expect(samples.variationRatio() == [0.5, 0])
    #expect(Array(samples.distribution(sample: 1, item: 0)) == [0, 0.5, 0.5])
  }

  @Test func mutualInformationIsBetweenZeroAndItsLimits() throws {
    var generator = Seeded(7)
    for _ in 0..<200 {
      let (s, c) = (4, 5)
      var values: [Double] = []
      for _ in 0..<s {
        let raw = (0..<c).map { _ in pow(generator.unit(), 4) }
        values += raw.map { $0 / raw.reduce(0, +) }
      }
      let samples = try PredictiveSamples(values, samples: s, items: 1, classes: c)
      let information = samples.mutualInformation()[0]
      #expect(information >= 0 && information <= log(Double(s)) + 1e-9)
      #expect(samples.predictiveEntropy()[0] <= log(Double(c)) + 1e-9)
    }
  }

  @Test func wrongNumbersAreRefused() {
    func make(_ values: [Double], _ s: Int, _ b: Int, _ c: Int) throws {
      _ = try PredictiveSamples(values, samples: s, items: b, classes: c)
    }
    #expect(throws: UncertaintyError.empty(what: "samples")) { try make([], 0, 1, 2) }
    #expect(throws: UncertaintyError.empty(what: "items")) { try make([], 1, 0, 2) }
    #expect(throws: UncertaintyError.countMismatch(what: "probabilities", found: 3, expected: 4)) {
      try make([0.5, 0.5, 1], 1, 2, 2)
    }
    #expect(
      throws: UncertaintyError.invalidValue(what: "probabilities", value: -0.5, index: 1)
    ) { try make([1.5 - 0.5, -0.5], 1, 1, 2) }
    #expect(throws: UncertaintyError.self) { try make([.nan, 1], 1, 1, 2) }
    #expect(throws: UncertaintyError.notNormalized(row: 1, sum: 0.75)) {
      try make([0.5, 0.5, 0.5, 0.25], 2, 1, 2)
    }
  }

  @Test func entropyOfKnownDistributions() {
    #expect(entropy([1.0, 0]) == 0)
    expectClose(entropy([0.25, 0.25, 0.25, 0.25]), 2 * ln2, absolute: 1e-12, relative: 1e-12)
  }
}

@Suite struct SequenceSamplesTests {
  let ln2 = log(2.0)

  @Test func sequencesSumOverValidStepsOnly() throws {
    // Step 1: total disagreement. Step 2: agreement on a coin. Step 3: padding, not even finite.
    let values: [Float] = [1, 0, 0.5, 0.5, .nan, 9] + [0, 1, 0.5, 0.5, .nan, 9]
    let sequence = try SequenceSamples(values, samples: 2, steps: 3, classes: 2, validSteps: 2)
    expectClose(sequence.predictiveEntropy, 2 * ln2)
    expectClose(sequence.expectedEntropy, ln2)
    expectClose(sequence.mutualInformation, ln2)
    expectClose(sequence.mutualInformationPerStep, ln2 / 2)
    expectClose(sequence.predictiveEntropyPerStep, ln2)
    expectClose(sequence.expectedEntropyPerStep, ln2 / 2)
    #expect(sequence.stepCount == 2)
  }

  @Test func wrongLengthsAreRefused() {
    #expect(throws: UncertaintyError.empty(what: "valid steps")) {
      _ = try SequenceSamples([1.0, 0], samples: 1, steps: 1, classes: 2, validSteps: 0)
    }
    #expect(throws: UncertaintyError.self) {
      _ = try SequenceSamples([1.0, 0], samples: 1, steps: 1, classes: 2, validSteps: 2)
    }
    #expect(throws: UncertaintyError.self) {
      _ = try SequenceSamples([1.0, 0, 1], samples: 1, steps: 2, classes: 2, validSteps: 1)
    }
  }

  @Test func hypothesesAreAveragedAsProbabilities() throws {
    let scores = try HypothesisScores([log(0.5), log(0.1)])
    expectClose(scores.meanProbability, 0.3, absolute: 1e-12, relative: 1e-12)
    expectClose(scores.disagreement, log(0.3) - 0.5 * log(0.05), absolute: 1e-12)
    #expect(try HypothesisScores([-2000.0, -2000]).meanLogProbability == -2000)
    #expect(try HypothesisScores([-2.0]).disagreement == 0)
    #expect(try HypothesisScores([-Double.infinity]).disagreement == 0)
    #expect(try HypothesisScores([-Double.infinity, 0]).disagreement == .infinity)
    #expect(throws: UncertaintyError.self) { try HypothesisScores([0.5]) }
    #expect(throws: UncertaintyError.self) { try HypothesisScores([Float.nan]) }
    #expect(throws: UncertaintyError.empty(what: "log-probabilities")) {
      try HypothesisScores([Float]())
    }
  }
}

/// A small seeded generator (SplitMix64), so that synthetic data are the same in every run.
struct Seeded: RandomNumberGenerator {
  var state: UInt64
  init(_ seed: UInt64) { state = seed }
  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
  /// Uniform in 0…1.
  mutating func unit() -> Double { Double.random(in: 0..<1, using: &self) }
}
