/// The arrays of an n-gram model where they lie in memory, without a check of the index.
///
/// Whatever bytes they came from, they are a tree (`NGramModel.isConsistent`): the children of nodes below `inner`, their
/// suffixes, and the symbols of all events are inside the arrays.
struct NGramTree {
  let symbols: PackedNumbers<UInt16>.Unchecked
  let costs: PackedNumbers<UInt8>.Unchecked
  let backoffs: PackedNumbers<Int16>.Unchecked
  let firstChildren: PackedNumbers<UInt32>.Unchecked
  let suffixes: PackedNumbers<UInt32>.Unchecked
  /// The number of nodes below the highest order.
  let inner: Int
  /// The children of the root, without the start of a sequence, which has the boundary's number and is no event.
  let unigrams: Range<Int>
  let symbolCount: Int
  /// ln p by cost.
  let logProbabilities: UnsafeBufferPointer<Double>

  @inline(__always)
  func children(of node: UInt32) -> Range<Int> {
    let node = Int(node)
    return node == 0 ? unigrams : Int(firstChildren[node])..<Int(firstChildren[node + 1])
  }

  /// The child of a node with a symbol, or 0.
  func child(of node: UInt32, _ symbol: Int32) -> Int {
    let children = children(of: node)
    // As many children as there are symbols, in order, have one symbol each.
    if children.count == symbolCount, 0..<symbolCount ~= Int(symbol) {
      return children.lowerBound + Int(symbol)
    }
    guard let last = children.last, Int32(symbols[last]) >= symbol else { return 0 }
    var (low, high) = (children.lowerBound, last)
    while low < high {
      let middle = (low + high) / 2
      if Int32(symbols[middle]) < symbol { low = middle + 1 } else { high = middle }
    }
    return Int32(symbols[low]) == symbol ? low : 0
  }

  /// What a node is after its parent.
  @inline(__always)
  func continuation(_ node: Int) -> Continuation {
    Continuation(node: UInt32(truncatingIfNeeded: node), cost: costs[node])
  }

  /// What a symbol is after a context.
  func continuation(of context: UInt32, _ symbol: Int32) -> Continuation {
    let child = child(of: context, symbol)
    if child != 0 { return continuation(child) }
    guard context != 0 else { return .none }
    return continuation(of: suffixes[Int(context)], symbol) + backoffs[Int(context)]
  }

  /// ln p of a continuation.
  @inline(__always)
  func logProbability(_ continuation: Continuation) -> Double {
    guard continuation.node != 0 else { return -.infinity }
    return Double(continuation.backoff) * NGramModel.backoffStep
      + logProbabilities[Int(continuation.cost)]
  }

  /// The state after a context and a symbol.
  func state(after context: UInt32, _ symbol: Int32, _ continuation: Continuation) -> UInt32 {
    guard continuation.node >= inner else { return state(of: continuation.node) }
    // An n-gram of the highest order, which is never a state, is the whole context and the symbol.
    guard context != 0 else { return 0 }
    return state(of: self.continuation(of: suffixes[Int(context)], symbol).node)
  }

  /// The longest n-gram at the end of one below the highest order that has continuations.
  func state(of node: UInt32) -> UInt32 {
    var node = Int(node)
    while node != 0, firstChildren[node] == firstChildren[node + 1] { node = Int(suffixes[node]) }
    return UInt32(node)
  }
}
