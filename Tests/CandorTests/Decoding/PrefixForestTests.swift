import Candor
import CandorEngine
import Testing

@Suite struct PrefixForestTests {
  private static let sequences: [[Int32]] = [
    [1, 2, 3], [1, 2, 4, 5], [1, 2], [], [1, 2, 3], [2, 2, 3], [1, 2, 3, 6],
  ]
  private static let roots = [0, 0, 0, 0, 2, 0, 0]

  /// What is read on the way to a node, and after which root.
  private func read(_ node: Int, in forest: PrefixForest.Copies) -> (root: Int, symbols: [Int32]) {
    let parent = forest.steps.parents[node]
    let before = parent < 0 ? (-1 - parent, []) : read(parent, in: forest)
    return (before.0, before.1 + [forest.nodes[node].symbol])
  }

  @Test(arguments: [1, 3])
  func eachPathSpellsItsSequence(copies: Int) {
    let forest = PrefixForest.Copies(
      PrefixForest(Self.sequences, after: Self.roots), count: copies, roots: 4)
    #expect(forest.paths.count == copies * Self.sequences.count)
    for (index, path) in forest.paths.enumerated() {
      let (copy, sequence) = index.quotientAndRemainder(dividingBy: Self.sequences.count)
      #expect(path.count == Self.sequences[sequence].count)
      for (level, node) in path.enumerated() {
        let (root, symbols) = read(node, in: forest)
        #expect(symbols == Array(Self.sequences[sequence].prefix(level + 1)))
        #expect(root == copy * 4 + Self.roots[sequence])
        #expect(forest.nodes[node].root == root)
        #expect(forest.nodes[node].copy == copy)
        #expect((forest.steps.levels[level]..<forest.steps.levels[level + 1]).contains(node))
      }
    }
  }

  @Test func whatIsSharedIsThereOnce() {
    let forest = PrefixForest.Copies(
      PrefixForest(Self.sequences, after: Self.roots), count: 1, roots: 4)
    // 1, 12, 123, 1236, 124, 1245 and 2, 22, 223 after root 0; 1, 12, 123 after root 2.
    #expect(forest.nodes.count == 12)
    #expect(forest.paths[2] == Array(forest.paths[0].prefix(2)))
    #expect(forest.paths[6].prefix(3) == forest.paths[0][...])
  }

  @Test func noSequencesAreAnEmptyForest() {
    for sequences: [[Int32]] in [[], [[]]] {
      let forest = PrefixForest.Copies(
        PrefixForest(sequences, after: sequences.map { _ in 0 }), count: 2, roots: 1)
      #expect(forest.nodes.isEmpty)
      #expect(forest.steps == StepForest(levels: [0], parents: []))
    }
  }
}
