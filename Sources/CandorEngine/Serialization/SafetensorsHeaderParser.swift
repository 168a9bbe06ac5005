/// Reads the small part of JSON that a safetensors header consists of, and refuses everything else.
///
/// A decoder of general JSON would hide names that occur twice, and nesting that no header has.
struct SafetensorsHeaderParser {
  struct Tensor {
    var type: String
    var shape: [UInt64]
    var begin: UInt64
    var end: UInt64
  }

  typealias Reason = SafetensorsError.Reason

  private let bytes: [UInt8]
  private var position = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  mutating func parse() throws(Reason) -> (
    metadata: [String: String], tensors: [(name: String, Tensor)]
  ) {
    var metadata: [String: String] = [:]
    var tensors: [(name: String, Tensor)] = []
    var names: Set<String> = []
    guard bytes.first == UInt8(ascii: "{") else { throw problem("it does not begin with {") }
    try object { (parser, name) throws(Reason) in
      guard names.insert(name).inserted else { throw .duplicate(name) }
      if name == "__metadata__" {
        try parser.object { (parser, key) throws(Reason) in
          let value = try parser.string()
          guard metadata.updateValue(value, forKey: key) == nil else { throw .duplicate(key) }
        }
      } else {
        tensors.append((name, try parser.tensor()))
      }
    }
    skipSpace()
    guard position == bytes.count else { throw problem("something follows the last }") }
    return (metadata, tensors)
  }

  private mutating func tensor() throws(Reason) -> Tensor {
    var type: String?
    var shape: [UInt64]?
    var offsets: [UInt64]?
    try object { (parser, field) throws(Reason) in
      switch field {
      case "dtype" where type == nil: type = try parser.string()
      case "shape" where shape == nil: shape = try parser.numbers()
      case "data_offsets" where offsets == nil: offsets = try parser.numbers()
      default: throw parser.problem("unexpected field \(quoted(field))")
      }
    }
    guard let type, let shape, let offsets else {
      throw problem("a tensor needs dtype, shape and data_offsets")
    }
    guard offsets.count == 2 else { throw problem("data_offsets are not two numbers") }
    return Tensor(type: type, shape: shape, begin: offsets[0], end: offsets[1])
  }

  private mutating func object(
    _ value: (inout SafetensorsHeaderParser, String) throws(Reason) -> Void
  ) throws(Reason) {
    try expect("{")
    if accept("}") { return }
    repeat {
      let name = try string()
      try expect(":")
      try value(&self, name)
    } while accept(",")
    try expect("}")
  }

  private mutating func numbers() throws(Reason) -> [UInt64] {
    try expect("[")
    var numbers: [UInt64] = []
    if accept("]") { return numbers }
    repeat { numbers.append(try number()) } while accept(",")
    try expect("]")
    return numbers
  }

  private mutating func number() throws(Reason) -> UInt64 {
    skipSpace()
    let start = position
    var value: UInt64 = 0
    while position < bytes.count, case let digit = bytes[position] &- 0x30, digit < 10 {
      let (product, overflow) = value.multipliedReportingOverflow(by: 10)
      let (sum, carry) = product.addingReportingOverflow(UInt64(digit))
      guard !overflow, !carry else { throw problem("a number is too large") }
      value = sum
      position += 1
    }
    guard position > start else { throw problem("a whole number was expected") }
    guard bytes[start] != 0x30 || position == start + 1 else {
      throw problem("a number begins with 0")
    }
    return value
  }

  private mutating func string() throws(Reason) -> String {
    try expect("\"")
    var utf8: [UInt8] = []
    while position < bytes.count {
      let byte = bytes[position]
      position += 1
      switch byte {
      case UInt8(ascii: "\""):
        guard let text = String(validating: utf8, as: UTF8.self) else {
          throw problem("text is not valid UTF-8")
        }
        return text
      case UInt8(ascii: "\\"): utf8.append(contentsOf: String(try escaped()).utf8)
      case 0..<0x20: throw problem("a control character in text")
      default: utf8.append(byte)
      }
    }
    throw problem("text without an end")
  }

  private mutating func escaped() throws(Reason) -> Unicode.Scalar {
    guard position < bytes.count else { throw problem("text without an end") }
    let byte = bytes[position]
    position += 1
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return Unicode.Scalar(byte)
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "u"):
      let high = try codeUnit()
      if let scalar = Unicode.Scalar(UInt32(high)) { return scalar }
      guard UTF16.isLeadSurrogate(high), position + 1 < bytes.count,
        bytes[position] == UInt8(ascii: "\\"), bytes[position + 1] == UInt8(ascii: "u")
      else { throw problem("half a surrogate pair") }
      position += 2
      let low = try codeUnit()
      guard UTF16.isTrailSurrogate(low),
        let scalar = Unicode.Scalar(
          0x10000 + (UInt32(high) - 0xD800) << 10 + (UInt32(low) - 0xDC00))
      else { throw problem("half a surrogate pair") }
      return scalar
    default: throw problem("an unknown escape in text")
    }
  }

  private mutating func codeUnit() throws(Reason) -> UInt16 {
    guard position + 4 <= bytes.count else { throw problem("text without an end") }
    var value: UInt16 = 0
    for byte in bytes[position..<position + 4] {
      guard let digit = hexDigit(byte) else {
        throw problem("an escape needs four hexadecimal digits")
      }
      value = value << 4 | digit
    }
    position += 4
    return value
  }

  private func hexDigit(_ byte: UInt8) -> UInt16? {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt16(byte - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt16(byte - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt16(byte - UInt8(ascii: "A") + 10)
    default: nil
    }
  }

  private mutating func skipSpace() {
    while position < bytes.count, [0x20, 0x09, 0x0A, 0x0D].contains(bytes[position]) {
      position += 1
    }
  }

  private mutating func accept(_ mark: Unicode.Scalar) -> Bool {
    skipSpace()
    guard position < bytes.count, bytes[position] == UInt8(ascii: mark) else { return false }
    position += 1
    return true
  }

  private mutating func expect(_ mark: Unicode.Scalar) throws(Reason) {
    guard accept(mark) else { throw problem("\(mark) was expected") }
  }

  private func problem(_ text: String) -> Reason { .header(text, offset: 8 + position) }
}
