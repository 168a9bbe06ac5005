import CandorEngine

/// The logits of the next symbol along transcriptions, in the order of writing.
package struct PathLogits {
  /// `[N, C]`
  package var logits: Tensor<Float>
  /// For each transcription the row after the start symbol and after each of its own.
  package var paths: [[Int]]
}

extension EncoderDecoder where Scalar == Float {
  /// The mean network's logits along candidates of words that were searched. Those along what the search found are
  /// known, and so are those along what a candidate shares with it; only the rest is computed.
  ///
  /// - Parameters:
  ///   - candidates: of each word, first those that the search found
  ///   - kept: of each word, those that the search found, in the same order
  ///   - words: which words of the search they are
  ///   - found: what the search found, with its states if there are other candidates
  ///   - context: a deterministic one
  package func logits(
    along candidates: [[[Int32]]], kept: [[BeamSearch.Traced]], of words: [Int],
    found: FoundTranscriptions, in context: Context<Float>
  ) -> PathLogits {
    var rows: [BatchRow] = []
    var paths: [[Int]] = []
    // What is left of the others, and the rows of the search after which that starts.
    var others: [(path: Int, root: Int, symbols: [Int32])] = []
    var roots: [(row: BatchRow, word: Int)] = []
    var rootNumbers: [Int: Int] = [:]
    for (index, word) in words.enumerated() {
      let written = candidates[index].map { direction.turned($0) }
      let first = paths.count
      for traced in kept[index] {
        paths.append(Array(rows.count..<rows.count + traced.rows.count))
        rows += traced.rows.enumerated().map { BatchRow(batch: $0, row: $1) }
      }
      for symbols in written.dropFirst(kept[index].count) {
        let shared = kept[index].indices.map { written[$0].sharedPrefix(with: symbols) }
        let nearest = shared.indices.max { (shared[$0], -$0) < (shared[$1], -$1) } ?? 0
        let last = paths[first + nearest][shared[nearest]]
        let root = rootNumbers[last] ?? roots.count
        if root == roots.count {
          rootNumbers[last] = root
          roots.append((rows[last], word))
        }
        others.append((paths.count, root, Array(symbols.dropFirst(shared[nearest]))))
        paths.append(Array(paths[first + nearest].prefix(shared[nearest] + 1)))
      }
    }
    var batches = found.logits
    let forest = PrefixForest.Copies(
      PrefixForest(others.map(\.symbols), after: others.map(\.root)), count: 1,
      roots: roots.count)
    if !forest.nodes.isEmpty {
      let computed = decode(
        found.encoded.picking(forest.nodes.map { roots[$0.root].word }), along: forest,
        from: DecoderState(roots.map(\.row), of: found.states), in: context)
      for (other, path) in zip(others, forest.paths) {
        paths[other.path] += path.map { rows.count + $0 }
      }
      rows += forest.nodes.indices.map { BatchRow(batch: batches.count, row: $0) }
      batches.append(computed.value.reshaped([forest.nodes.count, configuration.targetSymbols]))
    }
    return PathLogits(logits: Tensor(rows, of: batches), paths: paths)
  }
}

extension [Int32] {
  /// The number of elements with which both begin.
  fileprivate func sharedPrefix(with other: [Int32]) -> Int {
    zip(self, other).prefix { $0 == $1 }.count
  }
}
