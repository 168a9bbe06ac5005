/// The n-grams of sequences, as a tree: a node is an n-gram, its parent the n-gram without its last symbol.
///
/// Sequences start with the symbol `boundary`, which is never counted as an event, and end with it, which is.
struct NGramCounts {
  static let root: Int32 = 0

  let order: Int
  /// The symbol at both ends of a sequence.
  let boundary: Int32
  /// Of each node, the root first.
  private(set) var parents: [Int32] = [0]
  private(set) var symbols: [Int32] = [-1]
  /// The node without its first symbol.
  private(set) var suffixes: [Int32] = [0]
  private(set) var orders: [UInt8] = [0]
  private(set) var counts: [UInt32] = [0]
  /// Different symbols seen before the n-gram.
  private(set) var predecessors: [UInt32] = [0]
  /// Whether the n-gram begins a sequence, so that nothing can stand before it.
  private(set) var isInitial: [Bool] = [false]

  private var index: PairIndex

  /// Counts the n-grams up to an order.
  init(_ sequences: [[Int32]], order: Int, boundary: Int32) {
    self.order = order
    self.boundary = boundary
    index = PairIndex(minimumCapacity: 1 << 16)
    for sequence in sequences { add(sequence) }
  }

  var count: Int { parents.count }

  private mutating func add(_ sequence: [Int32]) {
    // history[k]: the node of the last k symbols.
    var history = [Self.root]
    if order > 1 {
      history.append(node(Self.root, boundary, suffix: Self.root, isInitial: true))
    }
    for symbol in sequence + [boundary] {
      var next: [Int32] = [Self.root]
      for (length, context) in history.enumerated() {
        let isNew = count
        let node = node(
          context, symbol, suffix: next[length],
          isInitial: length > 0 && isInitial[Int(context)])
        counts[Int(node)] += 1
        if Int(node) == isNew, length > 0 { predecessors[Int(next[length])] += 1 }
        next.append(node)
      }
      history = Array(next.prefix(order))
    }
  }

  private mutating func node(
    _ parent: Int32, _ symbol: Int32, suffix: Int32, isInitial: Bool
  ) -> Int32 {
    // The boundary as a start is another unigram than as an end.
    let found = index.insert(parent, isInitial && parent == Self.root ? -1 : symbol) + 1
    if Int(found) == count {
      parents.append(parent)
      symbols.append(symbol)
      suffixes.append(suffix)
      orders.append(orders[Int(parent)] + 1)
      counts.append(0)
      predecessors.append(0)
      self.isInitial.append(isInitial)
    }
    return found
  }
}
