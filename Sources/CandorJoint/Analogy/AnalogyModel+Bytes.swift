extension AnalogyModel {
  // "CANDORA" and the version of the layout.
  private static let magic: [UInt8] = Array("CANDORA1".utf8)

  /// The model as bytes, the same for the same model.
  ///
  /// After eight bytes of name and version: the words and their pronunciations, the words in the order of their last
  /// symbols (32 bits each, little-endian), the rules for ends and those for beginnings: their groups, the number of
  /// buckets and one, and where each bucket starts and the last ends (32 bits each). Words and groups are records
  /// of numbers: how many records, how many bytes in all and in a number there are, where each record starts and where
  /// the last ends, counted in numbers (32 bits each), and the numbers.
  public var bytes: [UInt8] {
    var writer = ByteWriter(bytes: Self.magic)
    writer.append(index.entries)
    writer.bytes += index.backwards.packed
    for rules in [back, front] {
      writer.append(rules.groups)
      writer.append(UInt32(rules.buckets.count))
      writer.bytes += rules.buckets.packed
    }
    return writer.bytes
  }

  /// Reads a model from its bytes. Whatever they hold, the model that is returned can be used.
  ///
  /// - Parameters:
  ///   - bytes: what `bytes` gave
  ///   - phones: phones are numbered below this; what has others is not proposed
  public init(bytes: [UInt8], phones: Int) throws(ModelBytesError) {
    var reader = ByteReader(bytes)
    guard try reader.array(of: UInt8.self, count: Self.magic.count) == Self.magic else {
      throw ModelBytesError(description: "no analogies of this version")
    }
    let entries = try reader.records()
    let backwards = try reader.numbers(of: UInt32.self, count: entries.count)
    guard backwards.allSatisfy({ $0 < entries.count }) else {
      throw ModelBytesError(description: "an impossible order of words")
    }
    let (back, front) = (try reader.rules(), try reader.rules())
    guard reader.isAtEnd else { throw ModelBytesError(description: "bytes after the end") }
    self.init(
      index: NeighbourIndex(entries: entries, backwards: backwards),
      back: back, front: front, phones: phones)
  }
}

extension ByteWriter {
  fileprivate mutating func append(_ records: SymbolRecords) {
    append([UInt32(records.count), UInt32(records.numbers.count), records.isWide ? 2 : 1])
    bytes += records.starts.packed
    bytes += records.numbers.packed
  }
}

extension ByteReader {
  fileprivate mutating func records() throws(ModelBytesError) -> SymbolRecords {
    let header = try array(of: UInt32.self, count: 3).map(Int.init)
    guard (1...2).contains(header[2]) else {
      throw ModelBytesError(description: "numbers of \(header[2]) bytes")
    }
    let starts = try numbers(of: UInt32.self, count: header[0] + 1)
    return SymbolRecords(
      starts: starts, numbers: try numbers(of: UInt8.self, count: header[1]),
      isWide: header[2] == 2)
  }

  fileprivate mutating func rules() throws(ModelBytesError) -> AnalogyRules {
    let groups = try records()
    let count = Int(try array(of: UInt32.self, count: 1)[0])
    guard count >= 2, (count - 1).nonzeroBitCount == 1 else {
      throw ModelBytesError(description: "\(count) starts of buckets")
    }
    return AnalogyRules(groups: groups, buckets: try numbers(of: UInt32.self, count: count))
  }
}
