/// What a joint model needs to read a word.
struct WordReader: ~Copyable {
  let inventory: GraphoneInventory
  let tree: NGramTree
  let start: UInt32
  let readings: Readings
  /// The graphones of each place after contexts, and after the last place the boundary.
  var continuations: Continuations
}

extension JointModel {
  /// Calls `body` with what reads a word.
  func withReader<Result>(of graphemes: [Int32], _ body: (inout WordReader) -> Result) -> Result {
    ngrams.withTree { tree in
      let readings = Readings(of: graphemes, in: inventory, boundary: ngrams.boundary)
      var reader = WordReader(
        inventory: inventory, tree: tree, start: ngrams.initialState.node, readings: readings,
        continuations: Continuations(of: readings.symbols, starts: readings.starts, in: tree))
      return body(&reader)
    }
  }
}
