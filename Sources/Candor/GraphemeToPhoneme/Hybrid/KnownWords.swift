import CandorEngine
import CandorJoint
import CandorText

/// Lists of words whose pronunciations are not known. Which lists a word is in helps to tell whether its transcription is
/// right: one that a spelling checker knows is more often pronounced as it is written than a name.
public struct KnownWords: Sendable, Equatable {
  /// The names of the lists.
  public let names: [String]
  private let graphemes: [UInt64]
  // Of each list, without columns.
  private let tables: [KeyTable]

  /// Lists at most.
  public static let mostLists = 8

  /// - Parameters:
  ///   - lists: each with its name; a word counts as the model reads it, `résumé` as `resume` where it knows no é, and one
  ///     that it cannot read is left out
  ///   - reader: how the model reads them
  /// - Precondition: `mostLists` at most
  public init(lists: [(name: String, words: Set<String>)], reader: GraphemeReader) {
    precondition(lists.count <= Self.mostLists, "KnownWords: more than \(Self.mostLists) lists")
    names = lists.map(\.name)
    graphemes = TraitReader.keys(of: reader.vocabulary)
    let keys = graphemes
    tables = lists.map { list in
      var rows: [UInt32: [UInt32]] = [:]
      for word in list.words {
        let reading = reader(word)
        guard reading.skipped.isEmpty, !reading.symbols.isEmpty else { continue }
        rows[Self.key(reading.symbols, keys)] = []
      }
      return KeyTable(rows, columns: 0)
    }
  }

  /// Lists from a bundle's bytes.
  init(bytes: [UInt8], names: [String], graphemes: Vocabulary) throws(ModelBytesError) {
    tables = try KeyTable.tables(bytes: bytes, count: names.count, columns: 0)
    self.names = names
    self.graphemes = TraitReader.keys(of: graphemes)
  }

  var bytes: [UInt8] { tables.flatMap(\.bytes) }

  /// How many words each list has.
  public var counts: [Int] { tables.map(\.count) }

  private static func key(_ word: [Int32], _ graphemes: [UInt64]) -> UInt32 {
    UInt32(
      truncatingIfNeeded: RandomStream.hash(
        word.lazy.map { graphemes[Int($0)] }, after: RandomStream.key("word")))
  }

  /// 1 for each list that has the word, 0 for the others.
  package func membership(of word: [Int32]) -> [Double] {
    let key = Self.key(word, graphemes)
    return tables.map { $0.row(of: key) == nil ? 0 : 1 }
  }
}
