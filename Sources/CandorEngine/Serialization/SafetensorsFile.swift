import CandorFiles
import CKernels

/// A safetensors file that has been checked and can be read (format of huggingface/safetensors).
///
/// Tensors are read when asked for, with plain reads rather than a memory map: a file that shrinks meanwhile is an
/// error, never a signal.
public struct SafetensorsFile: Sendable {
  /// The file, as the user named it.
  public let path: String
  private let source: Source
  private let header: SafetensorsHeader

  /// What the scales of a matrix in bytes are called, after its name.
  static let scaleSuffix = ".scale"

  /// Longer headers are refused, as by the format's own library.
  static let longestHeader = 100_000_000

  private enum Source: Sendable {
    case file(SystemFile)
    case bytes([UInt8])
  }

  /// Opens a file and checks its header against its size.
  public init(path: String) throws(SafetensorsError) {
    let file: SystemFile
    let size: Int
    do throws(SystemFile.Failure) {
      file = try SystemFile(reading: path)
      size = try file.size()
    } catch {
      throw SafetensorsError(file: path, reason: .unreadable(error.message))
    }
    try self.init(.file(file), size: size, path: path)
  }

  /// Checks a file that lies in memory.
  ///
  /// - Parameters:
  ///   - bytes: the whole file
  ///   - name: names it in errors
  public init(bytes: [UInt8], name: String) throws(SafetensorsError) {
    try self.init(.bytes(bytes), size: bytes.count, path: name)
  }

  private init(_ source: Source, size: Int, path: String) throws(SafetensorsError) {
    self.path = path
    self.source = source
    guard size >= 8 else { throw SafetensorsError(file: path, reason: .tooShort(bytes: size)) }
    let length = try SafetensorsFile.read(source, at: 0, count: 8, path: path)
      .reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    guard length <= UInt64(min(size - 8, SafetensorsFile.longestHeader)) else {
      throw SafetensorsError(file: path, reason: .headerLength(length, fileSize: size))
    }
    let json = try SafetensorsFile.read(source, at: 8, count: Int(length), path: path)
    do throws(SafetensorsError.Reason) {
      header = try SafetensorsHeader(json: json, fileSize: size)
    } catch {
      throw SafetensorsError(file: path, reason: error)
    }
  }

  /// The text values that the writer left.
  public var metadata: [String: String] { header.metadata }

  /// The names of all that the file holds, sorted: the scales of matrices in bytes too.
  public var names: [String] { header.entries.keys.sorted() }

  /// The shapes of the tensors, which are not read.
  public var shapes: [String: [Int]] {
    header.entries.filter { !isScale($0.key) }.mapValues(\.shape)
  }

  /// The shape of a tensor.
  public func shape(of name: String) throws(SafetensorsError) -> [Int] { try entry(name).shape }

  /// The number type of a tensor.
  public func type(of name: String) throws(SafetensorsError) -> SafetensorsType {
    try entry(name).type
  }

  /// Reads a tensor, in the engine's number type.
  public func tensor<Scalar: EngineScalar>(
    _ name: String, as type: Scalar.Type = Scalar.self
  ) throws(SafetensorsError) -> Tensor<Scalar> {
    let entry = try entry(name)
    switch entry.type {
    case .byte: return try rounded(name, entry).converted(to: Scalar.self)
    case .half: return try widened(entry).converted(to: Scalar.self)
    case .single: return try exact(entry, as: Float.self).converted(to: Scalar.self)
    case .double: return try exact(entry, as: Double.self).converted(to: Scalar.self)
    }
  }

  /// Reads all tensors whose names begin with `prefix`, by what follows it.
  public func tensors<Scalar: EngineScalar>(
    prefix: String = "", as type: Scalar.Type = Scalar.self
  ) throws(SafetensorsError) -> [String: Tensor<Scalar>] {
    var tensors: [String: Tensor<Scalar>] = [:]
    for name in header.entries.keys where name.hasPrefix(prefix) && !isScale(name) {
      tensors[String(name.dropFirst(prefix.count))] = try tensor(name)
    }
    return tensors
  }

  private func entry(_ name: String) throws(SafetensorsError) -> SafetensorsHeader.Entry {
    guard let entry = header.entries[name] else {
      throw SafetensorsError(file: path, reason: .missing(name))
    }
    return entry
  }

