/// The contexts in which chains can be, cell by cell, each with the sum of its chains' probabilities.
struct ContextSums {
  struct Context {
    let state: UInt32
    /// ln of the sum.
    fileprivate(set) var sum: Double
    /// The context of the cell with the next greater state, or −1.
    fileprivate(set) var next: Int32
  }

  /// The context of each cell with the least state, or −1.
  private(set) var firsts: [Int32]
  private var contexts: [Context] = []

  init(cells: Int) {
    firsts = Array(repeating: -1, count: cells)
    contexts.reserveCapacity(256)
  }

  subscript(context: Int32) -> Context { contexts[Int(context)] }

  mutating func addCell() { firsts.append(-1) }

  /// Adds a chain, and returns ln of the sum of those in its context.
  @discardableResult
  mutating func add(_ logProbability: Double, in state: UInt32, to cell: Int) -> Double {
    var before: Int32 = -1
    var place = firsts[cell]
    while place >= 0, contexts[Int(place)].state < state {
      before = place
      place = contexts[Int(place)].next
    }
    if place >= 0, contexts[Int(place)].state == state {
      let sum = logSum(contexts[Int(place)].sum, logProbability)
      contexts[Int(place)].sum = sum
      return sum
    }
    let new = Int32(contexts.count)
    contexts.append(Context(state: state, sum: logProbability, next: place))
    if before < 0 { firsts[cell] = new } else { contexts[Int(before)].next = new }
    return logProbability
  }
}
