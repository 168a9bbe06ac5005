import CandorJoint
import Foundation

/// The search of a joint model as it is defined: chain by chain, one symbol at a time.
struct PlainSearch {
  let model: JointModel

  private struct Chain: Hashable {
    var phones: [Int32]
    var state: NGramModel.State
  }

  /// The pronunciations that the search keeps, most probable first, with the sums of the chains that it kept.
  func sums(
    _ word: [Int32], width: Int, margin: Double
  ) -> [(phones: [Int32], logProbability: Double)] {
    var open = Array(repeating: [Chain: Double](), count: word.count + 1)
    var highest = Array(repeating: -Double.infinity, count: word.count + 1)
    // Chains of the same probability are taken in the order in which their phones were first read.
    var order: [[Int32]: Int] = [[]: 0]
    func sorted(_ chains: [Chain: Double]) -> [(chain: Chain, score: Double)] {
      chains.map { ($0.key, $0.value) }.sorted {
        $0.1 != $1.1
          ? $0.1 > $1.1
          : (order[$0.0.phones] ?? 0, $0.0.state.node) < (order[$1.0.phones] ?? 0, $1.0.state.node)
      }
    }
    open[0][Chain(phones: [], state: model.ngrams.initialState)] = 0
    highest[0] = 0
    for place in word.indices {
      let best = sorted(open[place]).filter { $0.score >= highest[place] - margin }.prefix(width)
      for (number, length) in readings(word, place) {
        for (chain, score) in best {
          let (cost, state) = model.ngrams.next(number, in: chain.state)
          let end = place + length
          guard score + cost > highest[end] - margin else { continue }
          var next = Chain(phones: chain.phones, state: state)
          for phone in model.graphones[Int(number)].phones {
            next.phones.append(phone)
            order[next.phones] = order[next.phones] ?? order.count
          }
          let sum = logSum(open[end][next] ?? -.infinity, score + cost)
          open[end][next] = sum
          highest[end] = max(highest[end], sum)
        }
      }
    }
    var sums: [[Int32]: Double] = [:]
    for (chain, score) in sorted(open[word.count]) {
      let sum = sums[chain.phones] ?? -.infinity
      sums[chain.phones] = logSum(sum, score + model.ngrams.end(in: chain.state))
    }
    return sums.map { ($0.key, $0.value) }.sorted {
      ($0.1, order[$1.0] ?? 0) > ($1.1, order[$0.0] ?? 0)
    }
  }

  /// ln p(word, phones).
  func logProbability(_ word: [Int32], _ phones: [Int32]) -> Double {
    var open = Array(repeating: [Chain: Double](), count: word.count + 1)
    open[0][Chain(phones: [], state: model.ngrams.initialState)] = 0
    // Always in the same order, so that sums are the same to the last bit.
    func sorted(_ chains: [Chain: Double]) -> [(key: Chain, value: Double)] {
      chains.sorted {
        ($0.key.phones.count, $0.key.state.node) < ($1.key.phones.count, $1.key.state.node)
      }
    }
    for place in word.indices {
      for (chain, score) in sorted(open[place]) {
        for (number, length) in readings(word, place) {
          let read = chain.phones + model.graphones[Int(number)].phones
          guard phones.starts(with: read) else { continue }
          let (cost, state) = model.ngrams.next(number, in: chain.state)
          let next = Chain(phones: read, state: state)
          let sum = open[place + length][next] ?? -.infinity
          open[place + length][next] = logSum(sum, score + cost)
        }
      }
    }
    return sorted(open[word.count]).filter { $0.key.phones == phones }.reduce(-.infinity) {
      logSum($0, $1.value + model.ngrams.end(in: $1.key.state))
    }
  }

  /// The graphones that can be read at a place, those of fewer graphemes first.
  private func readings(_ word: [Int32], _ place: Int) -> [(number: Int32, length: Int)] {
    let fitting = model.graphones.enumerated().filter {
      word[place...].starts(with: $0.element.graphemes)
    }
    return fitting.map { (Int32($0.offset), $0.element.graphemes.count) }.sorted {
      ($0.length, $0.number) < ($1.length, $1.number)
    }
  }

  private func logSum(_ a: Double, _ b: Double) -> Double {
    let (high, low) = (max(a, b), min(a, b))
    return low == -.infinity ? high : high + log1p(exp(low - high))
  }
}

/// Words of four graphemes, each of which has several pronunciations.
struct RandomLexicon {
  private(set) var words: [[Int32]] = []
  private(set) var pronunciations: [[Int32]] = []

  init(seed: UInt64, count: Int = 300) {
    var state = seed
    func draw(_ bound: Int32) -> Int32 {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int32(state >> 33) % bound
    }
    for _ in 0..<count {
      let word = (0...draw(6)).map { _ in draw(4) }
      words.append(word)
      pronunciations.append(
        word.flatMap { grapheme -> [Int32] in
          switch draw(6) {
          case 0: []
          case 1: [grapheme, draw(5)]
          case 2: [draw(5)]
          default: [grapheme]
          }
        })
    }
  }
}
