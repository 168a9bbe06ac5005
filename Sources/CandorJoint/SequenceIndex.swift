/// Numbers short sequences of symbols, and gives them back.
struct SequenceIndex: Sendable {
  private var pairs = PairIndex()
  /// The sequences by number; 0 is the empty one.
  private(set) var sequences: [[Int32]] = [[]]

  /// The number of the sequence that follows another by one symbol, or −1; nothing follows −1.
  func find(_ prefix: Int32, _ symbol: Int32) -> Int32 {
    let found = pairs.find(prefix, symbol)
    return found < 0 ? -1 : found + 1
  }

  mutating func insert(_ prefix: Int32, _ symbol: Int32) -> Int32 {
    let number = pairs.insert(prefix, symbol) + 1
    if Int(number) == sequences.count { sequences.append(sequences[Int(prefix)] + [symbol]) }
    return number
  }

  /// The number of a sequence, or −1.
  func find(_ sequence: ArraySlice<Int32>) -> Int32 {
    sequence.reduce(0) { $0 < 0 ? $0 : find($0, $1) }
  }

  mutating func insert(_ sequence: ArraySlice<Int32>) -> Int32 {
    sequence.reduce(0) { insert($0, $1) }
  }

  subscript(number: Int32) -> [Int32] { sequences[Int(number)] }

  // MARK: Runs

  /// The numbers of all runs of a sequence: at `place · limit + count − 1` that of so many symbols from a place on, or −1.
  func runs(of symbols: [Int32], upTo limit: Int) -> [Int32] {
    Self.runs(of: symbols, upTo: limit) { find($0, $1) }
  }

  /// The same, after those that are new have got numbers.
  mutating func insertRuns(of symbols: [Int32], upTo limit: Int) -> [Int32] {
    Self.runs(of: symbols, upTo: limit) { insert($0, $1) }
  }

  private static func runs(
    of symbols: [Int32], upTo limit: Int, number: (_ prefix: Int32, _ symbol: Int32) -> Int32
  ) -> [Int32] {
    var runs = [Int32](repeating: -1, count: symbols.count * limit)
    for place in symbols.indices {
      var run: Int32 = 0
      for count in 0..<min(limit, symbols.count - place) {
        run = number(run, symbols[place + count])
        if run < 0 { break }
        runs[place * limit + count] = run
      }
    }
    return runs
  }
}
