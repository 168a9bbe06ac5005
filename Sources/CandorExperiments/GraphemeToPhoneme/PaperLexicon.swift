import CandorEngine
import CandorText

/// The words of the paper's grapheme-to-phoneme experiment, in its own three parts, as symbol numbers.
///
/// Both vocabularies are made from the training words. The decoder has an end symbol; a grapheme that no training word
/// has is unknown.
public struct PaperLexicon: Sendable {
  /// One part.
  public struct Part: Sendable {
    /// Graphemes of each word.
    public private(set) var sources: [[Int32]] = []
    /// Phones of each word and the end symbol.
    public private(set) var targets: [[Int32]] = []
    /// Phones of each word.
    public private(set) var phones: [[String]] = []

    /// The number of words.
    public var count: Int { sources.count }

    init(
      _ entries: ArraySlice<PronunciationEntry>, file: String, graphemes: Vocabulary,
      phones: Vocabulary
    ) throws {
      let end = Int32(phones.end ?? 0)
      for entry in entries {
        sources.append(
          PaperLexicon.graphemes(of: entry.word).map {
            Int32(graphemes.idOrUnknown(of: $0) ?? 0)
          })
        let ids = try entry.phones.map { phone in
          guard let id = phones.id(of: phone) else {
            throw ExperimentError.data(
              "\(file), line \(entry.line): no training word has the phone \(phone)")
          }
          return Int32(id)
        }
        targets.append(ids + [end])
        self.phones.append(entry.phones)
      }
    }
  }

  /// Letters, and one unknown.
  public let graphemes: Vocabulary
  /// Phones, and the end.
  public let phones: Vocabulary
  /// What is trained on.
  public let training: Part
  /// What choices are made on.
  public let validation: Part
  /// What is looked at in the end.
  public let test: Part

  /// The names of the three files, `WORD<TAB>PHONES`, below the folder of corpora.
  public static let files = ["train", "val", "test"].map { "cmudict/seed-\($0).tsv" }

  /// Reads the three files.
  ///
  /// - Parameters:
  ///   - corpora: the folder of corpora
  ///   - limit: at most so many words of each part, the first ones; nil for all. The vocabularies do not depend on it
  /// - Throws: `FileAccessError`, `PronunciationError`, `VocabularyError`, `ExperimentError`
  public init(corpora: String, limit: Int? = nil) throws {
    let files = Self.files.map { corpora + "/" + $0 }
    let parts = try files.map { path in
      let reader = try PronunciationReader(path: path, format: .tabSeparated)
      var entries: [PronunciationEntry] = []
      while let entry = try reader.next() { entries.append(entry) }
      guard !entries.isEmpty else { throw ExperimentError.data("\(path) has no words") }
      return entries
    }
    var letters = VocabularyBuilder(specials: Specials(unknown: "<unk>"))
    var sounds = VocabularyBuilder(specials: Specials(end: "</s>"))
    for entry in parts[0] {
      for letter in Self.graphemes(of: entry.word) { letters.add(letter, count: 1) }
      for phone in entry.phones { sounds.add(phone, count: 1) }
    }
    let (graphemes, phones) = (try letters.build(), try sounds.build())
    let encoded = try zip(parts, files).map {
      try Part($0.prefix(limit ?? .max), file: $1, graphemes: graphemes, phones: phones)
    }
    self.graphemes = graphemes
    self.phones = phones
    (training, validation, test) = (encoded[0], encoded[1], encoded[2])
  }

  private static func graphemes(of word: String) -> [String] {
    word.unicodeScalars.map { String($0) }
  }
}
