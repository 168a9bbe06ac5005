import ArgumentParser

/// A part of the lines of an input: the i-th of every n, written `i/n`.
package struct Shard: ExpressibleByArgument {
  /// From 1.
  package let index: Int
  /// The number of shards.
  package let count: Int

  /// Reads `i/n`; nil unless 1 ≤ i ≤ n.
  package init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], index >= 1, index <= count
    else { return nil }
    (self.index, self.count) = (index, count)
  }

  /// Whether a line, counted from 1, is in the part.
  func contains(_ line: Int) -> Bool { (line - 1) % count == index - 1 }
}
