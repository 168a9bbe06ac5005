extension Vocabulary {
  /// Reads a vocabulary's file.
  ///
  /// - Throws: ``FileAccessError`` if it cannot be read, ``VocabularyError`` with file, line and
  ///   value if it is none.
  public init(contentsOf path: String) throws {
    try self.init(reading: LineReader(path: path))
  }

  /// Reads a vocabulary from the text of its file; `file` names it in messages.
  ///
  /// - Throws: ``VocabularyError`` with file, line and value.
  public init(parsing text: String, file: String) throws {
    try self.init(reading: LineReader(bytes: Array(text.utf8), name: file))
  }

  private init(reading reader: LineReader) throws {
    var rows: [Row] = []
    while let line = try reader.next() {
      rows.append(try Row(line, file: reader.name))
    }
    try self.init(rows: rows, file: reader.name, hasLines: true)
  }

  /// The text of the vocabulary's file.
  public func serialized() -> String {
    var text = ""
    for (id, symbol) in symbols.enumerated() {
      text += SymbolEscaping.escaped(symbol)
      text += "\t\(counts[id])"
      if let role = role(of: id) { text += "\t\(role.rawValue)" }
      text += "\n"
    }
    return text
  }

  /// Writes the vocabulary's file, whole or not at all.
  ///
  /// - Throws: ``FileAccessError``.
  public func write(to path: String) throws(FileAccessError) {
    try FileWriter.write(Array(serialized().utf8), to: path)
  }
}

extension Vocabulary.Row {
  fileprivate init(_ line: Line, file: String) throws(VocabularyError) {
    func error(_ reason: VocabularyError.Reason, _ value: some StringProtocol) -> VocabularyError {
      VocabularyError(file: file, line: line.number, reason: reason, value: String(value))
    }
    guard !line.wasTruncated else { throw error(.lineTooLong, line.text.prefix(60)) }
    guard line.isValidUTF8 else { throw error(.invalidUTF8, line.text) }
    // Bytes and not characters: a cold start reads tens of thousands of lines.
    let columns = line.bytes.split(separator: 0x09, maxSplits: 3, omittingEmptySubsequences: false)
    func text(_ column: Int) -> String { String(decoding: columns[column], as: UTF8.self) }
    guard columns.count == 2 || columns.count == 3 else {
      throw error(.wrongColumnCount, line.text)
    }
    let isEscaped = columns[0].contains(UInt8(ascii: "\\"))
    guard let symbol = isEscaped ? SymbolEscaping.unescaped(text(0)[...]) : text(0) else {
      throw error(.badEscape, text(0))
    }
    guard !symbol.isEmpty else { throw error(.emptySymbol, line.text) }
    guard columns[1].allSatisfy({ (0x30...0x39).contains($0) }), let count = Int(text(1)) else {
      throw error(.badCount, text(1))
    }
    var role: Specials.Role?
    if columns.count == 3 {
      guard let known = Specials.Role(rawValue: text(2)) else { throw error(.badRole, text(2)) }
      role = known
    }
    self.init(symbol: symbol, count: count, role: role)
  }
}
