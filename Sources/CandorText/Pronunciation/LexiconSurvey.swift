/// What is in a lexicon: its words and their variants, its symbols, and how long everything is.
public struct LexiconSurvey: Sendable {
  /// Words.
  public private(set) var words = 0
  /// Pronunciations.
  public private(set) var pronunciations = 0
  /// Words with several pronunciations.
  public private(set) var conflicts = 0
  /// The word with the most pronunciations, the first of several.
  public private(set) var mostVariants: (word: String, count: Int)?
  /// Graphemes, by falling count.
  public let graphemes: [Symbol]
  /// Phones, by falling count.
  public let phones: [Symbol]
  /// Lengths of the words, in graphemes.
  public private(set) var wordLengths = Lengths()
  /// Lengths of the pronunciations, in phones.
  public private(set) var pronunciationLengths = Lengths()

  /// A symbol and how often it occurs.
  public struct Symbol: Sendable, Hashable {
    /// The symbol.
    public let symbol: String
    /// How often it occurs.
    public let count: Int
  }

  /// Some lengths: the least, the greatest and the mean.
  public struct Lengths: Sendable, Hashable {
    /// The least; 0 if there are none.
    public private(set) var least = 0
    /// The greatest.
    public private(set) var greatest = 0
    private var sum = 0
    private var count = 0

    /// The mean; 0 if there are none.
    public var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

    mutating func add(_ length: Int) {
      least = count == 0 ? length : min(least, length)
      greatest = max(greatest, length)
      sum += length
      count += 1
    }
  }

  /// Whether most graphemes are syllables of Hangul, of which there are more than 11,000, made of a few letters.
  public var isMostlyHangul: Bool {
    let syllables = graphemes.filter {
      $0.symbol.unicodeScalars.allSatisfy { (0xAC00...0xD7A3).contains($0.value) }
    }
    return 2 * syllables.reduce(0) { $0 + $1.count } > graphemes.reduce(0) { $0 + $1.count }
  }

  /// Surveys a dictionary.
  ///
  /// - Parameters:
  ///   - dictionary: words and pronunciations
  ///   - graphemes: the symbols of a word; by default its Unicode scalars
  public init(
    _ dictionary: PronunciationDictionary,
    graphemes symbols: (String) -> [String] = { $0.unicodeScalars.map { String($0) } }
  ) {
    var graphemes = SymbolCounts()
    var phones = SymbolCounts()
    for (word, variants) in dictionary {
      words += 1
      pronunciations += variants.count
      if variants.count > 1 {
        conflicts += 1
        if variants.count > mostVariants?.count ?? 1 { mostVariants = (word, variants.count) }
      }
      let letters = symbols(word)
      wordLengths.add(letters.count)
      graphemes.add(contentsOf: letters)
      for variant in variants {
        pronunciationLengths.add(variant.count)
        phones.add(contentsOf: variant)
      }
    }
    self.graphemes = graphemes.ordered
    self.phones = phones.ordered
  }
}

/// Counts symbols.
private struct SymbolCounts: SymbolConsumer {
  private var counts: [ExactString: Int] = [:]

  mutating func add(_ symbol: String, count: Int) {
    counts[ExactString(symbol), default: 0] += count
  }

  var ordered: [LexiconSurvey.Symbol] {
    counts.sorted { $0.value != $1.value ? $0.value > $1.value : $0.key < $1.key }
      .map { LexiconSurvey.Symbol(symbol: $0.key.string, count: $0.value) }
  }
}
