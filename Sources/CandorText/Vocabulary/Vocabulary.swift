/// The symbols that a model knows, numbered from 0; immutable.
///
/// Special symbols come first, then the ordinary ones, by count and then by scalar when a
/// ``VocabularyBuilder`` made them. Symbols are compared scalar by scalar, never by canonical
/// equivalence.
///
/// The file holds one symbol a line in the order of the ids: `symbol<TAB>count`, and for a special
/// symbol a third column with its role (`padding`, `unknown`, `start`, `end`). White space, control
/// characters and leading marks are written `\u{20}`, a backslash `\\`. There are no comments, so
/// any symbol can be written.
///
///     <pad>	0	padding
///     <unk>	12	unknown
///     e	113406
///     a	98224
public struct Vocabulary: Sendable {
  /// All symbols in the order of their ids, the special ones by their names.
  public let symbols: [String]
  /// How often each occurred in the training data; for ``unknown`` the sum of what was left out.
  public let counts: [Int]
  /// Id of the padding symbol, if there is one.
  public let padding: Int?
  /// Id of the unknown symbol, if there is one.
  public let unknown: Int?
  /// Id of the start symbol, if there is one.
  public let start: Int?
  /// Id of the end symbol, if there is one.
  public let end: Int?

  private let ids: [ExactString: Int]

  /// Makes a vocabulary from ordinary symbols in the order given, after the special ones.
  ///
  /// - Throws: ``VocabularyError`` if there are none, or one is empty or occurs twice.
  /// - Precondition: as many counts as symbols, if there are counts.
  public init(
    symbols: [String], counts: [Int]? = nil, specials: Specials = .none, unknownCount: Int = 0
  ) throws(VocabularyError) {
    precondition(
      counts == nil || counts?.count == symbols.count,
      "\(counts?.count ?? 0) counts for \(symbols.count) symbols")
    let rows =
      specials.present.map {
        Row(symbol: $0.name, count: $0.role == .unknown ? unknownCount : 0, role: $0.role)
      }
      + zip(symbols, counts ?? Array(repeating: 0, count: symbols.count)).map {
        Row(symbol: $0, count: $1, role: nil)
      }
    try self.init(rows: rows, file: "", hasLines: false)
  }

  /// One line of the file.
  struct Row {
    let symbol: String
    let count: Int
    let role: Specials.Role?
  }

  init(rows: [Row], file: String, hasLines: Bool) throws(VocabularyError) {
    var ids: [ExactString: Int] = [:]
    ids.reserveCapacity(rows.count)
    var roles: [Specials.Role: Int] = [:]
    for (id, row) in rows.enumerated() {
      func error(_ reason: VocabularyError.Reason) -> VocabularyError {
        VocabularyError(
          file: file, line: hasLines ? id + 1 : 0, reason: reason, value: row.symbol)
      }
      guard !row.symbol.isEmpty else { throw error(.emptySymbol) }
      if let role = row.role {
        guard roles.updateValue(id, forKey: role) == nil else { throw error(.duplicateRole) }
      } else if let first = ids.updateValue(id, forKey: ExactString(row.symbol)) {
        throw error(.duplicateSymbol(firstLine: hasLines ? first + 1 : 0))
      }
    }
    guard !ids.isEmpty else {
      throw VocabularyError(file: file, line: 0, reason: .noSymbols, value: "")
    }
    self.ids = ids
    symbols = rows.map(\.symbol)
    counts = rows.map(\.count)
    padding = roles[.padding]
    unknown = roles[.unknown]
    start = roles[.start]
    end = roles[.end]
  }

  /// Number of symbols, the special ones included.
  public var count: Int { symbols.count }

  /// The symbol of an id, or the name of a special one.
  ///
  /// - Precondition: `0 ≤ id < count`.
  public subscript(id: Int) -> String { symbols[id] }

  /// The id of an ordinary symbol; nil if it is not in the vocabulary.
  ///
  /// The name of a special symbol finds nothing, so that a text with `<s>` in it cannot smuggle in
  /// a start symbol.
  public func id(of symbol: String) -> Int? { ids[ExactString(symbol)] }

  /// The id of an ordinary symbol, or that of ``unknown``; nil if there is neither.
  public func idOrUnknown(of symbol: String) -> Int? { id(of: symbol) ?? unknown }

  /// Whether an ordinary symbol is in the vocabulary.
  public func contains(_ symbol: String) -> Bool { id(of: symbol) != nil }

  /// The role of an id; nil for an ordinary symbol.
  public func role(of id: Int) -> Specials.Role? {
    switch id {
    case padding: .padding
    case unknown: .unknown
    case start: .start
    case end: .end
    default: nil
    }
  }

  /// The ordinary symbols in the order of their ids.
  public var ordinarySymbols: [String] {
    symbols.indices.lazy.filter { role(of: $0) == nil }.map { symbols[$0] }
  }

  /// The names of the special symbols.
  public var specials: Specials {
    Specials(
      padding: padding.map { symbols[$0] }, unknown: unknown.map { symbols[$0] },
      start: start.map { symbols[$0] }, end: end.map { symbols[$0] })
  }
}

extension Vocabulary: Hashable {
  /// The same symbols, scalar by scalar, with the same ids, counts and roles.
  public static func == (left: Vocabulary, right: Vocabulary) -> Bool {
    left.counts == right.counts && left.padding == right.padding && left.unknown == right.unknown
      && left.start == right.start && left.end == right.end
      && left.symbols.map(ExactString.init) == right.symbols.map(ExactString.init)
  }

  /// Hashes the symbols.
  public func hash(into hasher: inout Hasher) {
    for symbol in symbols { hasher.combine(ExactString(symbol)) }
  }
}
