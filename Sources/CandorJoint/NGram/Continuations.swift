/// What the symbols of several groups are after many contexts of a model.
///
/// Contexts end alike: what follows a context is what follows its suffix, for the price of a backoff, but for the
/// context's own children. So the children of a node are looked at once for all symbols of a group, and once for all
/// contexts that end with it.
struct Continuations: ~Copyable {
  private let tree: NGramTree
  /// The symbols of all groups, and where those of each group start and end.
  private let symbols: [Int32]
  private let starts: [Int]

  /// The group for which `places` is filled.
  private var group: Int?
  /// The place of each symbol in the rows of that group; −1, where nobody looks, of all others.
  private var places: [Int32]
  /// The rows by group and node.
  private var index = PairIndex(minimumCapacity: 256)
  private var rows: [UnsafeMutablePointer<Continuation>] = []
  /// The memory of the rows, in pieces that never move, and what is free of the last one.
  private var pieces: [UnsafeMutablePointer<Continuation>] = []
  private var free = 0..<0

  /// Nothing yet of groups of different symbols.
  init(of symbols: [Int32], starts: [Int], in tree: NGramTree) {
    self.tree = tree
    self.symbols = symbols
    self.starts = starts
    places = Array(repeating: -1, count: tree.symbolCount)
    rows.reserveCapacity(256)
  }

  deinit { for piece in pieces { piece.deallocate() } }

  /// The symbols of a group after a context, as long as this value lives.
  @inline(__always)
  mutating func row(_ group: Int, after node: UInt32) -> UnsafePointer<Continuation> {
    let number = Int(index.insert(Int32(group), Int32(bitPattern: node)))
    return UnsafePointer(number < rows.count ? rows[number] : addRow(group, node))
  }

  private mutating func addRow(_ group: Int, _ node: UInt32) -> UnsafeMutablePointer<Continuation> {
    let start = starts[group]
    let count = starts[group + 1] - start
    let row = allocate(count + 1) + 1
    rows.append(row)
    if node == 0 {
      row.update(repeating: .none, count: count)
    } else {
      let suffix = self.row(group, after: tree.suffixes[Int(node)])
      let backoff = tree.backoffs[Int(node)]
      for place in 0..<count { row[place] = suffix[place] + backoff }
    }
    let children = tree.children(of: node)
    if children.count <= 8 * count {
      fillPlaces(group)
      places.withUnsafeBufferPointer { places in
        for child in children {
          row[Int(places[Int(tree.symbols[child])])] = tree.continuation(child)
        }
      }
    } else {
      for place in 0..<count {
        let child = tree.child(of: node, symbols[start + place])
        if child != 0 { row[place] = tree.continuation(child) }
      }
    }
    return row
  }

  private mutating func allocate(_ count: Int) -> UnsafeMutablePointer<Continuation> {
    if free.count < count {
      free = 0..<max(4096, count)
      pieces.append(.allocate(capacity: free.count))
    }
    defer { free = free.lowerBound + count..<free.upperBound }
    return pieces[pieces.count - 1] + free.lowerBound
  }

  private mutating func fillPlaces(_ group: Int) {
    guard group != self.group else { return }
    if let old = self.group {
      for symbol in symbols[starts[old]..<starts[old + 1]] { places[Int(symbol)] = -1 }
    }
    for index in starts[group]..<starts[group + 1] {
      places[Int(symbols[index])] = Int32(index - starts[group])
    }
    self.group = group
  }
}
