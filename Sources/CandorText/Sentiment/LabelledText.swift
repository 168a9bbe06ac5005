/// A text and its label.
public struct LabelledText: Sendable, Hashable {
  /// The label, as the file spells it.
  public let label: String
  /// The text.
  public let text: String
  /// The line on which it begins, from 1.
  public let line: Int

  /// Label, text, and where they stand.
  public init(label: String, text: String, line: Int = 0) {
    self.label = label
    self.text = text
    self.line = line
  }
}

/// The forms in which labelled texts come.
public enum LabelledTextFormat: String, Sendable, Hashable, CaseIterable {
  /// Trees of the Stanford Sentiment Treebank: `(3 (2 A) (3 gem))`.
  case trees
  /// `LABEL TEXT`, parted by a space or a tab.
  case plain
  /// fastText's `__label__LABEL TEXT`.
  case fasttext
  /// Comma-separated values with a header (RFC 4180): fields in quotation marks may hold commas and line ends.
  case csv
  /// Tab-separated values with a header; quotation marks are ordinary characters.
  case tsv

  /// The form of a file, by the end of its name and its first line that is not blank.
  static func detect(name: String, firstLine: [UInt8]) -> LabelledTextFormat {
    let name = name.lowercased()
    if name.hasSuffix(".csv") { return .csv }
    if name.hasSuffix(".tsv") { return .tsv }
    if SentimentTreebank.isTree(firstLine) { return .trees }
    if firstLine.starts(with: Array("__label__".utf8)) { return .fasttext }
    let columns = String(decoding: firstLine, as: UTF8.self).lowercased()
      .split(separator: "\t").map(String.init)
    let isHeader =
      columns.contains(where: Columns.labelNames.contains)
      && columns.contains(where: Columns.textNames.contains)
    return isHeader ? .tsv : .plain
  }

  /// Which columns of a table hold label and text.
  public struct Columns: Sendable, Hashable {
    /// The column of the labels; nil for the first of the usual names.
    public var label: String?
    /// The column of the texts; nil for the first of the usual names.
    public var text: String?

    /// Columns by name.
    public init(label: String? = nil, text: String? = nil) {
      self.label = label
      self.text = text
    }

    static let labelNames = ["label", "sentiment", "class", "category", "polarity", "target"]
    static let textNames = ["text", "sentence", "review", "phrase", "comment", "tweet", "content"]
  }
}

/// Reads files of labelled texts.
public enum LabelledTextReader {
  /// What a file holds.
  public enum Contents: Sendable {
    /// Trees with a label on each phrase.
    case trees([SentimentTree])
    /// Texts with a label each.
    case texts([LabelledText])
  }

  /// Everything in a file.
  ///
  /// - Parameters:
  ///   - path: the file
  ///   - format: its form; nil to tell it from its name and its first line
  ///   - columns: of a table
  /// - Throws: `FileAccessError`, or `CorpusError` with file and line.
  public static func read(
    path: String, format: LabelledTextFormat? = nil, columns: LabelledTextFormat.Columns = .init()
  ) throws -> Contents {
    try read(bytes: FileReader.bytes(path), name: path, format: format, columns: columns)
  }

  static func read(
    bytes: [UInt8], name: String, format: LabelledTextFormat?,
    columns: LabelledTextFormat.Columns
  ) throws -> Contents {
    let first = LineReader(bytes: bytes, name: name)
    var firstLine: [UInt8] = []
    while firstLine.isEmpty, let line = try first.next() { firstLine = line.bytes }
    let lines = LineReader(bytes: bytes, name: name)
    let texts: [LabelledText]
    let format = format ?? LabelledTextFormat.detect(name: name, firstLine: firstLine)
    if format != .csv, format != .tsv, let column = columns.text ?? columns.label {
      throw CorpusError(file: name, line: 0, reason: .noTable, value: column)
    }
    switch format {
    case .trees: return .trees(try SentimentTreebank.trees(lines))
    case .plain: texts = try plain(lines, prefix: "")
    case .fasttext: texts = try plain(lines, prefix: "__label__")
    case .csv: texts = try table(DelimitedText.commas(lines), name, columns)
    case .tsv: texts = try table(DelimitedText.tabs(lines), name, columns)
    }
    guard !texts.isEmpty else { throw CorpusError(file: name, line: 0, reason: .empty) }
    return .texts(texts)
  }

  /// `PREFIXLABEL TEXT` on each line.
  private static func plain(_ lines: LineReader, prefix: String) throws -> [LabelledText] {
    var texts: [LabelledText] = []
    while let line = try lines.next() {
      try CorpusError.check(line, of: lines.name)
      let trimmed = line.text.unicodeScalars.drop { $0 == " " || $0 == "\t" }
      guard !trimmed.isEmpty else { continue }
      let word = trimmed.prefix { $0 != " " && $0 != "\t" }
      let text = String(trimmed[word.endIndex...].drop { $0 == " " || $0 == "\t" })
      var label = String(word)
      func error(_ reason: CorpusError.Reason) -> CorpusError {
        CorpusError(file: lines.name, line: line.number, reason: reason, value: line.text)
      }
      guard label.hasPrefix(prefix), label.utf8.count > prefix.utf8.count, !text.isEmpty else {
        throw error(.incomplete)
      }
      if !prefix.isEmpty, text.hasPrefix(prefix) { throw error(.tree("more than one label")) }
      label.removeFirst(prefix.count)
      texts.append(LabelledText(label: label, text: text, line: line.number))
    }
    return texts
  }

  /// The two columns of a table.
  private static func table(
    _ rows: [DelimitedText.Row], _ name: String, _ columns: LabelledTextFormat.Columns
  ) throws -> [LabelledText] {
    guard let header = rows.first else { return [] }
    func column(_ wanted: String?, _ usual: [String]) throws -> Int {
      let names = header.fields.map { $0.lowercased() }
      if let wanted {
        if let index = header.fields.firstIndex(of: wanted) ?? names.firstIndex(of: wanted) {
          return index
        }
      } else if let index = usual.lazy.compactMap({ names.firstIndex(of: $0) }).first {
        return index
      }
      throw CorpusError(
        file: name, line: header.line, reason: .noColumn(header.fields.joined(separator: ", ")),
        value: wanted ?? usual[0])
    }
    let label = try column(columns.label, LabelledTextFormat.Columns.labelNames)
    let text = try column(columns.text, LabelledTextFormat.Columns.textNames)
    return try rows.dropFirst().map { row in
      guard row.fields.count == header.fields.count else {
        throw CorpusError(
          file: name, line: row.line,
          reason: .fieldCount(found: row.fields.count, expected: header.fields.count),
          value: row.fields.joined(separator: " | "))
      }
      guard !row.fields[label].isEmpty else {
        throw CorpusError(file: name, line: row.line, reason: .incomplete, value: row.fields[text])
      }
      return LabelledText(label: row.fields[label], text: row.fields[text], line: row.line)
    }
  }
}
