import CandorJoint
import Foundation
import Testing

@Suite struct JointModelTests {
  /// Graphemes 0…2; phones 0…3; the second grapheme may be one phone, two or none.
  static let words: [[Int32]] = [
    [0, 1], [1, 0], [0, 1, 2], [2, 1], [1], [2, 0, 1], [0, 0], [1, 1], [2], [0, 2, 1, 0],
  ]
  static let pronunciations: [[Int32]] = [
    [0, 1], [1, 2, 0], [0, 3], [3, 1, 2], [1], [3, 0], [0, 0], [1, 2], [3], [0, 3, 1, 0],
  ]

  private func model(order: Int = 3, pruning: Double = 0) throws -> JointModel {
    try #require(
      JointModel(
        words: Self.words, pronunciations: Self.pronunciations,
        settings: .init(ngrams: .init(order: order, pruning: pruning))))
  }

  /// Every chain of graphones that reads a word, with its phones and its ln p.
  private func chains(_ model: JointModel, _ word: [Int32]) -> [(phones: [Int32], cost: Double)] {
    var found: [(phones: [Int32], cost: Double)] = []
    func extend(_ place: Int, _ phones: [Int32], _ chain: [Int32]) {
      if place == word.count {
        found.append((phones, cost(model, chain)))
        return
      }
      for (number, graphone) in model.graphones.enumerated()
      where word[place...].starts(with: graphone.graphemes) {
        extend(
          place + graphone.graphemes.count, phones + graphone.phones, chain + [Int32(number)])
      }
    }
    extend(0, [], [])
    return found
  }

  private func cost(_ model: JointModel, _ chain: [Int32]) -> Double {
    model.logProbability(ofChain: chain.map { model.graphones[Int($0)] })
  }

  @Test(arguments: [1, 2, 4]) func theSearchFindsWhatBruteForceFinds(order: Int) throws {
    let model = try model(order: order)
    for word in Self.words + [[1, 2, 1, 1], [2, 2, 0, 1, 0]] {
      var sums: [[Int32]: Double] = [:]
      for (phones, cost) in chains(model, word) { sums[phones, default: 0] += exp(cost) }
      let expected = sums.sorted { $0.value > $1.value }
      let found = model.candidates(for: word, count: 5, width: 100_000, margin: 1000)
      #expect(found.list.count == min(5, expected.count))
      for (candidate, best) in zip(found.list, expected) {
        #expect(abs(candidate.logProbability - log(best.value)) < 1e-9)
        #expect(abs((sums[candidate.phones] ?? 0) - best.value) < 1e-12)
      }
      #expect(abs(found.logTotal - log(sums.values.reduce(0, +))) < 1e-9)
      // Only those in a range of the best one; and others, found or not, have the numbers of a reading of their own.
      let (near, scores) = model.search(
        word, count: 5, within: 1, width: 100_000, margin: 1000,
        scoring: expected.map(\.key) + [[9]])
      #expect(
        near.list == found.list.filter { $0.logProbability >= found.list[0].logProbability - 1 })
      #expect(near.logTotal == found.logTotal)
      for (score, pronunciation) in zip(scores, expected) {
        #expect(abs(score - log(pronunciation.value)) < 1e-9)
      }
      #expect(scores.last == -.infinity)
      for (phones, probability) in sums {
        #expect(abs(model.logProbability(word, phones) - log(probability)) < 1e-9)
      }
    }
  }

  /// With these a grapheme that has no phone belongs to its neighbours'.
  private static let longLinks = LinkLimits(
    graphemes: 3, phones: 3, allowsSilence: false, allowsManyToMany: true)

  @Test(arguments: [1, 2, 3, 6], [0, 0.5]) func theSearchIsThePlainOne(
    order: Int, pruning: Double
  ) throws {
    for limits in [LinkLimits(), Self.longLinks] {
      let lexicon = RandomLexicon(seed: UInt64(order))
      let model = try #require(
        JointModel(
          words: lexicon.words, pronunciations: lexicon.pronunciations,
          settings: .init(limits: limits, ngrams: .init(order: order, pruning: pruning))))
      let longest = model.graphones.map(\.graphemes.count).max()
      #expect(longest == (limits == Self.longLinks ? 3 : 1))
      let plain = PlainSearch(model: model)
      // Words that were learned, and others.
      for word in lexicon.words.prefix(12) + RandomLexicon(seed: 99).words.prefix(6) {
        for (width, margin) in [(1, 2.0), (4, 30), (16, 8), (1000, 12), (16, .infinity)] {
          let found = model.candidates(for: word, count: 5, width: width, margin: margin)
          let kept = plain.sums(word, width: width, margin: margin)
          let expected = kept.prefix(5).map {
            (phones: $0.phones, logProbability: plain.logProbability(word, $0.phones))
          }.sorted { $0.logProbability > $1.logProbability }
          for (one, other) in zip(found.list, expected) {
            #expect(one.phones == other.phones)
            #expect(one.logProbability == other.logProbability)
            #expect(model.logProbability(word, one.phones) == one.logProbability)
          }
          #expect(found.list.count == expected.count)
          let total = kept.reduce(0) { $0 + exp($1.logProbability) }
          #expect(abs(exp(found.logTotal) - total) < 1e-12 * total)
        }
      }
    }
  }

  @Test func aNarrowSearchFindsTheBest() throws {
    let model = try model()
    for word in Self.words {
      let wide = model.candidates(for: word, count: 1, width: 100_000, margin: 1000)
      let narrow = model.candidates(for: word, count: 1, width: 8, margin: 8)
      #expect(wide.list == narrow.list)
    }
  }

  @Test func whatCannotBeRead() throws {
    let model = try model()
    #expect(model.candidates(for: [7]).list.isEmpty)
    #expect(model.candidates(for: [0, 7, 1]).logTotal == -.infinity)
    #expect(model.logProbability([0], [7]) == -.infinity)
    #expect(model.logProbability([0], [0, 0, 0, 0, 0, 0, 0]) == -.infinity)
    #expect(model.logProbability([7], [0]) == -.infinity)
    // Of an empty word there is one pronunciation, an empty one, if the model ever ends at once.
    #expect(model.candidates(for: []).list.allSatisfy { $0.phones.isEmpty })
    #expect(JointModel(words: [], pronunciations: []) == nil)
    #expect(JointModel(words: [[]], pronunciations: [[1]]) == nil)
  }

  @Test func theSameLexiconGivesTheSameBytes() throws {
    let one = try model(pruning: 0.2)
    #expect(one.bytes == (try model(pruning: 0.2)).bytes)
    let read = try JointModel(bytes: one.bytes, graphemes: 3, phones: 4)
    #expect(read == one)
    #expect(read.bytes == one.bytes)
    #expect(read.candidates(for: [0, 1, 2]) == one.candidates(for: [0, 1, 2]))
  }

  @Test func damagedBytesAreRefusedOrCanBeUsed() throws {
    let bytes = try model().bytes
    for count in [0, 7, 8, 20, bytes.count / 2, bytes.count - 1] {
      #expect(throws: ModelBytesError.self) {
        try JointModel(bytes: Array(bytes.prefix(count)), graphemes: 3, phones: 4)
      }
    }
    #expect(throws: ModelBytesError.self) {
      try JointModel(bytes: bytes + [0], graphemes: 3, phones: 4)
    }
    #expect(throws: ModelBytesError.self) { try JointModel(bytes: bytes, graphemes: 2, phones: 4) }
    #expect(throws: ModelBytesError.self) { try JointModel(bytes: bytes, graphemes: 3, phones: 3) }
    // Any other byte: what is not refused neither crashes nor hangs.
    var refused = 0
    for place in bytes.indices {
      for value: UInt8 in [0, 1, 0x7F, 0x80, 0xFF] where bytes[place] != value {
        var altered = bytes
        altered[place] = value
        guard let model = try? JointModel(bytes: altered, graphemes: 3, phones: 4) else {
          refused += 1
          continue
        }
        _ = model.candidates(for: [0, 1, 2, 1], count: 2)
        _ = model.logProbability([0, 1], [0, 1])
      }
    }
    #expect(refused > bytes.count)
  }

  /// One graphone's unigram, the end's and the start's, and a bigram; so many of the nodes have children.
  private func small(inner: Int) -> [UInt8] {
    func packed(_ numbers: [Int], _ width: Int) -> [UInt8] {
      numbers.flatMap { number in (0..<width).map { UInt8(number >> (8 * $0) & 255) } }
    }
    return Array("CANDORJ1".utf8) + packed([2, 5, inner, 0], 4) + packed([0, 0, 1, 1, 1], 2)
      + packed([255, 9, 9, 255, 9], 1) + packed(Array(repeating: 0, count: inner), 2)
      + packed(Array([1, 4, 5, 5, 5].prefix(inner + 1)), 4)
      + packed(Array(repeating: 0, count: inner), 4) + packed([1], 4) + [1, 1]
      + packed([0, 0], 4)
  }

  @Test func treesOfAnotherShapeAreRefused() throws {
    func isRead(_ bytes: [UInt8]) -> Bool {
      (try? JointModel(bytes: bytes, graphemes: 3, phones: 4)) != nil
    }
    // The inner nodes are those below the highest order, all of them.
    #expect((1...4).map { isRead(small(inner: $0)) } == [false, false, false, true])
    // A tree that is deeper than the order.
    let bytes = try model().bytes
    var altered = bytes
    altered[8] -= 1
    #expect(isRead(bytes) && !isRead(altered))
    // A suffix that is shorter by more than one symbol: the root's.
    func number(_ place: Int) -> Int {
      (0..<4).reduce(0) { $0 | Int(bytes[place + $1]) << (8 * $1) }
    }
    let (nodes, inner) = (number(12), number(16))
    let suffixes = 24 + 3 * nodes + 2 * inner + 4 * (inner + 1)
    for node in 0..<inner where number(suffixes + 4 * node) > 0 {
      var altered = bytes
      altered.replaceSubrange(suffixes + 4 * node..<suffixes + 4 * (node + 1), with: [0, 0, 0, 0])
      #expect(!isRead(altered), "\(node)")
    }
  }
}
