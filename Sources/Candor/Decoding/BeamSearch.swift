import CandorEngine
import RealModule

/// A finished output sequence.
public struct Hypothesis: Sendable, Equatable {
  /// The symbols, without start and end.
  public var symbols: [Int32]
  /// ln p of the whole sequence with its end symbol, in nats.
  public var logProbability: Double
  /// Whether the length limit ended it instead of the end symbol.
  public var isTruncated: Bool

  /// A sequence and its probability.
  public init(symbols: [Int32], logProbability: Double, isTruncated: Bool = false) {
    self.symbols = symbols
    self.logProbability = logProbability
    self.isTruncated = isTruncated
  }
}

/// Searches the most probable sequences of several items at once, for any model.
///
/// The model is a step closure: last symbols and state of the open rows → ln p of every next symbol and the state
/// after it. Sequences compete by their plain probability, without a length bonus, so an n-best list is the head of
/// the distribution that it claims to be. Width 1 is greedy search.
public struct BeamSearch: Sendable {
  /// Open sequences kept for an item.
  public let width: Int
  /// The symbol that starts a sequence.
  public let start: Int32
  /// The symbol that ends one.
  public let end: Int32
  /// Symbols that never occur in an output, such as padding and start.
  public let forbidden: [Int32]
  /// The search of an item ends when its most probable finished sequences cover so much probability and no open one
  /// can come before the last of them; `nil` goes on until `width` have ended.
  public let mass: Double?

  /// A search that keeps `width` open sequences.
  public init(
    width: Int, start: Int32, end: Int32, forbidden: [Int32] = [], mass: Double? = nil
  ) {
    precondition(width > 0, "BeamSearch: width \(width)")
    self.width = width
    self.start = start
    self.end = end
    self.forbidden = forbidden
    self.mass = mass
  }

  /// A sequence that was found, and on which way.
  package struct Traced: Sendable {
    package var hypothesis: Hypothesis
    /// For each symbol and the end: the row of that step's batch in which it was read.
    package var rows: [Int]
  }

  private struct Open {
    var item: Int
    var symbols: [Int32]
    var rows: [Int]
    var logProbability: Double
  }

  /// The best sequences of each item, most probable first, at most `width`.
  ///
  /// - Parameters:
  ///   - limits: the largest number of symbols for each item; an item that reaches it yields truncated sequences
  ///   - state: the model's state before the first symbol, one row an item
  ///   - pick: the state of the named rows
  ///   - step: ln p of the next symbol, `[rows, C]`, and the state after the given symbols
  /// - Returns: for each item its sequences; none where the model gave no sequence a probability, as with NaN
  public func callAsFunction<State>(
    limits: [Int], from state: State, pick: (State, [Int]) -> State,
    step: (_ items: [Int], _ last: [Int32], State) -> (
      logProbabilities: Tensor<Float>, state: State
    )
  ) -> [[Hypothesis]] {
    tracing(limits: limits, from: state, pick: pick, step: step).map { $0.map(\.hypothesis) }
  }

  /// The same with the way to each sequence, for whoever keeps more of a step than its probabilities.
  func tracing<State>(
    limits: [Int], from state: State, pick: (State, [Int]) -> State,
    step: (_ items: [Int], _ last: [Int32], State) -> (
      logProbabilities: Tensor<Float>, state: State
    )
  ) -> [[Traced]] {
    var finished = Array(repeating: [Traced](), count: limits.count)
    var open = limits.indices.map { Open(item: $0, symbols: [], rows: [], logProbability: 0) }
    var state = state
    while !open.isEmpty {
      let last = open.map { $0.symbols.last ?? start }
      let (scores, after) = step(open.map(\.item), last, state)
      let classes = scores.shape[scores.shape.count - 1]
      var next: [Open] = []
      var rows: [Int] = []
      scores.withUnsafeElements { scores in
        var first = 0
        while first < open.count {
          let item = open[first].item
          let beyond = open[first...].firstIndex { $0.item != item } ?? open.count
          let row = UnsafeBufferPointer(rebasing: scores[first * classes..<beyond * classes])
          let candidates = best(of: row, classes: classes, open: open[first..<beyond])
          let results = extend(
            candidates, limit: limits[item], open: open, finished: &finished[item])
          for (parent, sequence) in results {
            next.append(sequence)
            rows.append(parent)
          }
          first = beyond
        }
      }
      open = next
      state = rows == Array(0..<last.count) ? after : pick(after, rows)
    }
    return finished
  }

  private struct Candidate {
    var row: Int
    var symbol: Int32
    var logProbability: Double
  }

  /// The `2 · width` best continuations of an item: enough for `width` open ones even when as many end. Greedy
  /// search looks at nothing but the best.
  private func best(
    of scores: UnsafeBufferPointer<Float>, classes: Int, open: ArraySlice<Open>
  ) -> [Candidate] {
    var kept: [Candidate] = []
    let capacity = width == 1 ? 1 : 2 * width
    for (offset, row) in open.indices.enumerated() {
      let base = open[row].logProbability
      for symbol in 0..<classes {
        let score = base + Double(scores[offset * classes + symbol])
        guard score > -Double.infinity else { continue }  // leaves NaN out as well
        if kept.count == capacity, let worst = kept.last, score <= worst.logProbability { continue }
        let id = Int32(symbol)
        if forbidden.contains(id) { continue }
        let place = kept.firstIndex { $0.logProbability < score } ?? kept.count
        kept.insert(Candidate(row: row, symbol: id, logProbability: score), at: place)
        if kept.count > capacity { kept.removeLast() }
      }
    }
    return kept
  }

  private func extend(
    _ candidates: [Candidate], limit: Int, open: [Open], finished: inout [Traced]
  ) -> [(parent: Int, sequence: Open)] {
    var extended: [(parent: Int, sequence: Open)] = []
    for candidate in candidates {
      let before = open[candidate.row]
      if candidate.symbol == end || before.symbols.count >= limit {
        let hypothesis = Hypothesis(
          symbols: before.symbols, logProbability: candidate.logProbability,
          isTruncated: candidate.symbol != end)
        // At the limit a sequence either ends or goes on, whatever with: the likelier of both, which comes first.
        if !finished.contains(where: { $0.hypothesis.symbols == before.symbols }) {
          finished.append(Traced(hypothesis: hypothesis, rows: before.rows + [candidate.row]))
        }
      } else if extended.count < width {
        extended.append(
          (
            candidate.row,
            Open(
              item: before.item, symbols: before.symbols + [candidate.symbol],
              rows: before.rows + [candidate.row],
              logProbability: candidate.logProbability)
          ))
      }
    }
    finished.sort { $0.hypothesis.logProbability > $1.hypothesis.logProbability }
    if finished.count > width { finished.removeLast(finished.count - width) }
    // Probabilities only fall: once enough sequences have ended above every open one, nothing can change.
    if let last = lastWanted(finished.lazy.map(\.hypothesis.logProbability)),
      extended.allSatisfy({ $0.sequence.logProbability <= last })
    {
      return []
    }
    return extended
  }

  /// ln p of the last sequence that is wanted, if so many have ended.
  private func lastWanted(_ finished: some BidirectionalCollection<Double>) -> Double? {
    var covered = 0.0
    let enough = mass.flatMap { mass in
      finished.first {
        covered += Double.exp($0)
        return covered >= mass
      }
    }
    return enough ?? (finished.count == width ? finished.last : nil)
  }
}
