import Foundation

/// What an analogy model does, pair by pair and rule by rule, as it is told rather than fast.
struct PlainAnalogies {
  struct Change: Hashable {
    var old: [Int32]
    var new: [Int32]
  }
  struct Rule: Hashable {
    var spelling: Change
    var phones: Change
  }
  struct Place: Hashable {
    var rule: Rule
    var before: Int32
  }
  struct Tally {
    var applied = 0.0
    var right = 0.0
  }

  private let lexicon: [[Int32]: [[Int32]]]
  private var shares: [Rule: Double] = [:]
  private var tallies: [Place: Tally] = [:]
  private let isFront: Bool

  /// Counts the rules for the ends of words, or for their beginnings.
  init(words: [[Int32]], pronunciations: [[Int32]], isFront: Bool) {
    self.isFront = isFront
    func turned(_ symbols: [Int32]) -> [Int32] { isFront ? symbols.reversed() : symbols }
    var lexicon: [[Int32]: [[Int32]]] = [:]
    for (word, phones) in zip(words, pronunciations)
    where lexicon[turned(word)]?.contains(turned(phones)) != true {
      lexicon[turned(word), default: []].append(turned(phones))
    }
    self.lexicon = lexicon
    var support: [Rule: Int] = [:]
    for (wanted, answers) in lexicon {
      for (known, spelling) in neighbours(of: wanted) {
        // Of several pronunciations, those between which least changes; the first such pair.
        let changes = (lexicon[known] ?? []).flatMap { old in
          answers.map { Self.change(from: old, to: $0) }
        }.filter { $0.old.count <= 5 && $0.new.count <= 6 }
        guard let least = changes.map({ $0.old.count + $0.new.count }).min(),
          let change = changes.first(where: { $0.old.count + $0.new.count == least })
        else { continue }
        support[Rule(spelling: spelling, phones: change), default: 0] += 1
      }
    }
    let rules = Dictionary(grouping: support.filter { $0.value >= 5 }.keys, by: \.spelling)
    var whole: [Rule: Tally] = [:]
    for (wanted, answers) in lexicon {
      for (known, spelling) in neighbours(of: wanted) {
        for rule in rules[spelling] ?? [] {
          for phones in lexicon[known] ?? []
          where phones.suffix(rule.phones.old.count) == rule.phones.old[...] {
            let stem = Array(phones.dropLast(rule.phones.old.count))
            let isRight = answers.contains(stem + rule.phones.new) ? 1.0 : 0
            whole[rule, default: Tally()].applied += 1
            whole[rule, default: Tally()].right += isRight
            guard let before = stem.last else { continue }
            let place = Place(rule: rule, before: before)
            tallies[place, default: Tally()].applied += 1
            tallies[place, default: Tally()].right += isRight
          }
        }
      }
    }
    shares = whole.mapValues { ($0.right + 0.3) / ($0.applied + 1.5) }
  }

  /// Words that share four symbols or more and then differ, in their last five at most.
  private func neighbours(of word: [Int32]) -> [(word: [Int32], spelling: Change)] {
    lexicon.keys.compactMap { other in
      let shared = zip(other, word).prefix { $0 == $1 }.count
      guard other != word, shared >= 4, other.count - shared <= 5, word.count - shared <= 5 else {
        return nil
      }
      return (other, Change(old: Array(other[shared...]), new: Array(word[shared...])))
    }
  }

  private static func change(from old: [Int32], to new: [Int32]) -> Change {
    let common = zip(old, new).prefix { $0 == $1 }.count
    return Change(old: Array(old[common...]), new: Array(new[common...]))
  }

  /// The strengths of what is proposed for a word.
  func proposals(for word: [Int32]) -> [[Int32]: Double] {
    let word = isFront ? word.reversed() : word
    func strength(_ share: Double) -> Double { min(252, (-log(1 - share) * 60).rounded()) }
    var found: [[Int32]: Double] = [:]
    for (known, spelling) in neighbours(of: word) {
      for (rule, share) in shares where rule.spelling == spelling {
        // A rule that is never right often is none.
        let best =
          tallies.filter { $0.key.rule == rule }.map {
            strength(($0.value.right + 2 * share) / ($0.value.applied + 2))
          }.max() ?? 0
        guard max(strength(share), best) >= 12 else { continue }
        for phones in lexicon[known] ?? []
        where phones.suffix(rule.phones.old.count) == rule.phones.old[...] {
          let stem = Array(phones.dropLast(rule.phones.old.count))
          let tally = stem.last.flatMap { tallies[Place(rule: rule, before: $0)] }
          let own = tally.map { strength(($0.right + 2 * share) / ($0.applied + 2)) }
          let (answer, value) = (stem + rule.phones.new, (own ?? strength(share)) / 60)
          guard value > 0, !answer.isEmpty else { continue }
          let turned = isFront ? Array(answer.reversed()) : answer
          found[turned] = max(found[turned] ?? 0, value)
        }
      }
    }
    return found
  }
}
