/// Numbers pairs of numbers in the order in which they are first seen: an open-addressing hash table.
///
/// Chains of pairs number sequences: the number of `abc` is that of the pair (number of `ab`, `c`).
struct PairIndex: Sendable {
  private var keys: [UInt64]
  private var values: [Int32]
  private(set) var count = 0

  init(minimumCapacity: Int = 16) {
    var capacity = 16
    while capacity < 2 * minimumCapacity { capacity *= 2 }
    keys = Array(repeating: Self.free, count: capacity)
    values = Array(repeating: 0, count: capacity)
  }

  /// No pair of numbers from 0 has this key.
  private static let free = UInt64.max

  /// The pair's number, or −1.
  func find(_ first: Int32, _ second: Int32) -> Int32 {
    let key = Self.key(first, second)
    var slot = self.slot(key)
    while keys[slot] != key {
      if keys[slot] == Self.free { return -1 }
      slot = (slot + 1) & (keys.count - 1)
    }
    return values[slot]
  }

  /// The pair's number, the next one if it is new.
  mutating func insert(_ first: Int32, _ second: Int32) -> Int32 {
    let key = Self.key(first, second)
    var slot = self.slot(key)
    while keys[slot] != key {
      if keys[slot] == Self.free {
        let value = Int32(count)
        keys[slot] = key
        values[slot] = value
        count += 1
        if 2 * count > keys.count { grow() }
        return value
      }
      slot = (slot + 1) & (keys.count - 1)
    }
    return values[slot]
  }

  private mutating func grow() {
    let (oldKeys, oldValues) = (keys, values)
    keys = Array(repeating: Self.free, count: 2 * oldKeys.count)
    values = Array(repeating: 0, count: keys.count)
    for (key, value) in zip(oldKeys, oldValues) where key != Self.free {
      var slot = self.slot(key)
      while keys[slot] != Self.free { slot = (slot + 1) & (keys.count - 1) }
      keys[slot] = key
      values[slot] = value
    }
  }

  private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
  }

  /// Multiplication by an odd constant (Fibonacci hashing), then the high bits.
  private func slot(_ key: UInt64) -> Int {
    let mixed = (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
    return Int(truncatingIfNeeded: mixed >> 24) & (keys.count - 1)
  }
}

/// Numbers short sequences of symbols, and gives them back.
struct SequenceIndex: Sendable {
  private var pairs = PairIndex()
  /// The sequences by number; 0 is the empty one.
  private(set) var sequences: [[Int32]] = [[]]

  /// The number of the sequence that follows another by one symbol, or −1.
  func find(_ prefix: Int32, _ symbol: Int32) -> Int32 {
    let found = pairs.find(prefix, symbol)
    return found < 0 ? -1 : found + 1
  }

  mutating func insert(_ prefix: Int32, _ symbol: Int32) -> Int32 {
    let number = pairs.insert(prefix, symbol) + 1
    if Int(number) == sequences.count { sequences.append(sequences[Int(prefix)] + [symbol]) }
    return number
  }
}
