import CandorText

/// The texts that a command works on: those that were typed, and the lines of standard input where there are none or
/// where `-` stands.
package struct TextInput {
  /// Some texts, and what happened to each before it was read.
  package struct Block {
    /// The texts, in order.
    package let texts: [String]
    /// Remarks on each, such as `invalid UTF-8`; none on texts that were typed.
    package let remarks: [[String]]
    /// Whether they are arguments and not lines of standard input.
    package let wereTyped: Bool
  }

  private let arguments: [String]
  private let invitation: String
  private let blockBytes: Int
  private let shard: Shard?

  /// - Parameters:
  ///   - arguments: what was typed
  ///   - invitation: what a person reads who is to type lines
  ///   - blockBytes: about how much of standard input comes at a time
  ///   - shard: the lines of standard input that count; all by default
  package init(
    _ arguments: [String], invitation: String, blockBytes: Int = 1 << 14, shard: Shard? = nil
  ) {
    self.arguments = arguments
    self.invitation = invitation
    self.blockBytes = blockBytes
    self.shard = shard
  }

  /// Hands out all texts, as many at a time as are there.
  package func forEachBlock(_ body: (Block) throws -> Void) throws {
    if arguments.isEmpty { try forEachLineBlock(body) }
    for (place, part) in arguments.split(separator: "-", omittingEmptySubsequences: false)
      .enumerated()
    {
      if place > 0 { try forEachLineBlock(body) }
      if !part.isEmpty {
        try body(Block(texts: Array(part), remarks: part.map { _ in [] }, wereTyped: true))
      }
    }
  }

  private func forEachLineBlock(_ body: (Block) throws -> Void) throws {
    let input = StandardInput(shard: shard)
    if input.isTerminal { Note.write(invitation) }
    while !Interruption.wasRequested,
      case let lines = try input.nextBlock(bytes: blockBytes, lines: max(1, blockBytes / 16)),
      !lines.isEmpty
    {
      // Not every format has room for remarks, and what is lost must be said.
      for line in lines where line.wasTruncated {
        Note.write(
          "line \(line.number) is longer than \(StandardInput.maximumLineLength) bytes; "
            + "the rest is left out")
      }
      try body(Block(texts: lines.map(\.text), remarks: lines.map(remarks), wereTyped: false))
    }
  }

  private func remarks(_ line: Line) -> [String] {
    var remarks: [String] = []
    if line.wasRepaired { remarks.append("invalid UTF-8") }
    if line.wasTruncated { remarks.append("cut after \(StandardInput.maximumLineLength) bytes") }
    return remarks
  }
}
