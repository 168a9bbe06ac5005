import CandorText

#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif

/// Lines of standard input in blocks: as many as are there, so that a slow writer gets each answer at once and a
/// fast one gets the speed of many words together.
package struct StandardInput {
  /// A longer line is cut, and its output says so.
  package static let maximumLineLength = 1 << 16

  private let shard: Shard?
  private let reader = LineReader.standardInput(maximumLineLength: maximumLineLength)

  /// The lines of standard input from here on, or those of a shard.
  package init(shard: Shard? = nil) { self.shard = shard }

  /// Whether a person types.
  package var isTerminal: Bool { isatty(STDIN_FILENO) == 1 }

  /// The next lines; none at the end, or when an interruption is wished for.
  package func nextBlock(bytes limit: Int = 1 << 14, lines maximum: Int = 1024) throws -> [Line] {
    var block: [Line] = []
    var bytes = 0
    while block.count < maximum, bytes < limit {
      if !reader.hasWaitingLine, block.isEmpty ? !waitForInput() : !canReadSoon { break }
      guard let line = try reader.next() else { break }
      if let shard, !shard.contains(line.number) { continue }
      block.append(line)
      bytes += line.bytes.count
    }
    return block
  }

  // The end of the input counts as something to read. A writer at work is given a moment: else the blocks, and with
  // them the last bits of the numbers, would depend on who is faster.
  private var canReadSoon: Bool { canRead(within: 20) }

  // A signal that comes between the look at the wish and the wait is seen after half a second.
  private func waitForInput() -> Bool {
    while !Interruption.wasRequested { if canRead(within: 500) { return true } }
    return false
  }

  private func canRead(within milliseconds: Int32) -> Bool {
    var state = pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0)
    return poll(&state, 1, milliseconds) > 0
  }
}