  /// Whether a tensor is the scales of another.
  private func isScale(_ name: String) -> Bool {
    name.hasSuffix(Self.scaleSuffix)
      && header.entries[String(name.dropLast(Self.scaleSuffix.count))]?.type == .byte
  }

  private func exact<Scalar>(
    _ entry: SafetensorsHeader.Entry, as type: Scalar.Type
  ) throws(SafetensorsError) -> Tensor<Scalar> {
    let tensor = Tensor<Scalar>(uninitialized: entry.shape)
    let buffer = UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(tensor.freshPointer), count: entry.range.count)
    try SafetensorsFile.fill(buffer, from: source, at: entry.range.lowerBound, path: path)
    keepAlive(tensor)
    return tensor
  }

  /// Half precision, read and widened part by part: a second copy of the whole would cost more than the reading.
  private func widened(
    _ entry: SafetensorsHeader.Entry
  ) throws(SafetensorsError) -> Tensor<Float> {
    let tensor = Tensor<Float>(uninitialized: entry.shape)
    var part = [UInt16](repeating: 0, count: min(tensor.count, 1 << 14))
    var done = 0
    while done < tensor.count {
      let count = min(part.count, tensor.count - done)
      let offset = entry.range.lowerBound + 2 * done
      let (source, path) = (source, path)
      let result = part.withUnsafeMutableBytes { bytes in
        Result { () throws(SafetensorsError) in
          try SafetensorsFile.fill(
            UnsafeMutableRawBufferPointer(rebasing: bytes[..<(2 * count)]), from: source,
            at: offset, path: path)
        }
      }
      try result.get()
      candor_half_to_float(count, part, tensor.freshPointer + done)
      done += count
    }
    return tensor
  }

  /// A matrix in bytes: it is packed as it comes, and widened only if someone asks for its elements.
  private func rounded(
    _ name: String, _ entry: SafetensorsHeader.Entry
  ) throws(SafetensorsError) -> Tensor<Float> {
    let scaleName = name + Self.scaleSuffix
    guard let scaleEntry = header.entries[scaleName] else {
      throw SafetensorsError(file: path, reason: .missingScales(scaleName, tensor: name))
    }
    guard entry.shape.count == 2, !entry.range.isEmpty, scaleEntry.shape == [entry.shape[0]],
      scaleEntry.type == .single
    else {
      throw SafetensorsError(
        file: path,
        reason: .scales(
          scaleEntry.shape, scaleEntry.type.rawValue, tensor: name, shape: entry.shape))
    }
    let scales = try exact(scaleEntry, as: Float.self).scalars
    let columns = entry.shape[1]
    return Tensor(
      try BytePanels(shape: entry.shape, scales: scales) {
        (rows, numbers) throws(SafetensorsError) in
        try Self.fill(
          UnsafeMutableRawBufferPointer(numbers), from: source,
          at: entry.range.lowerBound + rows.lowerBound * columns, path: path)
      })
  }

  private static func read(
    _ source: Source, at offset: Int, count: Int, path: String
  ) throws(SafetensorsError) -> [UInt8] {
    if case .bytes(let bytes) = source { return Array(bytes[offset..<offset + count]) }
    var bytes = [UInt8](repeating: 0, count: count)
    let result = bytes.withUnsafeMutableBytes { buffer in
      Result { () throws(SafetensorsError) in
        try fill(buffer, from: source, at: offset, path: path)
      }
    }
    try result.get()
    return bytes
  }

  private static func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from source: Source, at offset: Int, path: String
  ) throws(SafetensorsError) {
    switch source {
    case .bytes(let bytes):
      bytes.withUnsafeBytes {
        buffer.copyMemory(
          from: UnsafeRawBufferPointer(rebasing: $0[offset..<offset + buffer.count]))
      }
    case .file(let file):
      let count: Int
      do throws(SystemFile.Failure) {
        count = try file.read(at: offset, into: buffer)
      } catch {
        throw SafetensorsError(file: path, reason: .unreadable(error.message))
      }
      guard count == buffer.count else {
        throw SafetensorsError(
          file: path, reason: .size(offset + count, expected: offset + buffer.count))
      }
    }
  }
}
