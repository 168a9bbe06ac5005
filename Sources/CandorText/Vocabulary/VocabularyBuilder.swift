/// Counts the symbols of a training corpus and makes a ``Vocabulary`` of them.
///
/// Only the distinct symbols are held, so the corpus may be larger than the memory.
public struct VocabularyBuilder: SymbolConsumer, Sendable {
  /// Rarer symbols are left out.
  public let minimumCount: Int
  /// At most so many ordinary symbols are kept, the most frequent ones; nil for all.
  public let maximumSize: Int?
  /// The special symbols.
  public let specials: Specials

  private var counts: [ExactString: Int] = [:]

  /// Makes a builder.
  ///
  /// - Precondition: `maximumSize` is positive.
  public init(minimumCount: Int = 1, maximumSize: Int? = nil, specials: Specials = .none) {
    precondition((maximumSize ?? 1) > 0, "a maximum size of \(maximumSize ?? 0)")
    self.minimumCount = minimumCount
    self.maximumSize = maximumSize
    self.specials = specials
  }

  /// Counts a symbol; an empty one is ignored.
  public mutating func add(_ symbol: String, count: Int) {
    precondition(count >= 0, "a count of \(count)")
    guard !symbol.isEmpty else { return }
    counts[ExactString(symbol), default: 0] += count
  }

  /// Number of distinct symbols so far, before the limits.
  public var distinctCount: Int { counts.count }

  /// The vocabulary of what was counted: by count, descending, and then by Unicode scalar.
  ///
  /// - Throws: ``VocabularyError`` if no symbol is left.
  public func build() throws(VocabularyError) -> Vocabulary {
    let ordered = counts.filter { $0.value >= minimumCount }
      .sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
    let kept = ordered.prefix(maximumSize ?? ordered.count)
    let keptCount = kept.reduce(0) { $0 + $1.value }
    let allCount = counts.values.reduce(0, +)
    return try Vocabulary(
      symbols: kept.map(\.key.string), counts: kept.map(\.value), specials: specials,
      unknownCount: allCount - keptCount)
  }
}
