import RealModule

extension AnalogyRules {
  /// Phones that a rule takes away, and that it adds, at most.
  private static let mostTaken = 5
  private static let mostAdded = 6
  /// Phones of an answer at most.
  static let mostPhones = NeighbourIndex.longest + mostAdded
  /// A rule that fewer pairs of words follow is none.
  private static let fewest = 5
  /// A rule that is right less often is none.
  private static let leastStrength: Int32 = 12

  /// Counts the rules that the words of a lexicon follow.
  init(learnedFrom index: NeighbourIndex, at end: WordEnd) {
    var found = FoundRules()
    index.forEachPair(at: end) { found.count($0) }
    found.drop(below: Self.fewest)
    index.forEachPair(at: end) { found.test($0) }
    self.init(found.groups())
  }

  /// Puts groups into buckets.
  private init(_ groups: [RuleGroup]) {
    var size = 1
    while size < groups.count { size *= 2 }
    var buckets = [[RuleGroup]](repeating: [], count: size)
    for group in groups {
      var hash = SpellingHash()
      for symbol in group.old { hash.add(symbol) }
      hash.separate()
      for symbol in group.new { hash.add(symbol) }
      buckets[hash.value & (size - 1)].append(group)
    }
    self.groups = SymbolRecords(buckets.joined().map(\.record))
    var starts: [UInt32] = [0]
    for bucket in buckets { starts.append(starts[starts.count - 1] + UInt32(bucket.count)) }
    self.buckets = PackedNumbers(starts)
  }

  /// The rules of one change of spelling.
  private struct RuleGroup {
    let old: [Int32]
    let new: [Int32]
    /// Number of rules and rules.
    let rules: [Int32]

    var record: [Int32] { [Int32(old.count)] + old + [Int32(new.count)] + new + rules }
  }

  /// −ln(1 − P) in units, P the share of right answers.
  private static func strength(_ share: Double) -> Int32 {
    min(most, max(0, Int32((-Double.log(onePlus: -share) * unit).rounded())))
  }

  /// How often a rule could be applied, and how often it was right.
  private struct Tally {
    var applied = 0
    var right = 0

    mutating func add(_ isRight: Bool) {
      applied += 1
      right += isRight ? 1 : 0
    }
  }

  private struct FoundRules {
    private var spellings = SequenceIndex()
    private var phones = SequenceIndex()
    /// Pairs of spellings, each of which is a group of rules, and pairs of phones.
    private var spellingPairs = PairIndex()
    private var changes = PairIndex()
    /// Pairs of the two.
    private var rules = PairIndex()
    private var support: [Int] = []
    private var tallies: [Tally] = []
    /// Pairs of a rule and the phone before.
    private var contexts = PairIndex()
    private var contextTallies: [Tally] = []
    /// The rules of each group with enough support.
    private var kept: [[Kept]] = []

    private struct Kept {
      let rule: Int32
      let old: [Int32]
      let new: [Int32]
    }

    /// Counts the rule that leads from a pronunciation of one word to one of another with the least change.
    mutating func count(_ pair: WordPair) {
      var least: (old: ArraySlice<Int32>, new: ArraySlice<Int32>)?
      for old in pair.known {
        for new in pair.wanted {
          let common = zip(old, new).prefix { $0 == $1 }.count
          let (taken, added) = (old.count - common, new.count - common)
          if taken <= AnalogyRules.mostTaken, added <= AnalogyRules.mostAdded,
            least.map({ taken + added < $0.old.count + $0.new.count }) ?? true
          {
            least = (old[common...], new[common...])
          }
        }
      }
      guard let least else { return }
      let group = spellingPairs.insert(spellings.insert(pair.old), spellings.insert(pair.new))
      let change = changes.insert(phones.insert(least.old), phones.insert(least.new))
      let rule = Int(rules.insert(group, change))
      if rule == support.count { support.append(0) }
      support[rule] += 1
    }

