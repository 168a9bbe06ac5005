import CandorEngine
import CandorText

/// The distinct words of some texts as a network reads them: each one's number in the vocabulary and its pieces.
public struct WordTable: Sendable {
  /// The number in the vocabulary; that of the unknown word where it has none.
  public private(set) var words: [Int32] = []
  /// The numbers of the word's known pieces.
  public private(set) var bags: [[Int32]] = []
  private var places: [String: Int32] = [:]

  /// An empty table.
  public init() {}

  /// The number of entries.
  public var count: Int { words.count }

  /// The place of a word, which is added if it is new.
  mutating func place(of word: String, make: () -> (word: Int32, bag: [Int32])) -> Int32 {
    if let place = places[word] { return place }
    let place = Int32(words.count)
    places[word] = place
    let entry = make()
    add(word: entry.word, bag: entry.bag)
    return place
  }

  /// Adds an entry that no word finds.
  package mutating func add(word: Int32, bag: [Int32]) {
    words.append(word)
    bags.append(bag)
  }
}

/// Texts as a network reads them: padded, time-major, each distinct word once.
public struct WordBatch: Sendable {
  /// The words' numbers in the vocabulary, `[U]`.
  public let words: [Int32]
  /// The words' pieces, `[U]`.
  public let bags: [[Int32]]
  /// Which of the U words stands where, `[T, B]`; padding has the first one.
  public let places: [Int32]
  /// Valid steps of each row.
  public let lengths: SequenceLengths

  /// The axes `[T, B]`.
  public var shape: [Int] { [lengths.maximum, lengths.rows] }

  /// Pads texts to the longest.
  ///
  /// - Parameters:
  ///   - texts: places in the table
  ///   - table: the words
  public init(_ texts: [[Int32]], of table: WordTable) {
    self.init(texts, of: table, padding: 0)
  }

  /// Pads with any of the batch's words: nothing may depend on it.
  package init(_ texts: [[Int32]], of table: WordTable, padding: Int32) {
    lengths = SequenceLengths(texts.map(\.count))
    var local = [Int32](repeating: -1, count: table.count)
    var words: [Int32] = []
    var bags: [[Int32]] = []
    var places = [Int32](repeating: padding, count: lengths.maximum * texts.count)
    for (row, text) in texts.enumerated() {
      for (t, entry) in text.enumerated() {
        if local[Int(entry)] < 0 {
          local[Int(entry)] = Int32(words.count)
          words.append(table.words[Int(entry)])
          bags.append(table.bags[Int(entry)])
        }
        places[t * texts.count + row] = local[Int(entry)]
      }
    }
    self.words = words
    self.bags = bags
    self.places = places
  }
}

/// Turns texts into the words that the network reads.
public struct SentenceReader: Sendable {
  /// How a text is cut into tokens.
  public let text: TextReader
  /// The known words.
  public let words: Vocabulary
  /// The known pieces of words; none for a network of whole words.
  public let pieces: Vocabulary?

  /// A reader.
  public init(text: TextReader, words: Vocabulary, pieces: Vocabulary?) {
    self.text = text
    self.words = words
    self.pieces = pieces
  }

  /// What the network reads of a word; no number and no pieces where it knows nothing of it.
  func entry(of token: TextReader.Token) -> (word: Int32, bag: [Int32]) {
    let unknown = Int32(words.unknown ?? 0)
    var bag: [Int32] = []
    if token.isWord, let pieces {
      for piece in WordPieces.pieces(of: token.text) {
        if let id = pieces.id(of: piece) { bag.append(Int32(id)) }
      }
    }
    return (words.id(of: token.text).map(Int32.init) ?? unknown, bag)
  }

  /// Reads tokens into places of a table.
  func read(_ tokens: [TextReader.Token], into table: inout WordTable) -> [Int32] {
    tokens.map { token in table.place(of: token.text) { entry(of: token) } }
  }

  /// Whether the vocabulary has the word itself.
  func knows(_ token: TextReader.Token) -> Bool { words.contains(token.text) }
}
