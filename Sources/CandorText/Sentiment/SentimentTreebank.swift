/// Reads the Stanford Sentiment Treebank: a tree a line.
///
/// ```swift
/// let trees = try SentimentTreebank.trees(path: "train.txt")
/// ```
public enum SentimentTreebank {
  /// All trees of a file; blank lines are passed over.
  ///
  /// - Throws: `FileAccessError`, or `CorpusError` with the line and the place in it.
  public static func trees(path: String) throws -> [SentimentTree] {
    try trees(LineReader(path: path))
  }

  /// All trees of lines.
  ///
  /// - Throws: `FileAccessError`, or `CorpusError` with the line and the place in it.
  public static func trees(_ lines: LineReader) throws -> [SentimentTree] {
    var trees: [SentimentTree] = []
    while let line = try lines.next() {
      try CorpusError.check(line, of: lines.name)
      guard line.bytes.contains(where: { $0 != 0x20 && $0 != 0x09 }) else { continue }
      do throws(SentimentTree.Failure) {
        trees.append(try SentimentTree(line.bytes))
      } catch {
        let start = max(0, min(error.column - 1, line.bytes.count) - 20)
        throw CorpusError(
          file: lines.name, line: line.number, column: error.column, reason: .tree(error.problem),
          value: String(decoding: line.bytes[start...].prefix(40), as: UTF8.self))
      }
    }
    guard !trees.isEmpty else { throw CorpusError(file: lines.name, line: 0, reason: .empty) }
    return trees
  }

  /// Whether a line looks like a tree: `(0 ` to `(4 `.
  static func isTree(_ bytes: [UInt8]) -> Bool {
    let start = bytes.prefix(3)
    return start.count == 3 && start[0] == 0x28 && (0x30...0x34).contains(start[1])
      && (start[2] == 0x20 || start[2] == 0x28)
  }
}
