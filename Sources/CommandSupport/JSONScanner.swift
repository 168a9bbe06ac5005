/// Finds the place where a text ceases to be JSON, and the members of an object as they are written: Foundation's
/// decoder tells neither.
struct JSONScanner {
  /// Where it ceases, and why.
  struct Problem: Error {
    /// From 1.
    let line: Int
    /// In bytes, from 1.
    let column: Int
    /// What should stand there.
    let expected: String
    /// What does.
    let found: String
  }

  /// A name and its value in the outermost object.
  struct Member {
    let name: String
    /// The value as it is written.
    let value: String
  }

  private let bytes: [UInt8]
  private var at = 0
  private var depth = 0
  private var members: [Member] = []

  private init(_ bytes: [UInt8]) { self.bytes = bytes }

  /// The members of the object that a text is; none where it is another value.
  static func members(of bytes: [UInt8]) throws(Problem) -> [Member] {
    var scanner = JSONScanner(bytes)
    try scanner.value()
    scanner.space()
    if scanner.at < bytes.count { throw scanner.problem("the end") }
    return scanner.members
  }

  private var next: UInt8? { at < bytes.count ? bytes[at] : nil }

  private func problem(_ expected: String) -> Problem {
    let before = bytes[..<at]
    let lineStart = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    let rest = String(decoding: bytes[at...].prefix(16), as: UTF8.self)
    return Problem(
      line: before.count { $0 == UInt8(ascii: "\n") } + 1, column: at - lineStart + 1,
      expected: expected,
      found: rest.unicodeScalars.first.map { String($0).debugDescription } ?? "the end")
  }

  private mutating func space() {
    while let byte = next, [0x20, 0x09, 0x0A, 0x0D].contains(byte) { at += 1 }
  }

  /// Passes over a character if it is there.
  private mutating func skip(_ character: Unicode.Scalar) -> Bool {
    space()
    guard next == UInt8(ascii: character) else { return false }
    at += 1
    return true
  }

  private mutating func value() throws(Problem) {
    space()
    depth += 1
    defer { depth -= 1 }
    switch next {
    case _ where depth > 100: throw problem("fewer values in one another")
    case UInt8(ascii: "{"): try object()
    case UInt8(ascii: "["): try array()
    case UInt8(ascii: "\""): _ = try string()
    case let byte? where byte == UInt8(ascii: "-") || Self.isDigit(byte): try number()
    default:
      let words = ["true", "false", "null"]
      guard let word = words.first(where: { bytes[at...].starts(with: $0.utf8) }) else {
        throw problem("a value")
      }
      at += word.utf8.count
    }
  }

  private mutating func object() throws(Problem) {
    at += 1
    if skip("}") { return }
    repeat {
      space()
      guard next == UInt8(ascii: "\"") else { throw problem("a name in quotation marks") }
      let name = try string()
      guard skip(":") else { throw problem("a colon") }
      space()
      let start = at
      try value()
      if depth == 1 {
        members.append(
          Member(name: name, value: String(decoding: bytes[start..<at], as: UTF8.self)))
      }
    } while skip(",")
    guard skip("}") else { throw problem("a comma or }") }
  }

  private mutating func array() throws(Problem) {
    at += 1
    if skip("]") { return }
    repeat { try value() } while skip(",")
    guard skip("]") else { throw problem("a comma or ]") }
  }

  /// Passes over a string; gives what stands between its quotation marks.
  private mutating func string() throws(Problem) -> String {
    let start = at + 1
    at = start
    while let byte = next, byte != UInt8(ascii: "\"") {
      if byte < 0x20 { throw problem("a quotation mark at the end of the text") }
      at += 1
      guard byte == UInt8(ascii: "\\"), let escaped = next else { continue }
      guard "\"\\/bfnrtu".utf8.contains(escaped) else {
        throw problem("a character that is escaped")
      }
      at += 1
    }
    at = min(at, bytes.count)
    guard next != nil else { throw problem("a quotation mark at the end of the text") }
    at += 1
    return String(decoding: bytes[start..<at - 1], as: UTF8.self)
  }

  private mutating func number() throws(Problem) {
    let start = at
    if next == UInt8(ascii: "-") { at += 1 }
    let whole = at
    try digits()
    if bytes[whole] == UInt8(ascii: "0"), at - whole > 1 {
      at = whole
      throw problem("a number without a zero before it")
    }
    if next == UInt8(ascii: ".") {
      at += 1
      try digits()
    }
    if next == UInt8(ascii: "e") || next == UInt8(ascii: "E") {
      at += 1
      if next == UInt8(ascii: "-") || next == UInt8(ascii: "+") { at += 1 }
      try digits()
    }
    let text = String(decoding: bytes[start..<at], as: UTF8.self)
    guard Double(text)?.isFinite == true else {
      at = start
      let place = problem("a number that can be stored")
      throw Problem(
        line: place.line, column: place.column, expected: place.expected,
        found: String(text.prefix(30)).debugDescription)
    }
  }

  /// Passes over one digit or more.
  private mutating func digits() throws(Problem) {
    guard let byte = next, Self.isDigit(byte) else { throw problem("a digit") }
    while let byte = next, Self.isDigit(byte) { at += 1 }
  }

  private static func isDigit(_ byte: UInt8) -> Bool { (0x30...0x39).contains(byte) }
}
