import CandorEngine

/// Sequences of symbol numbers, padded and laid out time-major, as the network reads them.
public struct SymbolBatch: Sendable {
  /// `[T, B]`, padding filled with symbol 0.
  public let symbols: [Int32]
  /// Valid steps of each row.
  public let lengths: SequenceLengths

  /// Pads sequences to the longest.
  public init(_ sequences: [[Int32]]) {
    self.init(sequences, padding: 0)
  }

  /// One symbol in each row.
  init(step symbols: [Int32]) {
    self.symbols = symbols
    lengths = SequenceLengths(full: symbols.count, steps: 1)
  }

  /// Pads with any symbol: nothing may depend on it.
  package init(_ sequences: [[Int32]], padding: Int32) {
    lengths = SequenceLengths(sequences.map(\.count))
    var symbols = [Int32](repeating: padding, count: lengths.maximum * sequences.count)
    for (row, sequence) in sequences.enumerated() {
      for (t, symbol) in sequence.enumerated() { symbols[t * sequences.count + row] = symbol }
    }
    self.symbols = symbols
  }

  /// The axes `[T, B]`.
  public var shape: [Int] { [lengths.maximum, lengths.rows] }

  /// The symbols as targets of a loss: −1 at padding, which the loss leaves out.
  public var targets: [Int32] {
    let rows = lengths.rows
    return symbols.indices.map { $0 / rows < lengths.lengths[$0 % rows] ? symbols[$0] : -1 }
  }
}
