/// The words of a lexicon with their pronunciations, found by how they begin or end.
struct NeighbourIndex: Sendable, Equatable {
  /// Symbols at the end of a word by which it may differ from a neighbour, at most.
  static let mostChanged = 5
  /// Symbols that neighbours share, at least.
  static let leastShared = 4
  /// A stretch that more words share says nothing of any.
  static let mostNeighbours = 250
  /// Longer words and pronunciations are left out.
  static let longest = 120

  /// Word, number of pronunciations, pronunciations; sorted by word.
  let entries: SymbolRecords
  /// The words in the order of their last symbols.
  let backwards: PackedNumbers<UInt32>

  /// Indexes pronunciations, each with its word.
  init(words: [[Int32]], pronunciations: [[Int32]]) {
    let all = zip(words, pronunciations).filter { word, phones in
      (1...Self.longest).contains(word.count) && (1...Self.longest).contains(phones.count)
        && (word + phones).allSatisfy { (0..<Int32(SymbolRecords.limit)).contains($0) }
    }
    let order = all.indices.sorted {
      all[$0].0 == all[$1].0 ? $0 < $1 : all[$0].0.lexicographicallyPrecedes(all[$1].0)
    }
    var sorted: [(word: [Int32], pronunciations: [[Int32]])] = []
    for (word, phones) in order.lazy.map({ all[$0] }) {
      if sorted.last?.word != word { sorted.append((word, [])) }
      let last = sorted.count - 1
      // The count stands in one number.
      if sorted[last].pronunciations.count < 255, !sorted[last].pronunciations.contains(phones) {
        sorted[last].pronunciations.append(phones)
      }
    }
    entries = SymbolRecords(
      sorted.map { word, pronunciations in
        [Int32(word.count)] + word + [Int32(pronunciations.count)]
          + pronunciations.flatMap { [Int32($0.count)] + $0 }
      })
    backwards = PackedNumbers(
      sorted.indices.sorted {
        sorted[$0].word.reversed().lexicographicallyPrecedes(sorted[$1].word.reversed())
      }.map { UInt32($0) })
  }

  init(entries: SymbolRecords, backwards: PackedNumbers<UInt32>) {
    (self.entries, self.backwards) = (entries, backwards)
  }

  /// The number of words.
  var count: Int { entries.count }

  /// Calls `body` with what finds neighbours at an end of words.
  @inline(__always)
  func withSide<Result>(_ end: WordEnd, _ body: (Side) -> Result) -> Result {
    entries.withView { view in
      backwards.withBytes { body(Side(view: view, backwards: $0, end: end)) }
    }
  }

  /// The lexicon seen from one end.
  struct Side {
    fileprivate let view: SymbolRecords.View
    fileprivate let backwards: UnsafeRawBufferPointer
    let end: WordEnd

    /// The word of a rank, which has all its symbols in common with itself.
    func word(_ rank: Int) -> Neighbour { neighbour(rank, shared: nil) }

    @inline(__always)
    fileprivate func neighbour(_ rank: Int, shared: Int?) -> Neighbour {
      let number =
        end == .back
        ? rank
        : Int(
          UInt32(
            littleEndian: backwards.loadUnaligned(fromByteOffset: 4 * rank, as: UInt32.self)))
      var cursor = view.cursor(number)
      let count = Int(cursor.next())
      return Neighbour(cursor: cursor, count: count, shared: shared ?? count, end: end)
    }
  }

  /// A word that shares a stretch with another one; turned at the front.
  struct Neighbour {
    /// At the word's first symbol.
    private let cursor: SymbolRecords.Cursor
    /// Its number of symbols.
    let count: Int
    /// Symbols that both have before the end at which they differ.
    let shared: Int
    private let end: WordEnd

    fileprivate init(cursor: SymbolRecords.Cursor, count: Int, shared: Int, end: WordEnd) {
      (self.cursor, self.count, self.shared, self.end) = (cursor, count, shared, end)
    }

    @inline(__always)
    subscript(place: Int) -> Int32 {
      cursor.view[cursor.place + (end == .back ? place : count - 1 - place)]
    }

    var word: [Int32] { (0..<count).map { self[$0] } }

    var pronunciations: [[Int32]] {
      var cursor = cursor
      cursor.skip(count)
      return (0..<cursor.next()).map { _ in end.turned(cursor.sequence()) }
    }
  }
}

extension NeighbourIndex {
  func contains(_ word: [Int32]) -> Bool {
    withSide(.back) { side in
      let range = side.narrowed(0..<count, to: word, at: word.indices)
      // The shortest word that begins so comes first.
      return !range.isEmpty && side.word(range.lowerBound).count == word.count
    }
  }
}

extension NeighbourIndex.Side {
  /// Calls `body` with each neighbour of a word that differs at the end, those that share most first.
  ///
  /// - Parameter word: turned at the front
  @inline(__always)
  func forEachNeighbour(of word: [Int32], _ body: (NeighbourIndex.Neighbour) -> Void) {
    let least = max(NeighbourIndex.leastShared, word.count - NeighbourIndex.mostChanged)
    guard least <= word.count else { return }
    // The words that share so many symbols lie together, and those that share more are among them.
    var ranges = [narrowed(0..<view.count, to: word, at: 0..<least)]
    for place in least..<word.count {
      let range = narrowed(ranges[place - least], to: word, at: place..<place + 1)
      if range.isEmpty { break }
      ranges.append(range)
    }
    let last = ranges[ranges.count - 1].lowerBound
    var inner = last..<last
    for (place, range) in ranges.enumerated().reversed() {
      if range.count > NeighbourIndex.mostNeighbours { break }
      let shared = least + place
      for ranks in [range.lowerBound..<inner.lowerBound, inner.upperBound..<range.upperBound] {
        for rank in ranks {
          let neighbour = neighbour(rank, shared: shared)
          // Here words of the same letters are the same word.
          guard (shared...shared + NeighbourIndex.mostChanged).contains(neighbour.count),
            neighbour.count > shared || word.count > shared
          else { continue }
          body(neighbour)
        }
      }
      inner = range
    }
  }

  /// Those of a range of words that begin alike which have the same symbols as a word at some places as well.
  fileprivate func narrowed(
    _ range: Range<Int>, to word: [Int32], at places: Range<Int>
  ) -> Range<Int> {
    let low = range.firstFalse { precedes($0, word, at: places, orEquals: false) }
    // Most often few are left.
    var (high, step) = (low, 1)
    while high < range.upperBound, precedes(high, word, at: places, orEquals: true) {
      (high, step) = (min(high + step, range.upperBound), 2 * step)
    }
    return low..<(low..<high).firstFalse { precedes($0, word, at: places, orEquals: true) }
  }

  private func precedes(
    _ rank: Int, _ word: [Int32], at places: Range<Int>, orEquals: Bool
  ) -> Bool {
    let other = neighbour(rank, shared: nil)
    for place in places {
      let symbol = place < other.count ? other[place] : -1
      if symbol != word[place] { return symbol < word[place] }
    }
    return orEquals
  }
}

extension Range<Int> {
  /// The first for which a condition, which holds up to some place, does not hold.
  @inline(__always)
  fileprivate func firstFalse(_ holds: (Int) -> Bool) -> Int {
    var (low, high) = (lowerBound, upperBound)
    while low < high {
      let middle = (low + high) / 2
      if holds(middle) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
