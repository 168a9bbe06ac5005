/// How the pronunciation of a word changes with its spelling, at one end.
///
/// A rule replaces the symbols s₁ at the end of a word by s₂, and the phones p₁ at the end of its pronunciation by p₂. How
/// far it can be trusted depends on the phone before them.
struct AnalogyRules: Sendable, Equatable {
  /// s₁, s₂, number of rules (two numbers); of each rule p₁, p₂, strength, number of contexts, and of each of these the
  /// phone before p₁ and the strength after it. Those of one bucket stand together.
  let groups: SymbolRecords
  /// The first group of each bucket, and the number of groups; a power of two of buckets, by a hash of s₁ and s₂.
  let buckets: PackedNumbers<UInt32>

  /// Units of a strength in a nat.
  static let unit = 60.0
  /// The greatest strength.
  static let most: Int32 = 252

  /// The rules of one change of spelling.
  struct Group {
    /// Before the number of rules.
    fileprivate let cursor: SymbolRecords.Cursor

    /// Calls `body` with what each rule makes of a pronunciation that it can be applied to, and the rule's strength.
    @inline(__always)
    func apply(to phones: [Int32], _ body: (_ phones: [Int32], _ strength: Double) -> Void) {
      var cursor = cursor
      let count = Int(cursor.next()) * 256 + Int(cursor.next())
      for _ in 0..<count where !cursor.isAtEnd {
        let taken = Int(cursor.next())
        let kept = phones.count - taken
        let applies =
          kept >= 0
          && (0..<taken).allSatisfy { phones[kept + $0] == cursor.view[cursor.place + $0] }
        cursor.skip(taken)
        var rule = cursor
        cursor.skipSequence()
        var strength = cursor.next()
        let contexts = Int(cursor.next())
        if applies {
          let before = kept > 0 ? phones[kept - 1] : -1
          for place in 0..<contexts where cursor.view[cursor.place + 2 * place] == before {
            strength = cursor.view[cursor.place + 2 * place + 1]
          }
          if strength > 0 {
            body(phones[..<kept] + rule.sequence(), Double(strength) / AnalogyRules.unit)
          }
        }
        cursor.skip(2 * contexts)
      }
    }
  }
}

extension AnalogyRules {
  /// Calls `body` with what finds the rules of a change of spelling.
  @inline(__always)
  func withTable<Result>(_ body: (Table) -> Result) -> Result {
    groups.withView { view in
      buckets.withUnchecked { body(Table(view: view, starts: $0, mask: buckets.count - 2)) }
    }
  }

  /// The groups in their buckets.
  struct Table {
    fileprivate let view: SymbolRecords.View
    fileprivate let starts: PackedNumbers<UInt32>.Unchecked
    fileprivate let mask: Int

    /// The rules for the change from a neighbour to a word, if there are any.
    func group(from neighbour: NeighbourIndex.Neighbour, to word: [Int32]) -> Group? {
      let shared = neighbour.shared
      var hash = SpellingHash()
      for place in shared..<neighbour.count { hash.add(neighbour[place]) }
      hash.separate()
      for place in shared..<word.count { hash.add(word[place]) }
      let bucket = hash.value & mask
      for record in Int(starts[bucket])..<max(Int(starts[bucket]), Int(starts[bucket + 1])) {
        guard record < view.count else { return nil }
        var cursor = view.cursor(record)
        let isOld = cursor.stands(neighbour.count - shared) { neighbour[shared + $0] }
        let isNew = cursor.stands(word.count - shared) { word[shared + $0] }
        if isOld, isNew { return Group(cursor: cursor) }
      }
      return nil
    }
  }
}

/// A hash of two sequences of symbols.
struct SpellingHash {
  private var state: UInt64 = 0

  @inline(__always)
  mutating func add(_ symbol: Int32) {
    state = (state ^ UInt64(truncatingIfNeeded: symbol + 1)) &* 0x9E37_79B9_7F4A_7C15
    state ^= state >> 29
  }

  /// Between the two.
  @inline(__always)
  mutating func separate() { add(-1) }

  var value: Int { Int(truncatingIfNeeded: state >> 1) }
}

extension SymbolRecords.Cursor {
  /// Whether a sequence stands here; goes beyond the one that does.
  @inline(__always)
  fileprivate mutating func stands(_ count: Int, _ symbol: (Int) -> Int32) -> Bool {
    let found = Int(next())
    defer { skip(found) }
    return found == count && (0..<count).allSatisfy { view[place + $0] == symbol($0) }
  }
}
