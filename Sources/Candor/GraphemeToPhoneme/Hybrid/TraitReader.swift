import CandorEngine
import CandorText

/// The traits of a transcribed word that may tell whether it is right: which letters it has in a row, and in what the best
/// transcription differs from the next ones.
///
/// Letters tell, say, a Polish name from a Latin term, and a difference of AH and IH is decided by a coin more often than
/// one of K and S. A trait is the hash of its symbols' texts, so it is the same in every vocabulary.
package struct TraitReader: Sendable {
  /// A word with its best transcription and the next ones.
  package struct Subject: Sendable, Equatable {
    package var graphemes: [Int32]
    package var best: [Int32]
    /// The most probable of the others first.
    package var others: [[Int32]]

    package init(graphemes: [Int32], best: [Int32], others: [[Int32]]) {
      (self.graphemes, self.best, self.others) = (graphemes, best, others)
    }
  }

  /// Letters in a row at most.
  private static let letters = 4
  /// The other transcriptions that are compared with the best one.
  static let others = 2
  /// Phones of a difference at most, on either side.
  private static let differentPhones = 3
  private static let edge = RandomStream.key("edge")
  private static let inARow = RandomStream.key("letters")

  private let graphemes: [UInt64]
  private let phones: [UInt64]

  package init(graphemes: Vocabulary, phonemes: Vocabulary) {
    self.graphemes = Self.keys(of: graphemes)
    phones = Self.keys(of: phonemes)
  }

  /// A number for each symbol, by its text.
  static func keys(of vocabulary: Vocabulary) -> [UInt64] {
    (0..<vocabulary.count).map { RandomStream.key(vocabulary[$0]) }
  }

  /// The traits of a word, each once, in ascending order.
  package func traits(of subject: Subject) -> [UInt32] {
    var traits: [UInt32] = []
    let word = [Self.edge] + subject.graphemes.map { graphemes[Int($0)] } + [Self.edge]
    for start in word.indices {
      var hash = Self.inARow
      for symbol in word[start...].prefix(Self.letters) {
        hash = RandomStream.scatter(hash ^ symbol)
        traits.append(UInt32(truncatingIfNeeded: hash))
      }
    }
    for (rank, other) in subject.others.prefix(Self.others).enumerated() {
      guard let difference = Difference(subject.best, other),
        difference.length <= Self.differentPhones
      else { continue }
      func text(_ range: Range<Int>, of phones: [Int32]) -> [UInt64] {
        phones[range].map { self.phones[Int($0)] }
      }
      let best = subject.best
      let (own, others) = (text(difference.own, of: best), text(difference.other, of: other))
      let (start, end) = (difference.own.lowerBound, difference.own.upperBound)
      let before = start > 0 ? phones[Int(best[start - 1])] : Self.edge
      let after = end < best.count ? phones[Int(best[end])] : Self.edge
      func add(_ kind: String, _ context: [UInt64]) {
        let hash = RandomStream.hash(
          context,
          after: RandomStream.hash(
            others, after: RandomStream.hash(own, after: RandomStream.key(kind))))
        traits.append(UInt32(truncatingIfNeeded: hash))
      }
      add("difference", [])
      add("difference after", [before])
      add("difference before", [after])
      add("difference between", [before, after])
      if rank == 0 { add("first difference", []) }
    }
    traits.sort()
    return zip(traits, traits.dropFirst()).reduce(into: Array(traits.prefix(1))) {
      if $1.0 != $1.1 { $0.append($1.1) }
    }
  }
}

/// Where two sequences differ: what is left when they begin and end alike.
private struct Difference {
  let own: Range<Int>
  let other: Range<Int>
  var length: Int { max(own.count, other.count) }

  /// `nil` where they are the same.
  init?(_ a: [Int32], _ b: [Int32]) {
    guard a != b else { return nil }
    let shorter = min(a.count, b.count)
    let start = zip(a, b).prefix { $0 == $1 }.count
    let end = zip(a.reversed(), b.reversed()).prefix(shorter - start).prefix { $0 == $1 }.count
    own = start..<a.count - end
    other = start..<b.count - end
  }
}
