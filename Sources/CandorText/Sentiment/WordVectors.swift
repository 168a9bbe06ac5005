/// Word vectors that were trained elsewhere: GloVe's, word2vec's and fastText's text files.
///
/// A line has a word and its numbers, between spaces. word2vec and fastText begin with a line of two numbers, how many words
/// and how many features follow.
public struct WordVectors: Sendable {
  /// The number of features of a vector.
  public let features: Int
  /// The words, in the order of the file.
  public private(set) var words: [String] = []
  private var places: [String: Int] = [:]
  private var values: [Float] = []

  /// Reads a file.
  ///
  /// - Parameters:
  ///   - path: the file
  ///   - isWanted: whether a word's vector is kept; files have millions
  /// - Throws: `FileAccessError`, or `CorpusError` with file and line.
  public init(path: String, where isWanted: (String) -> Bool = { _ in true }) throws {
    try self.init(LineReader(path: path), where: isWanted)
  }

  /// Reads lines.
  ///
  /// - Throws: `FileAccessError`, or `CorpusError` with file and line.
  public init(_ lines: LineReader, where isWanted: (String) -> Bool = { _ in true }) throws {
    var features: Int?
    while let line = try lines.next() {
      try CorpusError.check(line, of: lines.name)
      let fields = line.bytes.split(separator: 0x20)
      guard !fields.isEmpty else { continue }
      func error(_ problem: String, _ value: ArraySlice<UInt8>) -> CorpusError {
        CorpusError(
          file: lines.name, line: line.number, reason: .vector(problem),
          value: String(decoding: value.prefix(60), as: UTF8.self))
      }
      if line.number == 1, fields.count == 2, let count = Int(Self.text(fields[1])),
        Int(Self.text(fields[0])) != nil
      {
        guard (1...100_000).contains(count) else { throw error("vectors of no size", fields[1]) }
        features = count
        continue
      }
      let width = features ?? fields.count - 1
      guard width > 0 else { throw error("a word without numbers", line.bytes[...]) }
      features = width
      // A few of GloVe's words hold spaces.
      guard fields.count > width else {
        throw error("\(fields.count - 1) numbers, not \(width)", fields[0])
      }
      let numbers = fields.suffix(width)
      let word = line.bytes[fields[0].startIndex..<fields[fields.count - width - 1].endIndex]
      let text = Self.text(word)
      guard isWanted(text), places[text] == nil else { continue }
      for field in numbers {
        guard let value = Float(Self.text(field)), value.isFinite else {
          throw error("not a number", field)
        }
        values.append(value)
      }
      places[text] = words.count
      words.append(text)
    }
    guard let features else { throw CorpusError(file: lines.name, line: 0, reason: .empty) }
    self.features = features
  }

  /// The vector of a word.
  public subscript(word: String) -> ArraySlice<Float>? {
    places[word].map { values[$0 * features..<($0 + 1) * features] }
  }

  private static func text(_ bytes: ArraySlice<UInt8>) -> String {
    String(decoding: bytes, as: UTF8.self)
  }
}
