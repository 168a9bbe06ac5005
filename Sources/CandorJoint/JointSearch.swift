/// The open chains of a search, at each number of graphemes read.
///
/// Chains that have read the same phones and are in the same context are one.
struct JointSearch {
  struct Chain {
    /// What was read so far, as a node of the tree of phones.
    var phones: Int32
    var state: UInt32
    var score: Double

    /// An order that depends on nothing else.
    func precedes(_ other: Chain) -> Bool {
      if score != other.score { return score > other.score }
      return phones != other.phones ? phones < other.phones : state < other.state
    }
  }

  /// Scores at or below which a chain cannot be kept.
  private(set) var floors: [Double]
  private let margin: Double
  /// Chains by place and phones.
  private var cells = PairIndex(minimumCapacity: 128)
  private var sums = ContextSums(cells: 0)
  /// The last cell of each place, and before each cell the one of the same place, or −1.
  private var last: [Int32]
  private var before: [Int32] = []
  /// The tree of phones: a node is a pair of a node and a phone, numbered from 1; node 0 is nothing read.
  private var tree = PairIndex(minimumCapacity: 128)

  /// A search in which a chain by so many nats less probable than the best one at its place is left.
  init(graphemes: Int, margin: Double) {
    floors = Array(repeating: -.infinity, count: graphemes + 1)
    self.margin = margin
    last = Array(repeating: -1, count: graphemes + 1)
  }

  mutating func add(_ chain: Chain, at place: Int) {
    let cell = cells.insert(Int32(place), chain.phones)
    if Int(cell) == before.count {
      before.append(last[place])
      last[place] = cell
      sums.addCell()
    }
    let score = sums.add(chain.score, in: chain.state, to: Int(cell))
    floors[place] = max(floors[place], score - margin)
  }

  /// The chains at a place that are not below a score, best first.
  func chains(at place: Int, from floor: Double) -> [Chain] {
    var chains: [Chain] = []
    chains.reserveCapacity(64)
    var cell = last[place]
    while cell >= 0 {
      var context = sums.firsts[Int(cell)]
      while context >= 0 {
        let (state, score) = (sums[context].state, sums[context].sum)
        if score >= floor {
          chains.append(Chain(phones: cells[cell].second, state: state, score: score))
        }
        context = sums[context].next
      }
      cell = before[Int(cell)]
    }
    chains.sort { $0.precedes($1) }
    return chains
  }

  /// The number of nodes of the tree of phones.
  var nodes: Int { tree.count + 1 }

  mutating func node(after node: Int32, _ phones: [Int32]) -> Int32 {
    phones.reduce(node) { tree.insert($0, $1) + 1 }
  }

  func phones(_ node: Int32) -> [Int32] {
    var phones: [Int32] = []
    var node = node
    while node != 0 {
      let (parent, phone) = tree[node - 1]
      phones.append(phone)
      node = parent
    }
    return phones.reversed()
  }
}
