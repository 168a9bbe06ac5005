/// The number types of safetensors that are read and written here.
public enum SafetensorsType: String, Sendable, CaseIterable {
  /// Whole numbers of one byte: a matrix `NAME` of them, times the scales of its rows, which are `NAME.scale` in single
  /// precision
  case byte = "I8"
  /// IEEE 754 binary16
  case half = "F16"
  /// IEEE 754 binary32
  case single = "F32"
  /// IEEE 754 binary64
  case double = "F64"

  /// Bytes of one number.
  public var size: Int {
    switch self {
    case .byte: 1
    case .half: 2
    case .single: 4
    case .double: 8
    }
  }

  /// The type that keeps a number type of the engine exactly.
  static func exact<Scalar: EngineScalar>(for scalar: Scalar.Type) -> SafetensorsType {
    MemoryLayout<Scalar>.size == 8 ? .double : .single
  }
}

/// What the header of a safetensors file says, checked against the size of the file.
struct SafetensorsHeader: Sendable {
  struct Entry: Sendable {
    let type: SafetensorsType
    let shape: [Int]
    /// Bytes of the file.
    let range: Range<Int>
  }

  let metadata: [String: String]
  let entries: [String: Entry]

  /// Reads and checks a header: every byte of the data belongs to exactly one tensor of matching size.
  ///
  /// - Parameters:
  ///   - json: the header without its length
  ///   - fileSize: bytes of the whole file
  init(json: [UInt8], fileSize: Int) throws(SafetensorsError.Reason) {
    var parser = SafetensorsHeaderParser(json)
    let raw = try parser.parse()
    metadata = raw.metadata
    let dataStart = 8 + json.count
    let dataSize = UInt64(fileSize - dataStart)
    var entries: [String: Entry] = [:]
    for (name, tensor) in raw.tensors {
      guard let type = SafetensorsType(rawValue: tensor.type) else {
        throw .type(tensor.type, tensor: name)
      }
      guard tensor.begin <= tensor.end, tensor.end <= dataSize else {
        throw .offsets(tensor.begin, tensor.end, tensor: name)
      }
      let bytes = tensor.end - tensor.begin
      var size = UInt64(type.size)
      for axis in tensor.shape {
        let (product, overflow) = size.multipliedReportingOverflow(by: axis)
        guard !overflow, axis <= UInt64(Int.max) else {
          throw .shape(tensor.shape, tensor: name, bytes: bytes)
        }
        size = product
      }
      guard size == bytes else { throw .shape(tensor.shape, tensor: name, bytes: bytes) }
      entries[name] = Entry(
        type: type, shape: tensor.shape.map { Int($0) },
        range: dataStart + Int(tensor.begin)..<dataStart + Int(tensor.end))
    }
    var end: UInt64 = 0
    for (name, tensor) in raw.tensors.sorted(by: { ($0.1.begin, $0.1.end) < ($1.1.begin, $1.1.end) }
    ) {
      guard tensor.begin == end else {
        throw .layout(tensor: name, offset: tensor.begin, expected: end)
      }
      end = tensor.end
    }
    guard end == dataSize else { throw .size(fileSize, expected: dataStart + Int(end)) }
    self.entries = entries
  }

  /// The bytes of a header, with its length before and spaces behind, so that the data lie aligned.
  static func encode(
    _ tensors: [(name: String, shape: [Int], type: SafetensorsType)], metadata: [String: String]
  ) -> [UInt8] {
    var json = "{"
    if !metadata.isEmpty {
      let pairs = metadata.sorted { $0.key < $1.key }.map { "\(literal($0)):\(literal($1))" }
      json += "\"__metadata__\":{\(pairs.joined(separator: ","))}"
    }
    var begin = 0
    for (name, shape, type) in tensors {
      let end = begin + shape.reduce(type.size, *)
      if json.count > 1 { json += "," }
      let axes = shape.map { String($0) }.joined(separator: ",")
      json += "\(literal(name)):{\"dtype\":\"\(type.rawValue)\",\"shape\":[\(axes)],"
      json += "\"data_offsets\":[\(begin),\(end)]}"
      begin = end
    }
    json += "}"
    var bytes = Array(json.utf8)
    while bytes.count % 8 != 0 { bytes.append(0x20) }
    return withUnsafeBytes(of: UInt64(bytes.count).littleEndian) { Array($0) } + bytes
  }

  private static func literal(_ text: String) -> String {
    var literal = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": literal += "\\\""
      case "\\": literal += "\\\\"
      case "\n": literal += "\\n"
      case "\t": literal += "\\t"
      case "\u{0}"..."\u{1F}":
        let digits = String(scalar.value, radix: 16)
        literal += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: literal.unicodeScalars.append(scalar)
      }
    }
    return literal + "\""
  }
}
