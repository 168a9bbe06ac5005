/// Numbers pairs of numbers in the order in which they are first seen: an open-addressing hash table.
///
/// Chains of pairs number sequences: the number of `abc` is that of the pair (number of `ab`, `c`).
struct PairIndex: Sendable {
  /// The pairs by number.
  private var keys: [UInt64] = []
  /// The numbers by hash, −1 where none is.
  private var slots: [Int32]

  init(minimumCapacity: Int = 16) {
    var capacity = 16
    while capacity < 2 * minimumCapacity { capacity *= 2 }
    slots = Array(repeating: -1, count: capacity)
    keys.reserveCapacity(minimumCapacity)
  }

  var count: Int { keys.count }

  /// The pair of a number.
  subscript(number: Int32) -> (first: Int32, second: Int32) {
    let key = keys[Int(number)]
    return (Int32(truncatingIfNeeded: key >> 32), Int32(truncatingIfNeeded: key))
  }

  /// The pair's number, or −1.
  @inline(__always)
  func find(_ first: Int32, _ second: Int32) -> Int32 { slots[slot(of: Self.key(first, second))] }

  /// The pair's number, the next one if it is new.
  @inline(__always)
  mutating func insert(_ first: Int32, _ second: Int32) -> Int32 {
    let key = Self.key(first, second)
    let slot = slot(of: key)
    if slots[slot] >= 0 { return slots[slot] }
    let number = Int32(keys.count)
    slots[slot] = number
    keys.append(key)
    if 2 * keys.count > slots.count { grow() }
    return number
  }

  @inline(never)
  private mutating func grow() {
    slots = Array(repeating: -1, count: 2 * slots.count)
    for number in keys.indices { slots[slot(of: keys[number])] = Int32(number) }
  }

  private static func key(_ first: Int32, _ second: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: first)) << 32 | UInt64(UInt32(bitPattern: second))
  }

  /// Where the pair's number is or would be: multiplication by an odd constant (Fibonacci hashing), then the high bits.
  @inline(__always)
  private func slot(of key: UInt64) -> Int {
    let mixed = (key ^ key >> 29) &* 0x9E37_79B9_7F4A_7C15
    var slot = Int(truncatingIfNeeded: mixed >> 24) & (slots.count - 1)
    while slots[slot] >= 0, keys[Int(slots[slot])] != key { slot = (slot + 1) & (slots.count - 1) }
    return slot
  }
}
