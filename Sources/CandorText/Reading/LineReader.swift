import CandorFiles

/// Reads a file, a descriptor or bytes line by line, in constant memory.
///
/// A line ends with `\n` or `\r\n`; the last one need not end. A byte order mark before the first
/// line is dropped. Lines from a pipe or a terminal come as soon as they are written.
///
/// ```swift
/// let reader = try LineReader(path: "words.txt")
/// while let line = try reader.next() { print(line.number, line.text) }
/// ```
public final class LineReader {
  /// The file, as the user named it; for messages.
  public let name: String
  /// The number of bytes after which a line is cut (its ``Line/wasTruncated`` is set).
  public let maximumLineLength: Int
  /// Lines returned so far.
  public private(set) var lineCount = 0

  private let descriptor: Int32
  private let closesDescriptor: Bool
  private var buffer: UnsafeMutableRawBufferPointer
  private var pending: Range<Int> = 0..<0
  private var reachedEnd: Bool

  /// Lines of up to 16 MiB.
  public static let defaultMaximumLineLength = 1 << 24

  /// Opens a file.
  ///
  /// - Throws: ``FileAccessError`` if it cannot be opened.
  public convenience init(
    path: String, maximumLineLength: Int = LineReader.defaultMaximumLineLength
  ) throws(FileAccessError) {
    // Swift hands a path with a NUL to C as the part before it: another file.
    guard !path.utf8.contains(0) else { throw FileAccessError(.open, quoted(path), code: 2) }
    let descriptor = System.open(path)
    guard descriptor >= 0 else { throw FileAccessError(.open, path, code: System.lastError) }
    self.init(
      descriptor: descriptor, name: path, closesDescriptor: true,
      maximumLineLength: maximumLineLength)
  }

  /// Reads from an open descriptor.
  public init(
    descriptor: Int32, name: String, closesDescriptor: Bool = false,
    maximumLineLength: Int = LineReader.defaultMaximumLineLength
  ) {
    precondition(maximumLineLength > 0, "a maximum line length of \(maximumLineLength)")
    self.name = name
    self.descriptor = descriptor
    self.closesDescriptor = closesDescriptor
    self.maximumLineLength = maximumLineLength
    buffer = .allocate(byteCount: 1 << 16, alignment: 16)
    reachedEnd = false
  }

  /// Reads from bytes in memory.
  public init(
    bytes: some Collection<UInt8>, name: String,
    maximumLineLength: Int = LineReader.defaultMaximumLineLength
  ) {
    precondition(maximumLineLength > 0, "a maximum line length of \(maximumLineLength)")
    self.name = name
    descriptor = -1
    closesDescriptor = false
    self.maximumLineLength = maximumLineLength
    buffer = .allocate(byteCount: max(bytes.count, 1), alignment: 16)
    buffer.copyBytes(from: bytes)
    pending = 0..<bytes.count
    reachedEnd = true
  }

  deinit {
    buffer.deallocate()
    if closesDescriptor { System.close(descriptor) }
  }

  /// Reads standard input.
  public static func standardInput(
    maximumLineLength: Int = LineReader.defaultMaximumLineLength
  ) -> LineReader {
    LineReader(
      descriptor: 0, name: "standard input", maximumLineLength: maximumLineLength)
  }

  /// Whether ``next()`` has a whole line, or the end, without reading on: it will not wait.
  package var hasWaitingLine: Bool {
    reachedEnd || firstIndex(of: 0x0A, in: UnsafeRawBufferPointer(rebasing: buffer[pending])) != nil
  }

  /// The next line, or nil at the end.
  ///
  /// - Throws: ``FileAccessError`` if reading fails.
  public func next() throws(FileAccessError) -> Line? {
    var bytes: [UInt8] = []
    var wasTruncated = false
    var ended = false
    var sawAnything = false
    while !ended {
      if pending.isEmpty {
        try fill()
        if pending.isEmpty { break }
      }
      sawAnything = true
      let chunk = UnsafeRawBufferPointer(rebasing: buffer[pending])
      let newline = firstIndex(of: 0x0A, in: chunk)
      let length = newline ?? chunk.count
      // One byte beyond the limit is kept for now: it may be the \r of the line's end.
      let room = maximumLineLength + 1 - bytes.count
      bytes.append(contentsOf: chunk.prefix(min(length, room)))
      if length > room { wasTruncated = true }
      pending = (pending.lowerBound + length + (newline == nil ? 0 : 1))..<pending.upperBound
      ended = newline != nil
    }
    guard sawAnything else { return nil }
    if ended, !wasTruncated, bytes.last == 0x0D { bytes.removeLast() }
    if bytes.count > maximumLineLength {
      // Not in the middle of a character.
      var end = maximumLineLength
      while end > max(0, maximumLineLength - 3), bytes[end] & 0xC0 == 0x80 { end -= 1 }
      bytes.removeLast(bytes.count - end)
      wasTruncated = true
    }
    lineCount += 1
    if lineCount == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    return Line(bytes: bytes, number: lineCount, wasTruncated: wasTruncated)
  }

  /// Calls `body` with every line that is left.
  ///
  /// - Throws: ``FileAccessError`` if reading fails, and what `body` throws.
  public func forEachLine(_ body: (Line) throws -> Void) throws {
    while let line = try next() { try body(line) }
  }

  private func fill() throws(FileAccessError) {
    guard !reachedEnd else { return }
    let count = System.read(descriptor, into: buffer)
    guard count >= 0 else { throw FileAccessError(.read, name, code: System.lastError) }
    pending = 0..<count
    if count == 0 { reachedEnd = true }
  }
}

@available(*, unavailable)
extension LineReader: Sendable {}
