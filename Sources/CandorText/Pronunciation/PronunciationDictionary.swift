import OrderedCollections

/// Words and their pronunciations, both in the order of the file.
///
/// Words are compared scalar by scalar; give the reader a ``Normalizer`` to look them up whatever
/// their case.
public struct PronunciationDictionary: Sendable {
  private var table: OrderedDictionary<ExactString, [[String]]> = [:]

  /// Number of pronunciations.
  public private(set) var pronunciationCount = 0

  /// Number of pronunciations that were added to a word that had them already.
  public private(set) var repeatedCount = 0

  /// An empty dictionary.
  public init() {}

  /// Collects what a reader still has to give.
  ///
  /// - Throws: ``PronunciationError`` or ``FileAccessError``, as the reader.
  public init(_ reader: PronunciationReader) throws {
    while let entry = try reader.next() { add(entry.word, entry.phones) }
  }

  /// Reads a lexicon.
  ///
  /// - Throws: ``PronunciationError`` or ``FileAccessError``.
  public init(
    path: String, options: PronunciationReader.Options = PronunciationReader.Options()
  ) throws {
    try self.init(PronunciationReader(path: path, options: options))
  }

  /// Adds a pronunciation after the word's others; one that it has already is not repeated.
  public mutating func add(_ word: String, _ phones: [String]) {
    let key = ExactString(word)
    if table[key]?.contains(phones) == true {
      repeatedCount += 1
      return
    }
    table[key, default: []].append(phones)
    pronunciationCount += 1
  }

  /// The pronunciations of a word in the order of the file; nil if there are none.
  public subscript(word: String) -> [[String]]? { table[ExactString(word)] }

  /// The words in the order of the file.
  public var words: [String] { table.keys.map(\.string) }

  /// Whether a word is in the dictionary.
  public func contains(_ word: String) -> Bool { table[ExactString(word)] != nil }

  /// The dictionary without the words for which `condition` holds.
  public func removing(where condition: (_ word: String) -> Bool) -> PronunciationDictionary {
    var rest = PronunciationDictionary()
    for (word, pronunciations) in table where !condition(word.string) {
      rest.table[word] = pronunciations
      rest.pronunciationCount += pronunciations.count
    }
    return rest
  }

  /// The dictionary with stress digits off its phones; pronunciations that differed only in stress
  /// become one.
  public func ignoringStress() -> PronunciationDictionary {
    var rest = PronunciationDictionary()
    for (word, pronunciations) in table {
      for phones in pronunciations {
        rest.add(word.string, phones.map(ARPAbet.withoutStress))
      }
    }
    return rest
  }
}

extension PronunciationDictionary {
  /// The dictionary read the other way: the phones of each pronunciation, parted by spaces, are a word, and the Unicode
  /// scalars of the word its pronunciation. Words that sound alike become one word with several.
  public func swapped() -> PronunciationDictionary {
    var swapped = PronunciationDictionary()
    for (word, pronunciations) in self {
      let letters = word.unicodeScalars.map { String($0) }
      for phones in pronunciations { swapped.add(phones.joined(separator: " "), letters) }
    }
    return swapped
  }
}

extension PronunciationDictionary: RandomAccessCollection {
  /// A word with its pronunciations.
  public typealias Element = (word: String, pronunciations: [[String]])

  /// 0.
  public var startIndex: Int { 0 }
  /// Number of words.
  public var endIndex: Int { table.count }
  /// The word at a position of the file's order, with its pronunciations.
  public subscript(position: Int) -> Element {
    let element = table.elements[position]
    return (element.key.string, element.value)
  }
}
