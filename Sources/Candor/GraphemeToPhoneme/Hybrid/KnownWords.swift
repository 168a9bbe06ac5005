import CandorEngine
import CandorJoint
import CandorText

/// Lists of words whose pronunciations are not known. Which lists a word is in helps to tell whether its transcription is
/// right: one that a spelling checker knows is more often pronounced as it is written than a name.
public struct KnownWords: Sendable, Equatable {
  /// The names of the lists.
  public let names: [String]
  private let graphemes: [UInt64]
  // A bit for each list.
  private let table: KeyTable<UInt8>

  /// Lists at most.
  public static let mostLists = 8

  /// - Parameters:
  ///   - lists: each with its name; words that a model cannot read are left out
  ///   - reader: how the model reads them
  /// - Precondition: `mostLists` at most
  public init(lists: [(name: String, words: Set<String>)], reader: GraphemeReader) {
    precondition(lists.count <= Self.mostLists, "KnownWords: more than \(Self.mostLists) lists")
    names = lists.map(\.name)
    graphemes = TraitReader.keys(of: reader.vocabulary)
    var rows: [UInt32: [UInt8]] = [:]
    for (place, list) in lists.enumerated() {
      for word in list.words {
        let reading = reader(word)
        guard reading.skipped.isEmpty, !reading.symbols.isEmpty else { continue }
        rows[Self.key(reading.symbols, graphemes), default: [0]][0] |= 1 << UInt8(place)
      }
    }
    table = KeyTable(rows, columns: 1)
  }

  /// Lists from a bundle's bytes.
  init(bytes: [UInt8], names: [String], graphemes: Vocabulary) throws(ModelBytesError) {
    table = try KeyTable(bytes: bytes, columns: 1)
    self.names = names
    self.graphemes = TraitReader.keys(of: graphemes)
  }

  var bytes: [UInt8] { table.bytes }

  /// How many words the lists have together.
  public var count: Int { table.count }

  private static func key(_ word: [Int32], _ graphemes: [UInt64]) -> UInt32 {
    UInt32(
      truncatingIfNeeded: RandomStream.hash(
        word.lazy.map { graphemes[Int($0)] }, after: RandomStream.key("word")))
  }

  /// 1 for each list that has the word, 0 for the others.
  package func membership(of word: [Int32]) -> [Double] {
    let bits = table.row(of: Self.key(word, graphemes)).map { table[$0, 0] } ?? 0
    return names.indices.map { bits & 1 << UInt8($0) == 0 ? 0 : 1 }
  }
}
