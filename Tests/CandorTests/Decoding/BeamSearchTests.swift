import Candor
import CandorEngine
import Foundation
import TestSupport
import Testing

/// ln p of the next symbol from the item and the last two symbols: random, but a function of these alone.
///
/// Symbol 0 starts, 1 ends, 4 is forbidden. The state of a row is its last symbol but one.
private struct Markov {
  var seed: UInt64 = 1
  var classes = 5
  /// Replaces ln p where it returns a number.
  var override: @Sendable (_ item: Int, _ length: Int, _ symbol: Int) -> Float? = { _, _, _ in nil }

  static let forbidden: [Int32] = [0, 4]

  struct State {
    var before: [Int32]
    var lengths: [Int]
  }

  func logProbabilities(item: Int, length: Int, _ before: Int32, _ last: Int32) -> [Float] {
    var generator = SeededGenerator(seed: seed, purpose: "\(item) \(before) \(last)")
    let logits = (0..<classes).map { _ in Float.random(in: -2..<2, using: &generator) }
    let scores = Context<Float>(mode: .deterministic).logSoftmax(
      Variable(Tensor(shape: [1, classes], logits))
    ).scalars
    return scores.indices.map { override(item, length, $0) ?? scores[$0] }
  }

  func search(
    width: Int, items: [Int], limits: [Int], mass: Double? = nil, steps: inout Int
  ) -> [[Hypothesis]] {
    var count = 0
    defer { steps = count }
    return BeamSearch(width: width, start: 0, end: 1, forbidden: Self.forbidden, mass: mass)(
      limits: limits,
      from: State(
        before: items.map { _ in 0 }, lengths: items.map { _ in 0 }),
      pick: { state, rows in
        State(before: rows.map { state.before[$0] }, lengths: rows.map { state.lengths[$0] })
      },
      step: { positions, last, state in
        count += 1
        let rows = positions.indices.flatMap { row in
          logProbabilities(
            item: items[positions[row]], length: state.lengths[row], state.before[row], last[row])
        }
        return (
          Tensor(shape: [positions.count, classes], rows),
          State(before: last, lengths: state.lengths.map { $0 + 1 })
        )
      })
  }

  func search(width: Int, items: [Int] = [0], limits: [Int]) -> [[Hypothesis]] {
    var steps = 0
    return search(width: width, items: items, limits: limits, steps: &steps)
  }

  /// Every sequence up to the limit, most probable first.
  func everything(item: Int = 0, limit: Int) -> [Hypothesis] {
    var found: [Hypothesis] = []
    func extend(_ symbols: [Int32], _ logProbability: Double) {
      let history = [0, 0] + symbols
      let scores = logProbabilities(
        item: item, length: symbols.count, history[history.count - 2], history[history.count - 1]
      ).map { logProbability + Double($0) }
      let onward = [2, 3].filter { scores[$0] > -.infinity }
      if symbols.count < limit {
        if scores[1] > -.infinity {
          found.append(Hypothesis(symbols: symbols, logProbability: scores[1], isTruncated: false))
        }
        for symbol in onward { extend(symbols + [Int32(symbol)], scores[symbol]) }
      } else if let next = (onward + [1]).max(by: { scores[$0] < scores[$1] }),
        scores[next] > -.infinity
      {
        found.append(
          Hypothesis(symbols: symbols, logProbability: scores[next], isTruncated: next != 1))
      }
    }
    extend([], 0)
    return found.sorted { $0.logProbability > $1.logProbability }
  }
}

@Suite struct BeamSearchTests {
  @Test(arguments: 1...6)
  func aWideSearchFindsEverything(seed: UInt64) {
    let model = Markov(seed: seed)
    let expected = model.everything(limit: 5)
    #expect(expected.count == 63)
    let found = model.search(width: 100, limits: [5])[0]
    // Equally probable ones may come in any order.
    expectClose(
      found.map(\.logProbability), expected.map(\.logProbability), absolute: 1e-12, relative: 1e-12)
    #expect(found.count == Set(found.map(\.symbols)).count)
    #expect(found.allSatisfy { expected.contains($0) })
    #expect(found.reduce(0) { $0 + exp($1.logProbability) } < 1)
  }

