/// Lexicons that are asked one after the other: the first that has a word answers, with all its pronunciations.
///
/// A word is looked for as it is written and then in lower case, so that a lexicon may part *Polish* from *polish*.
public struct LayeredLexicon: Sendable {
  /// What a lexicon says of a word.
  public struct Answer: Sendable, Hashable {
    /// The name of the lexicon.
    public let lexicon: String
    /// The pronunciations, in the order of the file; at least one.
    public let pronunciations: [[String]]

    /// What a lexicon says.
    public init(lexicon: String, pronunciations: [[String]]) {
      precondition(!pronunciations.isEmpty, "an answer without a pronunciation")
      self.lexicon = lexicon
      self.pronunciations = pronunciations
    }
  }

  private struct Layer {
    let name: String
    var exact = PronunciationDictionary()
    // Words that the file writes with capitals, under their lower case.
    var lowercased = PronunciationDictionary()
    // A published dictionary, in lower case, instead of the two.
    var index: CMUdictIndex?
    // Whether it was read from a file of the user's.
    var isOwn = true
    // Whether a word of it has spaces.
    var hasPhrases = false

    func pronunciations(_ word: String, lowercased lowered: String) -> [[String]]? {
      if let index { return index[lowered] }
      return exact[word] ?? exact[lowered] ?? lowercased[lowered]
    }
  }

  private let spelling: Normalizer
  private let lowercase: Normalizer
  private var layers: [Layer] = []

  /// No lexicon yet.
  ///
  /// - Parameter normalizer: how words are compared; its case mapping gives the lower case
  public init(normalizer: Normalizer = .english) {
    lowercase = normalizer
    spelling = Normalizer(
      form: normalizer.form, asciiPunctuation: normalizer.asciiPunctuation,
      strippingMarks: normalizer.strippingMarks)
  }

  /// Whether there is no lexicon at all.
  public var isEmpty: Bool { layers.isEmpty }

  /// Reads a lexicon to be asked after those before it.
  ///
  /// - Parameters:
  ///   - reader: gives the entries; the spelling of the words is this lexicon's matter
  ///   - name: what answers are said to come from
  ///   - visit: called with each entry, for checks
  /// - Throws: as the reader, and what `visit` throws
  public mutating func append(
    _ reader: PronunciationReader, name: String,
    visit: (PronunciationEntry) throws -> Void = { _ in }
  ) throws {
    var layer = Layer(name: name)
    try reader.forEachEntry { entry in
      try visit(entry)
      let word = spelling(entry.word)
      layer.exact.add(word, entry.phones)
      if word.utf8.contains(0x20) { layer.hasPhrases = true }
      let lowered = lowercase(word)
      if !ExactString.areSame(word, lowered) { layer.lowercased.add(lowered, entry.phones) }
    }
    layers.append(layer)
  }

  /// Adds CMUdict to be asked after the lexicons before it. It is not read through: a line that is no entry is passed
  /// over.
  ///
  /// - Parameters:
  ///   - path: the file, as CMUdict is published: in lower case, variants after their word
  ///   - name: what answers are said to come from
  /// - Throws: ``FileAccessError``
  public mutating func append(cmudict path: String, name: String) throws(FileAccessError) {
    layers.append(Layer(name: name, index: try CMUdictIndex(path: path), isOwn: false))
  }

  /// Adds the function words of English, to be asked after the lexicons before them.
  ///
  /// - Parameters:
  ///   - name: what answers are said to come from
  ///   - ignoringStress: whether phones go without stress
  public mutating func appendFunctionWords(name: String, ignoringStress: Bool) {
    var layer = Layer(name: name, isOwn: false)
    for (word, pronunciations) in FunctionWords.pronunciations {
      for phones in pronunciations {
        layer.exact.add(word, ignoringStress ? phones.map(ARPAbet.withoutStress) : phones)
      }
    }
    layers.append(layer)
  }

  /// Whether a lexicon that was read from a file of one's own has the word: someone wants it said so.
  func hasOwn(_ word: String) -> Bool {
    let exact = spelling(word)
    let lowered = lowercase(word)
    return layers.contains {
      $0.isOwn && $0.pronunciations(exact, lowercased: lowered) != nil
    }
  }

  /// Whether ``hasOwn(_:)`` can hold.
  var hasOwnLexicons: Bool { layers.contains(where: \.isOwn) }

  /// Whether a lexicon of one's own has words with spaces, such as `New York`.
  var hasOwnPhrases: Bool { layers.contains { $0.isOwn && $0.hasPhrases } }

  /// What the first lexicon that has the word says; nil if none has it.
  public subscript(word: String) -> Answer? {
    guard !layers.isEmpty else { return nil }
    let exact = spelling(word)
    let lowered = lowercase(word)
    for layer in layers {
      if let found = layer.pronunciations(exact, lowercased: lowered) {
        return Answer(lexicon: layer.name, pronunciations: found)
      }
    }
    return answerWithoutMarks(lowered)
  }

  /// What CMUdict says of `café`, which it spells without a mark. (In a lexicon of one's own a mark may make another word.)
  private func answerWithoutMarks(_ word: String) -> Answer? {
    guard word.utf8.contains(where: { $0 >= 0x80 }) else { return nil }
    let bare = Self.withoutMarks(word)
    guard !ExactString.areSame(bare, word) else { return nil }
    for layer in layers where !layer.isOwn {
      guard var found = layer.pronunciations(bare, lowercased: bare) else { continue }
      // `rosé` is no *rose*: its last letter is heard.
      if word.hasSuffix("é") { found = found.filter { $0.last?.hasPrefix("EY") == true } }
      if !found.isEmpty { return Answer(lexicon: layer.name, pronunciations: found) }
    }
    return nil
  }

  private static let withoutMarks = Normalizer(strippingMarks: true)
}