    /// Keeps the rules with enough support.
    mutating func drop(below fewest: Int) {
      kept = Array(repeating: [], count: spellingPairs.count)
      for rule in support.indices where support[rule] >= fewest {
        let (group, change) = rules[Int32(rule)]
        let (old, new) = changes[change]
        kept[Int(group)].append(Kept(rule: Int32(rule), old: phones[old], new: phones[new]))
      }
      tallies = Array(repeating: Tally(), count: support.count)
    }

    /// Applies the rules that are kept to one word, to see whether they lead to another.
    mutating func test(_ pair: WordPair) {
      let group = spellingPairs.find(spellings.find(pair.old), spellings.find(pair.new))
      guard group >= 0 else { return }
      for pronunciation in pair.known {
        for rule in kept[Int(group)] where pronunciation.suffix(rule.old.count) == rule.old[...] {
          let stem = pronunciation.dropLast(rule.old.count)
          let isRight = pair.wanted.contains {
            $0.count == stem.count + rule.new.count && $0.starts(with: stem)
              && $0.suffix(rule.new.count) == rule.new[...]
          }
          tallies[Int(rule.rule)].add(isRight)
          guard let before = stem.last else { continue }
          let context = Int(contexts.insert(rule.rule, before))
          if context == contextTallies.count { contextTallies.append(Tally()) }
          contextTallies[context].add(isRight)
        }
      }
    }

    /// The rules that are right often enough.
    func groups() -> [RuleGroup] {
      var byRule: [Int32: [(before: Int32, tally: Tally)]] = [:]
      for context in 0..<Int32(contextTallies.count) {
        let (rule, before) = contexts[context]
        byRule[rule, default: []].append((before, contextTallies[Int(context)]))
      }
      return kept.indices.compactMap { number in
        let rules = kept[number].compactMap { record(of: $0, contexts: byRule[$0.rule] ?? []) }
          .prefix(SymbolRecords.limit - 1)
        guard !rules.isEmpty else { return nil }
        let (old, new) = spellingPairs[Int32(number)]
        return RuleGroup(
          old: spellings[old], new: spellings[new],
          rules: [Int32(rules.count / 256), Int32(rules.count % 256)] + rules.joined())
      }
    }

    /// A share is drawn towards what is usual: that of a rule towards a little, that after one phone towards the rule's.
    private func record(of rule: Kept, contexts: [(before: Int32, tally: Tally)]) -> [Int32]? {
      let tally = tallies[Int(rule.rule)]
      let share = (Double(tally.right) + 0.3) / (Double(tally.applied) + 1.5)
      let usual = AnalogyRules.strength(share)
      let special = contexts.map { before, tally in
        (
          before,
          AnalogyRules.strength((Double(tally.right) + 2 * share) / (Double(tally.applied) + 2))
        )
      }.filter { $0.1 != usual }.prefix(255)
      guard max(usual, special.map(\.1).max() ?? 0) >= AnalogyRules.leastStrength else {
        return nil
      }
      return [Int32(rule.old.count)] + rule.old + [Int32(rule.new.count)] + rule.new
        + [usual, Int32(special.count)] + special.flatMap { [$0.0, $0.1] }
    }
  }
}

/// Two words that are spelled alike before their ends.
private struct WordPair {
  /// What stands at their ends.
  let old: ArraySlice<Int32>
  let new: ArraySlice<Int32>
  /// The pronunciations of the one that is known, and of the one that is wanted.
  let known: [[Int32]]
  let wanted: [[Int32]]
}

extension NeighbourIndex {
  /// Calls `body` with each word as the one that is wanted and each of its neighbours as the one that is known.
  fileprivate func forEachPair(at end: WordEnd, _ body: (WordPair) -> Void) {
    withSide(end) { side in
      for rank in 0..<count {
        let entry = side.word(rank)
        let (word, wanted) = (entry.word, entry.pronunciations)
        side.forEachNeighbour(of: word) { known in
          body(
            WordPair(
              old: known.word[known.shared...], new: word[known.shared...],
              known: known.pronunciations, wanted: wanted))
        }
      }
    }
  }
}
