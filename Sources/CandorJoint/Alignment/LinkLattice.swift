/// Every way to link a word with its pronunciation: a graph whose nodes are (graphemes read, phones read).
struct LinkLattice {
  struct Edge {
    var from: Int32
    var to: Int32
    var link: Int32
  }

  /// Edges in an order in which every node's incoming ones come before its outgoing ones.
  private(set) var edges: [Edge] = []
  private(set) var nodes = 0

  /// Fills the lattice; the storage of the last word is used again.
  ///
  /// - Parameter link: the number of the link between runs of graphemes and phones, or −1 for none
  mutating func fill(
    graphemes: Int, phones: Int, limits: LinkLimits,
    link: (_ graphemes: Range<Int>, _ phones: Range<Int>) -> Int32
  ) {
    edges.removeAll(keepingCapacity: true)
    let width = phones + 1
    nodes = (graphemes + 1) * width
    for i in 0..<graphemes {
      for j in 0...phones where limits.canLink(graphemes: i, phones: j) {
        for graphemeCount in 1...min(limits.graphemes, graphemes - i) {
          for phoneCount in 0...min(limits.phones, phones - j)
          where limits.allows(graphemes: graphemeCount, phones: phoneCount) {
            let (nextI, nextJ) = (i + graphemeCount, j + phoneCount)
            guard limits.canLink(graphemes: graphemes - nextI, phones: phones - nextJ) else {
              continue
            }
            let number = link(i..<nextI, j..<nextJ)
            guard number >= 0 else { continue }
            edges.append(
              Edge(
                from: Int32(i * width + j), to: Int32(nextI * width + nextJ), link: number))
          }
        }
      }
    }
  }
}
