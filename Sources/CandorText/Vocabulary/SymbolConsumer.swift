/// Something that counts symbols as they stream by: a ``VocabularyBuilder``, or an
/// ``OutOfVocabularyReport``.
public protocol SymbolConsumer {
  /// Counts a symbol.
  mutating func add(_ symbol: String, count: Int)
}

extension SymbolConsumer {
  /// Counts one occurrence of a symbol.
  public mutating func add(_ symbol: String) { add(symbol, count: 1) }

  /// Counts symbols, one occurrence each.
  public mutating func add(contentsOf symbols: some Sequence<String>) {
    for symbol in symbols { add(symbol, count: 1) }
  }

  /// Counts the Unicode scalars of a text.
  public mutating func add(scalarsOf text: String) {
    for scalar in text.unicodeScalars { add(String(scalar), count: 1) }
  }

  /// Counts the tokens of a text, read line by line; white space between words is left out.
  ///
  /// - Throws: ``FileAccessError`` if reading fails.
  public mutating func add(
    text reader: LineReader, normalizer: Normalizer = Normalizer(),
    tokenizer: Tokenizer = Tokenizer()
  ) throws(FileAccessError) {
    while let line = try reader.next() {
      var symbols: [String] = []
      tokenizer.forEachToken(in: normalizer(line.text)) {
        if $0.kind != .space { symbols.append($0.text) }
      }
      add(contentsOf: symbols)
    }
  }

  /// Counts what `symbols` takes from every entry of a lexicon, such as its phones, or the scalars
  /// of its word.
  ///
  /// - Throws: ``FileAccessError`` or ``PronunciationError``.
  public mutating func add(
    lexicon reader: PronunciationReader, _ symbols: (PronunciationEntry) -> [String]
  ) throws {
    while let entry = try reader.next() { add(contentsOf: symbols(entry)) }
  }
}
