import RealModule

/// Pronunciations by analogy: words of a lexicon that are spelled like a word but for its beginning or its end.
///
/// *ratcheting* is pronounced like *ratcheted* with other last phones. Rules that say how phones change with the spelling
/// are counted in the lexicon, from all pairs of its words, and applied to a word's neighbours. What they propose is often
/// right where a network errs, and where both agree both are seldom wrong: a network does not remember single words.
///
/// Dedina & Nusbaum, "PRONOUNCE: a program for pronunciation by analogy" (1991); the words themselves, not their parts,
/// are the analogues here.
public struct AnalogyModel: Sendable, Equatable {
  let index: NeighbourIndex
  let back: AnalogyRules
  let front: AnalogyRules
  /// Phones are numbered below this.
  private let phones: Int

  /// The number of words.
  public var wordCount: Int { index.count }
  /// Whether a word is among them.
  public func contains(_ word: [Int32]) -> Bool { index.contains(word) }
  /// The numbers of changes of spelling that it has rules for, at the end and at the beginning of a word.
  public var changeCounts: (back: Int, front: Int) { (back.groups.count, front.groups.count) }

  /// Learns from pronunciations, each with its word; symbols are 0…65,535.
  public init(words: [[Int32]], pronunciations: [[Int32]]) {
    index = NeighbourIndex(words: words, pronunciations: pronunciations)
    back = AnalogyRules(learnedFrom: index, at: .back)
    front = AnalogyRules(learnedFrom: index, at: .front)
    phones = SymbolRecords.limit
  }

  init(index: NeighbourIndex, back: AnalogyRules, front: AnalogyRules, phones: Int) {
    (self.index, self.back, self.front, self.phones) = (index, back, front, phones)
  }

  /// Whether two models have the same words and rules.
  public static func == (a: AnalogyModel, b: AnalogyModel) -> Bool {
    a.index == b.index && a.back == b.back && a.front == b.front
  }

  /// A pronunciation that a neighbour proposes.
  public struct Proposal: Sendable, Equatable {
    /// The phones.
    public var phones: [Int32]
    /// −ln(1 − P), in nats, where P is the share of the lexicon's words for which the best of the rules that propose it
    /// is right; 4.2 at most.
    public var strength: Double
  }

  /// What the neighbours of a word propose, the strongest first. The word's own entry proposes nothing.
  public func proposals(for word: [Int32]) -> [Proposal] {
    var found: [Proposal] = []
    for end in WordEnd.allCases {
      let turned = end.turned(word)
      index.withSide(end) { side in
        (end == .back ? back : front).withTable { rules in
          side.forEachNeighbour(of: turned) { neighbour in
            guard let group = rules.group(from: neighbour, to: turned) else { return }
            for pronunciation in neighbour.pronunciations {
              group.apply(to: pronunciation) { phones, strength in
                guard (1...AnalogyRules.mostPhones).contains(phones.count),
                  phones.allSatisfy({ $0 < self.phones })
                else { return }
                let proposal = Proposal(phones: end.turned(phones), strength: strength)
                if let known = found.firstIndex(where: { $0.phones == proposal.phones }) {
                  found[known].strength = max(found[known].strength, strength)
                } else {
                  found.append(proposal)
                }
              }
            }
          }
        }
      }
    }
    return found.sorted {
      $0.strength == $1.strength
        ? $0.phones.lexicographicallyPrecedes($1.phones) : $0.strength > $1.strength
    }
  }
}
