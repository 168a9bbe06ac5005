/// How well a vocabulary covers another text: what it does not hold, and how often that occurs.
public struct OutOfVocabularyReport: SymbolConsumer, Sendable {
  /// The vocabulary.
  public let vocabulary: Vocabulary
  /// Occurrences counted.
  public private(set) var total = 0
  /// Occurrences of symbols that the vocabulary does not hold.
  public private(set) var unknown = 0

  private var unknownCounts: [ExactString: Int] = [:]

  /// Makes an empty report.
  public init(vocabulary: Vocabulary) {
    self.vocabulary = vocabulary
  }

  /// Counts a symbol.
  public mutating func add(_ symbol: String, count: Int) {
    total += count
    guard !vocabulary.contains(symbol) else { return }
    unknown += count
    unknownCounts[ExactString(symbol), default: 0] += count
  }

  /// Share of the occurrences that are unknown, 0 of none.
  public var rate: Double { total == 0 ? 0 : Double(unknown) / Double(total) }

  /// Number of distinct unknown symbols.
  public var distinctUnknown: Int { unknownCounts.count }

  /// The unknown symbols by count, descending, and then by scalar.
  public func unknownSymbols(limit: Int = .max) -> [(symbol: String, count: Int)] {
    unknownCounts
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      .prefix(limit)
      .map { ($0.key.string, $0.value) }
  }

  /// The unknown symbols and their counts in the form of a vocabulary's file.
  public func serialized(limit: Int = .max) -> String {
    unknownSymbols(limit: limit)
      .map { "\(SymbolEscaping.escaped($0.symbol))\t\($0.count)\n" }.joined()
  }
}
