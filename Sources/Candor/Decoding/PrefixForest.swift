import CandorEngine

/// Sequences of symbols in which those that begin alike share what they begin with.
///
/// A node is a symbol that is read after a root or after another node, and stands for everything that was read until
/// then. Nodes lie level by level: those that read the first symbol come first.
package struct PrefixForest {
  /// The symbol that each node reads.
  private var symbols: [Int32] = []
  /// The root of each node.
  private var roots: [Int] = []
  /// The node before each, or −1 after a root.
  private var parents: [Int] = []
  /// Where the nodes of each level start, and last the number of all.
  private var levels = [0]
  /// For each sequence its nodes.
  private var paths: [[Int]]

  /// The forest of sequences, each of which follows a root.
  package init(_ sequences: [[Int32]], after roots: [Int]) {
    precondition(sequences.count == roots.count, "PrefixForest: \(roots.count) roots")
    paths = sequences.map { path in
      var nodes: [Int] = []
      nodes.reserveCapacity(path.count)
      return nodes
    }
    var level = 0
    var known: [UInt64: Int] = [:]
    while sequences.contains(where: { $0.count > level }) {
      known.removeAll(keepingCapacity: true)
      for (index, sequence) in sequences.enumerated() where sequence.count > level {
        let before = paths[index].last ?? roots[index]
        let key = UInt64(UInt32(before)) << 32 | UInt64(UInt32(bitPattern: sequence[level]))
        let node = known[key] ?? symbols.count
        if node == symbols.count {
          known[key] = node
          symbols.append(sequence[level])
          self.roots.append(roots[index])
          parents.append(paths[index].last ?? -1)
        }
        paths[index].append(node)
      }
      levels.append(symbols.count)
      level += 1
    }
  }

  /// Several copies of a forest in one batch: level by level, and on each level copy by copy.
  package struct Copies {
    /// The nodes of all copies. The roots of a copy follow those of the copies before it.
    package let steps: StepForest
    /// For each node of the batch its copy, its root and the symbol that it reads.
    package let nodes: [(copy: Int, root: Int, symbol: Int32)]
    /// For each sequence its nodes, copy by copy.
    package let paths: [[Int]]

    /// So many copies of a forest that has so many roots.
    package init(_ forest: PrefixForest, count: Int, roots: Int) {
      let levels = forest.levels
      func place(of node: Int, level: Int, copy: Int) -> Int {
        levels[level] * (count - 1) + (levels[level + 1] - levels[level]) * copy + node
      }
      var nodes: [(copy: Int, root: Int, symbol: Int32)] = []
      nodes.reserveCapacity(count * forest.symbols.count)
      var parents: [Int] = []
      parents.reserveCapacity(count * forest.symbols.count)
      for level in levels.indices.dropLast() {
        for copy in 0..<count {
          for node in levels[level]..<levels[level + 1] {
            let root = copy * roots + forest.roots[node]
            nodes.append((copy, root, forest.symbols[node]))
            parents.append(
              level == 0
                ? -1 - root : place(of: forest.parents[node], level: level - 1, copy: copy))
          }
        }
      }
      self.nodes = nodes
      steps = StepForest(levels: levels.map { $0 * count }, parents: parents)
      paths = (0..<count).flatMap { copy in
        forest.paths.map { path in
          path.enumerated().map { place(of: $1, level: $0, copy: copy) }
        }
      }
    }
  }
}
