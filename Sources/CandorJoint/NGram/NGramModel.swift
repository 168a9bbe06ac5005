import RealModule

/// p(symbol | symbols before) from an n-gram tree in a few flat arrays, which are used as they lie in a file.
///
/// Node 0 is the empty n-gram. Nodes stand order by order, the children of one node together and by symbol, so that a
/// number for each node's first child is all the structure. A context's state is the longest n-gram at its end that
/// has continuations. Where a state h has no child w, p(w | h) = backoff(h) · p(w | h′), h′ being its suffix.
///
/// A log-probability takes one byte, in steps that are finest near 0; a backoff, which can be above 0, two.
public struct NGramModel: Sendable, Equatable {
  /// The longest n-gram.
  public let order: Int
  /// Symbols are numbered below this; one of them is the boundary.
  public let symbolCount: Int
  /// The symbol that ends a sequence, and before its first one the start.
  public var boundary: Int32 { Int32(symbolCount - 1) }

  /// The last symbol of each node.
  let symbols: PackedNumbers<UInt16>
  /// −ln p of each node, compressed.
  let costs: PackedNumbers<UInt8>
  /// ln of the backoff of each node below the highest order, in steps of `backoffStep`.
  let backoffs: PackedNumbers<Int16>
  /// The first child of each of those nodes; the next entry is the end of its children.
  let firstChildren: PackedNumbers<UInt32>
  /// The node without the first symbol, of the same nodes.
  let suffixes: PackedNumbers<UInt32>
  /// The state at the start of a sequence.
  private(set) var start: UInt32

  /// A context: what is needed of the symbols so far.
  public struct State: Sendable, Hashable {
    package let node: UInt32
  }

  /// The number of n-grams.
  public var count: Int { symbols.count - 1 }

  // MARK: Training

  /// How an n-gram model is estimated.
  public struct Settings: Sendable, Codable, Equatable {
    /// The longest n-gram, 1 to 12.
    public var order: Int
    /// An n-gram goes if without it the training data would lose no more than so many nats.
    public var pruning: Double

    /// The defaults.
    public init(order: Int = 8, pruning: Double = 0.5) {
      self.order = order
      self.pruning = pruning
    }
  }

  /// Estimates a model.
  ///
  /// - Parameters:
  ///   - sequences: of symbols below `symbolCount − 1`; the last symbol is the boundary
  ///   - symbolCount: at most 65,536
  ///   - settings: order and pruning
  public init(_ sequences: [[Int32]], symbolCount: Int, settings: Settings = Settings()) {
    precondition((1...1 << 16).contains(symbolCount), "NGramModel: \(symbolCount) symbols")
    precondition((1...12).contains(settings.order), "NGramModel: order \(settings.order)")
    let counts = NGramCounts(sequences, order: settings.order, boundary: Int32(symbolCount - 1))
    let pruned = PrunedNGrams(counts, KneserNey(counts), threshold: settings.pruning)
    self.init(counts, pruned, symbolCount: symbolCount)
  }

  private init(_ counts: NGramCounts, _ pruned: PrunedNGrams, symbolCount: Int) {
    order = counts.order
    self.symbolCount = symbolCount
    var levels = Array(repeating: [Int](), count: order + 1)
    for node in 0..<counts.count where pruned.isKept[node] {
      levels[Int(counts.orders[node])].append(node)
    }
    // The start of a sequence is a unigram too, after all others: its symbol is one more than the last.
    func symbol(_ node: Int) -> Int32 {
      counts.orders[node] == 1 && counts.isInitial[node] ? Int32.max : counts.symbols[node]
    }
    var places = [UInt32](repeating: 0, count: counts.count)
    var ordered: [Int] = []
    for level in levels {
      let keys = level.map { node in
        (
          key: UInt64(places[Int(counts.parents[node])]) << 32
            | UInt64(UInt32(bitPattern: symbol(node))),
          node: node
        )
      }
      for (_, node) in keys.sorted(by: { $0.key < $1.key }) {
        places[node] = UInt32(ordered.count)
        ordered.append(node)
      }
    }
    symbols = PackedNumbers(
      ordered.lazy.map { UInt16(truncatingIfNeeded: max(0, counts.symbols[$0])) })
    costs = PackedNumbers(
      ordered.lazy.map {
        pruned.probabilities[$0] > 0 ? Self.compressed(-Double.log(pruned.probabilities[$0])) : 255
      })
    let inner = ordered.prefix(ordered.count - (order > 0 ? levels[order].count : 0))
    backoffs = PackedNumbers(inner.lazy.map { Self.step(Double.log(pruned.backoffs[$0])) })
    suffixes = PackedNumbers(inner.lazy.map { places[Int(counts.suffixes[$0])] })
    var children = [UInt32](repeating: 0, count: inner.count)
    for node in ordered.dropFirst() { children[Int(places[Int(counts.parents[node])])] += 1 }
    var next: UInt32 = 1
    let firsts = children.map { count in
      defer { next += count }
      return next
    }
    firstChildren = PackedNumbers(firsts + [next])
    start = 0
    if order > 1, let initial = (1..<counts.count).first(where: { counts.isInitial[$0] }) {
      start = places[initial]
    }
    start = withTree { $0.state(of: start) }
  }
}

