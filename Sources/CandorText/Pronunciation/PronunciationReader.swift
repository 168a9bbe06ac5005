/// Reads a lexicon entry by entry, in constant memory.
///
/// ```swift
/// let reader = try PronunciationReader(path: "cmudict.dict")
/// while let entry = try reader.next() { print(entry.word, entry.phones) }
/// ```
///
/// Blank lines and the format's comments are passed over. A line is bad if it is no UTF-8, holds a
/// control character besides the tab, has no word or no phones, a variant's number of 0, a
/// probability outside (0, 1], a phone that is not allowed, or exceeds the reader's line length.
public final class PronunciationReader {
  /// How a lexicon is read.
  public struct Options: Sendable {
    /// The format; nil to tell it from the first lines.
    public var format: PronunciationFormat?
    /// Whether bad lines are counted and left out instead of ending the reading.
    public var skipsBadLines: Bool
    /// What the words go through.
    public var normalizer: Normalizer
    /// Whether stress digits are taken off the phones.
    public var ignoringStress: Bool
    /// The phones that may occur, after the stress digits went; nil for all.
    public var allowedPhones: Set<String>?

    /// Makes options; the defaults tell the format, stop at a bad line, and bring words to NFC.
    public init(
      format: PronunciationFormat? = nil, skipsBadLines: Bool = false,
      normalizer: Normalizer = Normalizer(), ignoringStress: Bool = false,
      allowedPhones: Set<String>? = nil
    ) {
      self.format = format
      self.skipsBadLines = skipsBadLines
      self.normalizer = normalizer
      self.ignoringStress = ignoringStress
      self.allowedPhones = allowedPhones
    }
  }

  /// How the lexicon is read.
  public let options: Options
  /// The format, given or told from the first lines.
  public let format: PronunciationFormat
  /// Number of bad lines left out.
  public private(set) var skippedCount = 0
  /// The first of their errors, at most ten.
  public private(set) var skippedErrors: [PronunciationError] = []

  private let lines: LineReader
  private var sample: ArraySlice<Line> = []
  private var entries: ArraySlice<PronunciationEntry> = []
  private let parser: PronunciationLineParser

  /// Opens a lexicon.
  ///
  /// - Throws: ``FileAccessError`` if it cannot be read.
  public convenience init(
    path: String, options: Options = Options()
  ) throws(FileAccessError) {
    try self.init(lines: LineReader(path: path), options: options)
  }

  /// Opens a lexicon of a given format.
  ///
  /// - Throws: ``FileAccessError`` if it cannot be read.
  public convenience init(
    path: String, format: PronunciationFormat
  ) throws(FileAccessError) {
    try self.init(path: path, options: Options(format: format))
  }

  /// Reads a lexicon from lines, such as those of standard input.
  ///
  /// - Throws: ``FileAccessError`` if the first lines cannot be read.
  public init(lines: LineReader, options: Options = Options()) throws(FileAccessError) {
    self.lines = lines
    self.options = options
    if let format = options.format {
      self.format = format
    } else {
      var first: [Line] = []
      while first.count < PronunciationFormat.sampleSize, let line = try lines.next() {
        first.append(line)
      }
      format = PronunciationFormat.detect(first)
      sample = first[...]
    }
    parser = PronunciationLineParser(format: format)
  }

  /// The file, as the user named it.
  public var file: String { lines.name }

  /// The next pronunciation, or nil at the end.
  ///
  /// - Throws: ``PronunciationError`` at a bad line, unless they are skipped (reading can go on
  ///   after it); ``FileAccessError`` if reading fails.
  public func next() throws -> PronunciationEntry? {
    while true {
      if let entry = entries.popFirst() { return entry }
      guard let line = try nextLine() else { return nil }
      do throws(PronunciationLineParser.Failure) {
        entries = try parser.entries(of: line).map(prepared)[...]
      } catch {
        let bad = PronunciationError(
          file: lines.name, line: line.number, reason: error.reason, value: error.value)
        guard options.skipsBadLines else { throw bad }
        skippedCount += 1
        if skippedErrors.count < 10 { skippedErrors.append(bad) }
      }
    }
  }

  /// Calls `body` with every pronunciation that is left.
  ///
  /// - Throws: as ``next()``, and what `body` throws.
  public func forEachEntry(_ body: (PronunciationEntry) throws -> Void) throws {
    while let entry = try next() { try body(entry) }
  }

  private func nextLine() throws(FileAccessError) -> Line? {
    if let line = sample.popFirst() { return line }
    return try lines.next()
  }

  private func prepared(
    _ entry: PronunciationEntry
  ) throws(PronunciationLineParser.Failure) -> PronunciationEntry {
    let word = options.normalizer(entry.word)
    // Stripping marks can leave nothing of a word that was one.
    guard !word.isEmpty else {
      throw PronunciationLineParser.Failure(reason: .emptyWord, value: entry.word)
    }
    let phones =
      options.ignoringStress ? entry.phones.map(ARPAbet.withoutStress) : entry.phones
    if let allowed = options.allowedPhones,
      let unknown = phones.firstIndex(where: { !allowed.contains($0) })
    {
      throw PronunciationLineParser.Failure(reason: .unknownPhone, value: entry.phones[unknown])
    }
    return PronunciationEntry(
      word: word, phones: phones, variant: entry.variant, probability: entry.probability,
      comment: entry.comment, line: entry.line)
  }
}

@available(*, unavailable)
extension PronunciationReader: Sendable {}