  @Test(arguments: 1...6)
  func aNarrowerSearchFindsTheBest(seed: UInt64) {
    let model = Markov(seed: seed)
    let expected = model.everything(limit: 6)
    let found = model.search(width: 24, limits: [6])[0]
    #expect(found.count == 24)
    #expect(Array(found.prefix(8)) == Array(expected.prefix(8)))
    for hypothesis in found { #expect(expected.contains(hypothesis)) }
  }

  @Test(arguments: 1...12)
  func widthOneIsGreedy(seed: UInt64) {
    let model = Markov(seed: seed)
    var symbols: [Int32] = []
    var isTruncated = false
    while true {
      let history = [0, 0] + symbols
      let scores = model.logProbabilities(
        item: 0, length: symbols.count, history[history.count - 2], history[history.count - 1])
      let next = [1, 2, 3].max { scores[$0] < scores[$1] } ?? 1
      isTruncated = next != 1 && symbols.count == 7
      if next == 1 || isTruncated { break }
      symbols.append(Int32(next))
    }
    let found = model.search(width: 1, limits: [7])[0]
    #expect(found.map(\.symbols) == [symbols])
    #expect(found.map(\.isTruncated) == [isTruncated])
  }

  @Test func itemsDoNotDependOnEachOther() {
    let model = Markov(seed: 9)
    let limits = [4, 0, 7, 2, 5]
    let items = [3, 1, 4, 1, 5]
    let together = model.search(width: 4, items: items, limits: limits)
    for index in items.indices {
      #expect(
        together[index] == model.search(width: 4, items: [items[index]], limits: [limits[index]])[0]
      )
    }
    #expect(model.search(width: 3, items: [], limits: []).isEmpty)
  }

  @Test(arguments: [1, 2, 5])
  func theLimitEndsWhatNeverEnds(width: Int) {
    let model = Markov(seed: 2) { _, _, symbol in symbol == 1 ? -.infinity : nil }
    var steps = 0
    let limits = [0, 1, 6]
    let found = model.search(width: width, items: [0, 1, 2], limits: limits, steps: &steps)
    #expect(steps == 7)
    for (hypotheses, limit) in zip(found, limits) {
      #expect(hypotheses.count == min(width, 1 << limit))
      for hypothesis in hypotheses {
        #expect(hypothesis.isTruncated)
        #expect(hypothesis.symbols.count == limit)
        #expect(!hypothesis.symbols.contains { Markov.forbidden.contains($0) || $0 == 1 })
      }
      #expect(Set(hypotheses.map(\.symbols)).count == hypotheses.count)
    }
  }

  @Test func aSequenceAtTheLimitIsFoundOnce() {
    for seed in 1...20 as ClosedRange<UInt64> {
      let found = Markov(seed: seed).search(width: 50, limits: [2])[0]
      #expect(Set(found.map(\.symbols)).count == found.count)
      #expect(found.count == 7)
    }
  }

  @Test(arguments: [0.1, 0.5, 0.9])
  func aSearchForSoMuchMassFindsTheHeadOfTheWholeSearch(mass: Double) {
    var (allSteps, allFewer) = (0, 0)
    for seed in 1...10 as ClosedRange<UInt64> {
      var (steps, fewer) = (0, 0)
      let whole = Markov(seed: seed).search(width: 40, items: [0], limits: [9], steps: &steps)[0]
      let found = Markov(seed: seed).search(
        width: 40, items: [0], limits: [9], mass: mass, steps: &fewer)[0]
      var covered = 0.0
      for (index, hypothesis) in whole.enumerated() where covered < mass {
        #expect(found.indices.contains(index) && found[index] == hypothesis)
        covered += exp(hypothesis.logProbability)
      }
      #expect(fewer <= steps)
      allSteps += steps
      allFewer += fewer
    }
    if mass == 0.1 { #expect(allFewer < allSteps) }
  }

  @Test(arguments: [1, 3])
  func forbiddenSymbolsNeverOccur(width: Int) {
    // Were they allowed, they would be all that is found.
    let model = Markov(seed: 3) { _, _, symbol in [0, 4].contains(symbol) ? -0.001 : nil }
    for hypothesis in model.search(width: width, limits: [6])[0] {
      #expect(!hypothesis.symbols.contains { Markov.forbidden.contains($0) })
    }
  }

  @Test(arguments: [1, 2, 8])
  func numbersThatAreNoneEndNothingElse(width: Int) {
    // Item 1 becomes NaN after three symbols, item 2 at once; in item 3 one symbol is NaN.
    let model = Markov(seed: 5) { item, length, symbol in
      item == 1 && length == 3 || item == 2 || item == 3 && symbol == 2 ? .nan : nil
    }
    var steps = 0
    let found = model.search(
      width: width, items: [0, 1, 2, 3], limits: [6, 6, 6, 6], steps: &steps)
    #expect(steps <= 7)
    #expect(found[0] == Markov(seed: 5).search(width: width, limits: [6])[0])
    #expect(found[1].allSatisfy { $0.symbols.count < 3 })
    #expect(found[2].isEmpty)
    #expect(!found[3].isEmpty)
    #expect(found[3].allSatisfy { !$0.symbols.contains(2) })
    #expect(found.joined().allSatisfy { $0.logProbability.isFinite })
  }

  @Test func infinitiesEndTheSearchAsWell() {
    let endless = Markov(seed: 5) { _, _, symbol in symbol == 3 ? .infinity : nil }
    var steps = 0
    let found = endless.search(width: 2, items: [0], limits: [5], steps: &steps)
    #expect(steps <= 6)
    #expect(found[0].allSatisfy { $0.symbols.count <= 5 })
    let impossible = Markov(seed: 5) { _, _, _ in -.infinity }
    #expect(impossible.search(width: 2, limits: [5]) == [[]])
  }
}
