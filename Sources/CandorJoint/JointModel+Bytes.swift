extension JointModel {
  // "CANDORJ" and the version of the layout.
  private static let magic: [UInt8] = Array("CANDORJ1".utf8)

  /// The model as bytes, the same for the same model.
  ///
  /// After eight bytes of name and version, little-endian numbers: order, nodes, inner nodes and start of the n-gram
  /// model (32 bits each); its symbols (16), costs (8), backoffs (16), first children and suffixes (32); the number
  /// of graphones (32) and each one's count of graphemes and of phones (8) with their symbols (32).
  public var bytes: [UInt8] {
    var writer = ByteWriter(bytes: Self.magic)
    for number in [ngrams.order, ngrams.symbols.count, ngrams.backoffs.count, Int(ngrams.start)] {
      writer.append(UInt32(number))
    }
    writer.bytes += ngrams.symbols.packed
    writer.bytes += ngrams.costs.packed
    writer.bytes += ngrams.backoffs.packed
    writer.bytes += ngrams.firstChildren.packed
    writer.bytes += ngrams.suffixes.packed
    writer.append(UInt32(graphones.count))
    for graphone in graphones {
      writer.append([UInt8(graphone.graphemes.count), UInt8(graphone.phones.count)])
      writer.append(graphone.graphemes + graphone.phones)
    }
    return writer.bytes
  }

  /// Reads a model from its bytes. Whatever they hold, the model that is returned can be used.
  ///
  /// - Parameters:
  ///   - bytes: what `bytes` gave
  ///   - graphemes: graphemes are numbered below this
  ///   - phones: phones are numbered below this
  public init(bytes: [UInt8], graphemes: Int, phones: Int) throws(ModelBytesError) {
    var reader = ByteReader(bytes)
    guard try reader.array(of: UInt8.self, count: Self.magic.count) == Self.magic else {
      throw ModelBytesError(description: "no joint model of this version")
    }
    let header = try reader.array(of: UInt32.self, count: 4).map(Int.init)
    let (order, nodes, inner, start) = (header[0], header[1], header[2], header[3])
    guard (1...12).contains(order), inner >= 1, inner <= nodes, start < inner else {
      throw ModelBytesError(description: "impossible sizes \(header)")
    }
    let symbols = try reader.numbers(of: UInt16.self, count: nodes)
    let costs = try reader.numbers(of: UInt8.self, count: nodes)
    let backoffs = try reader.numbers(of: Int16.self, count: inner)
    let firstChildren = try reader.numbers(of: UInt32.self, count: inner + 1)
    let suffixes = try reader.numbers(of: UInt32.self, count: inner)
    let count = Int(try reader.array(of: UInt32.self, count: 1)[0])
    guard (1..<Self.mostGraphones).contains(count) else {
      throw ModelBytesError(description: "impossible number of graphones \(count)")
    }
    var graphones: [Graphone] = []
    for _ in 0..<count {
      let sides = try reader.array(of: UInt8.self, count: 2).map(Int.init)
      let numbers = try reader.array(of: Int32.self, count: sides[0] + sides[1])
      let graphone = Graphone(
        graphemes: Array(numbers[..<sides[0]]), phones: Array(numbers[sides[0]...]))
      guard (1...LinkLimits.mostGraphemes).contains(sides[0]),
        sides[1] <= LinkLimits.mostPhones,
        graphone.graphemes.allSatisfy({ (0..<graphemes).contains(Int($0)) }),
        graphone.phones.allSatisfy({ (0..<phones).contains(Int($0)) })
      else {
        throw ModelBytesError(description: "a graphone of unknown symbols: \(numbers)")
      }
      graphones.append(graphone)
    }
    guard reader.isAtEnd else { throw ModelBytesError(description: "bytes after the end") }
    guard Set(graphones).count == count else {
      throw ModelBytesError(description: "a graphone twice")
    }
    let ngrams = NGramModel(
      order: order, symbolCount: count + 1, symbols: symbols, costs: costs, backoffs: backoffs,
      firstChildren: firstChildren, suffixes: suffixes, start: UInt32(start))
    guard ngrams.isConsistent else {
      throw ModelBytesError(description: "the n-grams are no tree")
    }
    self.init(inventory: GraphoneInventory(graphones), ngrams: ngrams)
  }
}