extension NGramModel {
  // MARK: Numbers

  /// Costs beyond this many nats are this many.
  private static let greatestCost = 24.0
  static let backoffStep = 1.0 / 1024

  private static func compressed(_ cost: Double) -> UInt8 {
    UInt8((255 * (min(max(cost, 0), greatestCost) / greatestCost).squareRoot()).rounded())
  }

  private static let logProbabilities: [Double] = (0..<256).map {
    let root = Double($0) / 255
    return -greatestCost * root * root
  }

  private static func step(_ value: Double) -> Int16 {
    guard value > -31.9 else { return Int16(-31.9 / backoffStep) }
    return Int16((min(value, 31.9) / backoffStep).rounded())
  }

  // MARK: Use

  /// Before the first symbol.
  public var initialState: State { State(node: start) }

  /// ln p of a symbol in a state, and the state after it.
  public func next(_ symbol: Int32, in state: State) -> (logProbability: Double, state: State) {
    precondition(Int(state.node) < backoffs.count, "NGramModel: a state of another model")
    return withTree { tree in
      let continuation = tree.continuation(of: state.node, symbol)
      return (
        tree.logProbability(continuation),
        State(node: tree.state(after: state.node, symbol, continuation))
      )
    }
  }

  /// ln p of the end of the sequence.
  public func end(in state: State) -> Double { next(boundary, in: state).logProbability }

  /// Calls `body` with the arrays.
  @inline(__always)
  func withTree<Result>(_ body: (NGramTree) -> Result) -> Result {
    symbols.withUnchecked { symbols in
      costs.withUnchecked { costs in
        backoffs.withUnchecked { backoffs in
          firstChildren.withUnchecked { firstChildren in
            suffixes.withUnchecked { suffixes in
              Self.logProbabilities.withUnsafeBufferPointer { logProbabilities in
                let end = Int(firstChildren[1]) - (order > 1 ? 1 : 0)
                return body(
                  NGramTree(
                    symbols: symbols, costs: costs, backoffs: backoffs,
                    firstChildren: firstChildren, suffixes: suffixes,
                    inner: self.backoffs.count, unigrams: 1..<max(1, end),
                    symbolCount: symbolCount, logProbabilities: logProbabilities))
              }
            }
          }
        }
      }
    }
  }
}

extension NGramModel {
  // MARK: Reading

  init(
    order: Int, symbolCount: Int, symbols: PackedNumbers<UInt16>, costs: PackedNumbers<UInt8>,
    backoffs: PackedNumbers<Int16>,
    firstChildren: PackedNumbers<UInt32>, suffixes: PackedNumbers<UInt32>, start: UInt32
  ) {
    self.order = order
    self.symbolCount = symbolCount
    self.symbols = symbols
    self.costs = costs
    self.backoffs = backoffs
    self.firstChildren = firstChildren
    self.suffixes = suffixes
    self.start = start
  }

  /// Whether the arrays, which may come from anywhere, are a tree in which every walk stays, and ends soon: its nodes
  /// stand order by order, none is of a higher order than the model, and suffixes are of one order less.
  var isConsistent: Bool {
    // A start of the program waits for this: it reads without a check of each index.
    symbols.withUnchecked { symbols in
      firstChildren.withUnchecked { firstChildren in
        suffixes.withUnchecked { suffixes in isConsistent(symbols, firstChildren, suffixes) }
      }
    }
  }

  private func isConsistent(
    _ symbols: PackedNumbers<UInt16>.Unchecked, _ firstChildren: PackedNumbers<UInt32>.Unchecked,
    _ suffixes: PackedNumbers<UInt32>.Unchecked
  ) -> Bool {
    let (inner, count) = (backoffs.count, self.symbols.count)
    guard inner > 0, firstChildren[0] == 1, Int(firstChildren[inner]) == count,
      firstChildren[0] < firstChildren[1], Int(start) < inner
    else { return false }
    // The nodes of an order, and where their suffixes are.
    var (length, nodes, shorter) = (0, 0..<1, 0..<1)
    for node in 0..<inner {
      let (first, end) = (firstChildren[node], firstChildren[node + 1])
      guard first <= end, Int(end) <= count, Int(first) > node else { return false }
      if node == nodes.upperBound {
        (length, nodes, shorter) = (length + 1, node..<Int(first), nodes)
      }
      guard length < order, shorter.contains(Int(suffixes[node])) else { return false }
      // The start of a sequence stands after the other unigrams and bears the boundary's number.
      let last = node == 0 && order > 1 ? end - 1 : end
      guard first < last || node > 0 else { return false }
      var before = -1
      for child in Int(first)..<max(Int(first), Int(last)) {
        let symbol = Int(symbols[child])
        guard before < symbol, symbol < symbolCount else { return false }
        before = symbol
      }
    }
    return nodes.upperBound == inner
  }
}
