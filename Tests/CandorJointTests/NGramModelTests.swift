import CandorJoint
import Foundation
import Testing

@Suite struct NGramModelTests {
  /// Sequences in which what comes next depends on what came before, but not wholly.
  static func sequences(_ count: Int, symbols: Int32 = 6, seed: UInt64 = 5) -> [[Int32]] {
    var state = seed
    func draw(_ bound: Int32) -> Int32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int32(state >> 33) % bound
    }
    return (0..<count).map { _ in
      var sequence: [Int32] = []
      for _ in 0..<(1 + draw(7)) {
        let last = sequence.last ?? 0
        sequence.append(draw(3) == 0 ? draw(symbols) : (last * 2 + 1) % symbols)
      }
      return sequence
    }
  }

  private func sum(_ model: NGramModel, in state: NGramModel.State) -> Double {
    (0..<Int32(model.symbolCount)).reduce(0) {
      $0 + exp(model.next($1, in: state).logProbability)
    }
  }

  @Test(arguments: [1, 2, 3, 5], [0, 0.5, 4.0])
  func probabilitiesAfterEveryContextSumToOne(order: Int, pruning: Double) {
    let sequences = Self.sequences(400)
    let model = NGramModel(
      sequences, symbolCount: 7, settings: .init(order: order, pruning: pruning))
    var contexts = 0
    // Contexts that were seen, and others.
    for sequence in sequences.prefix(80) + Self.sequences(40, seed: 99) {
      var state = model.initialState
      for symbol in sequence {
        // Costs are kept in steps that are 1 to 5 % of a probability.
        #expect(abs(sum(model, in: state) - 1) < 0.03)
        state = model.next(symbol, in: state).state
        contexts += 1
      }
    }
    #expect(contexts > 300)
  }

  /// The unigram and bigram probabilities of a text so small that they can be found on paper.
  @Test func kneserNeyByHand() {
    // Sequences ab, ab, b; boundary 2. n-grams of counts too few for discounts: D = 0.5, 1, 1.5.
    let model = NGramModel(
      [[0, 1], [0, 1], [1]], symbolCount: 3, settings: .init(order: 2, pruning: 0))
    // Predecessors: a after the start; b after a and the start; the end after b. A = 4, D: 0.5, 1, 0.5.
    let gamma = (0.5 + 1 + 0.5) / 4
    let unigram = [0.5 / 4, 1.0 / 4, 0.5 / 4].map { $0 + gamma / 3 }
    // After the start: a twice, b once.
    let afterStart = [
      (2 - 1) / 3.0 + 1.5 / 3 * unigram[0], (1 - 0.5) / 3.0 + 1.5 / 3 * unigram[1],
      1.5 / 3 * unigram[2],
    ]
    for symbol in 0..<3 {
      let found = exp(model.next(Int32(symbol), in: model.initialState).logProbability)
      #expect(abs(found - afterStart[symbol]) < 0.01, "\(symbol)")
    }
    // After b, the end three times.
    let (_, afterB) = model.next(1, in: model.initialState)
    #expect(abs(exp(model.end(in: afterB)) - (1.5 / 3 + 1.5 / 3 * unigram[2])) < 0.01)
  }

  @Test func pruningTakesTheLeastLossFirst() {
    let sequences = Self.sequences(2000)
    func loss(_ model: NGramModel) -> Double {
      -sequences.reduce(0) { sum, sequence in
        var state = model.initialState
        var total = 0.0
        for symbol in sequence {
          let (cost, next) = model.next(symbol, in: state)
          total += cost
          state = next
        }
        return sum + total + model.end(in: state)
      }
    }
    let models = [0, 1, 8, 64].map {
      NGramModel(sequences, symbolCount: 7, settings: .init(order: 5, pruning: $0))
    }
    for (larger, smaller) in zip(models, models.dropFirst()) {
      #expect(larger.count > smaller.count)
      #expect(loss(larger) < loss(smaller))
    }
    #expect(loss(models[1]) < 1.05 * loss(models[0]))
  }

  @Test func aLongerContextTellsMore() {
    // The third symbol is decided by the first.
    let sequences: [[Int32]] = (0..<50).flatMap { _ in [[0, 2, 0], [1, 2, 1]] }
    func certainty(_ order: Int) -> Double {
      let model = NGramModel(sequences, symbolCount: 4, settings: .init(order: order, pruning: 0))
      var state = model.initialState
      for symbol: Int32 in [0, 2] { state = model.next(symbol, in: state).state }
      return exp(model.next(0, in: state).logProbability)
    }
    #expect(certainty(2) < 0.6)
    #expect(certainty(3) > 0.95)
  }

  @Test func emptySequencesAndNoSequences() {
    let model = NGramModel([[], []], symbolCount: 2)
    #expect(exp(model.end(in: model.initialState)) > 0.5)
    #expect(model.next(0, in: model.initialState).logProbability == -.infinity)
    let nothing = NGramModel([], symbolCount: 2)
    for symbol: Int32 in -1...2 {
      #expect(nothing.next(symbol, in: nothing.initialState).logProbability == -.infinity)
    }
  }

  @Test func symbolsThatAreNoneFollowNothing() {
    let model = NGramModel(Self.sequences(50), symbolCount: 7)
    for symbol: Int32 in [-1, 7, 70_000, .max, .min] {
      let (cost, state) = model.next(symbol, in: model.initialState)
      #expect(cost == -.infinity)
      #expect(abs(sum(model, in: state) - 1) < 0.03)
    }
  }
}
