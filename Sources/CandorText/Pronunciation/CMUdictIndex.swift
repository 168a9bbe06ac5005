import CandorFiles

/// CMUdict as bytes with a table of where each word stands: ready in a few milliseconds, since entries are taken apart
/// only when they are asked for.
///
/// Made for the dictionary as it is published: variants follow their word, and a line that is no entry is passed over.
struct CMUdictIndex: Sendable {
  private let bytes: [UInt8]
  // 1 + the start of a word's first line; 0 in free slots. Open addressing.
  private var slots: [UInt32]
  private let parser = PronunciationLineParser(format: .cmudict)

  /// Reads a dictionary.
  ///
  /// - Throws: ``FileAccessError``
  init(path: String) throws(FileAccessError) {
    self.init(bytes: try FileReader.bytes(path))
  }

  init(bytes: [UInt8]) {
    // Offsets are 32 bits wide; no dictionary comes near.
    self.bytes = bytes.count < Int(UInt32.max) ? bytes : []
    let lines = self.bytes.count / 16
    slots = [UInt32](repeating: 0, count: Self.powerOfTwo(atLeast: 2 * max(lines, 8)))
    var previous = 0..<0
    var start = 0
    while start < self.bytes.count {
      let word = self.word(at: start)
      if !word.isEmpty, !same(word, previous) {
        // A file of very short lines; beyond three quarters searching gets slow, and a full table has no end.
        if count * 4 > slots.count * 3 { grow() }
        insert(word, start)
      }
      previous = word
      start = lineEnd(from: start) + 1
    }
  }

  private var count = 0

  /// The pronunciations of a word; nil if there are none.
  subscript(word: String) -> [[String]]? {
    let wanted = Array(word.utf8)
    guard !wanted.isEmpty else { return nil }
    var slot = wanted.withUnsafeBufferPointer { Self.hash($0) } & (slots.count - 1)
    while slots[slot] != 0 {
      let start = Int(slots[slot]) - 1
      if self.bytes[self.word(at: start)].elementsEqual(wanted) {
        let found = pronunciations(from: start, of: wanted)
        return found.isEmpty ? nil : found
      }
      slot = (slot + 1) & (slots.count - 1)
    }
    return nil
  }

  private func pronunciations(from first: Int, of word: [UInt8]) -> [[String]] {
    var found: [[String]] = []
    var start = first
    while start < bytes.count, bytes[self.word(at: start)].elementsEqual(word) {
      let end = lineEnd(from: start)
      let line = Line(bytes: Array(bytes[start..<end]), number: 0, wasTruncated: false)
      let entries = (try? parser.entries(of: line)) ?? []
      for entry in entries where !found.contains(entry.phones) {
        // A line of other phones is none of CMUdict.
        if entry.phones.allSatisfy(ARPAbet.isPhone) { found.append(entry.phones) }
      }
      start = end + 1
    }
    return found
  }

  /// From the start of a line to the space, or the number of a variant; empty in a comment.
  private func word(at start: Int) -> Range<Int> {
    bytes.withUnsafeBufferPointer { bytes in
      var end = start
      while end < bytes.count, bytes[end] != 0x20, bytes[end] != 0x28, bytes[end] > 0x0D {
        end += 1
      }
      let isComment = end > start && bytes[start] == 0x3B
      return start..<(isComment ? start : end)
    }
  }

  private func lineEnd(from start: Int) -> Int {
    bytes.withUnsafeBufferPointer { bytes in
      let rest = UnsafeRawBufferPointer(rebasing: UnsafeRawBufferPointer(bytes)[start...])
      return firstIndex(of: 0x0A, in: rest).map { start + $0 } ?? bytes.count
    }
  }

  private func same(_ left: Range<Int>, _ right: Range<Int>) -> Bool {
    left.count == right.count && bytes[left].elementsEqual(bytes[right])
  }

  private mutating func insert(_ word: Range<Int>, _ start: Int) {
    let mask = slots.count - 1
    var slot =
      bytes.withUnsafeBufferPointer { Self.hash(UnsafeBufferPointer(rebasing: $0[word])) } & mask
    while slots[slot] != 0 {
      // The first place of a word counts.
      if same(self.word(at: Int(slots[slot]) - 1), word) { return }
      slot = (slot + 1) & mask
    }
    slots[slot] = UInt32(start) + 1
    count += 1
  }

  private mutating func grow() {
    let starts = slots.filter { $0 != 0 }
    slots = [UInt32](repeating: 0, count: 2 * slots.count)
    count = 0
    for start in starts { insert(word(at: Int(start) - 1), Int(start) - 1) }
  }

  /// FNV-1a.
  private static func hash(_ bytes: UnsafeBufferPointer<UInt8>) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    return Int(truncatingIfNeeded: (hash ^ (hash >> 32)) & 0x7FFF_FFFF)
  }

  private static func powerOfTwo(atLeast count: Int) -> Int {
    var power = 1
    while power < count { power *= 2 }
    return power
  }
}
