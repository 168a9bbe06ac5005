extension JointModel {
  /// A pronunciation found for a word.
  public struct Candidate: Sendable, Equatable {
    /// The phones.
    public var phones: [Int32]
    /// ln p(word, phones), summed over every chain of graphones.
    public var logProbability: Double
  }

  /// What a search found.
  public struct Candidates: Sendable, Equatable {
    /// The pronunciations, most probable first.
    public var list: [Candidate]
    /// ln p(word): the sum over all pronunciations that the search kept; −∞ where the word cannot be read.
    public var logTotal: Double
  }

  /// The most probable pronunciations of a word.
  ///
  /// A beam search, grapheme by grapheme: chains that have read the same phones and are in the same context are one
  /// and their probabilities are added.
  ///
  /// - Parameters:
  ///   - graphemes: the word
  ///   - count: pronunciations wanted
  ///   - width: chains kept at each grapheme
  ///   - margin: a chain by so many nats less probable than the best one at its grapheme is left
  public func candidates(
    for graphemes: [Int32], count: Int = 8, width: Int = 64, margin: Double = 12
  ) -> Candidates {
    var search = JointSearch(graphemes: graphemes.count, start: ngrams.initialState.node)
    for i in graphemes.indices {
      let open = search.best(at: i, width: width, margin: margin)
      inventory.forEachReading(of: graphemes, from: i) { number, length in
        let phones = inventory.graphones[Int(number)].phones
        for chain in open {
          let (cost, next) = ngrams.next(number, in: NGramModel.State(node: chain.state))
          guard chain.score + cost > search.floors[i + length] else { continue }
          search.add(
            .init(
              phones: search.phones(after: chain.phones, phones), state: next.node,
              score: chain.score + cost),
            at: i + length, margin: margin)
        }
      }
    }
    var sums: [Int32: Double] = [:]
    for chain in search.best(at: graphemes.count, width: .max, margin: .infinity) {
      let score = chain.score + ngrams.end(in: NGramModel.State(node: chain.state))
      sums[chain.phones] = logSum(sums[chain.phones] ?? -.infinity, score)
    }
    let ranked = sums.filter { $0.value > -.infinity }.sorted {
      ($0.value, $1.key) > ($1.value, $0.key)
    }
    let list = ranked.prefix(count).map { node, _ in
      let phones = search.phones(node)
      return Candidate(phones: phones, logProbability: logProbability(graphemes, phones))
    }
    return Candidates(
      list: list.sorted { $0.logProbability > $1.logProbability },
      logTotal: ranked.reversed().reduce(-Double.infinity) { logSum($0, $1.value) })
  }
}

/// The open chains of a search, at each number of graphemes read.
private struct JointSearch {
  struct Chain {
    /// What was read so far, as a node of the tree of phones.
    var phones: Int32
    var state: UInt32
    var score: Double
  }

  private var chains: [[Chain]]
  private var indices: [PairIndex]
  private var highest: [Double]
  /// Scores at or below which a chain cannot be kept.
  private(set) var floors: [Double]
  /// The tree of phones: node 0 is nothing read.
  private var tree = PairIndex()
  private var parents: [(parent: Int32, phone: Int32)] = [(0, 0)]

  init(graphemes: Int, start: UInt32) {
    chains = Array(repeating: [], count: graphemes + 1)
    indices = Array(repeating: PairIndex(), count: graphemes + 1)
    highest = Array(repeating: -.infinity, count: graphemes + 1)
    floors = highest
    add(Chain(phones: 0, state: start, score: 0), at: 0, margin: .infinity)
  }

  mutating func add(_ chain: Chain, at place: Int, margin: Double) {
    let index = Int(indices[place].insert(chain.phones, Int32(bitPattern: chain.state)))
    if index == chains[place].count {
      chains[place].append(chain)
    } else {
      chains[place][index].score = logSum(chains[place][index].score, chain.score)
    }
    if chains[place][index].score > highest[place] {
      highest[place] = chains[place][index].score
      floors[place] = highest[place] - margin
    }
  }

  /// The chains worth going on with, best first.
  func best(at place: Int, width: Int, margin: Double) -> [Chain] {
    let floor = highest[place] - margin
    let kept = chains[place].filter { $0.score >= floor }.sorted {
      $0.score != $1.score
        ? $0.score > $1.score : ($0.phones, $0.state) < ($1.phones, $1.state)
    }
    return kept.count > width ? Array(kept.prefix(width)) : kept
  }

  mutating func phones(after node: Int32, _ phones: [Int32]) -> Int32 {
    var node = node
    for phone in phones {
      let next = tree.insert(node, phone) + 1
      if Int(next) == parents.count { parents.append((node, phone)) }
      node = next
    }
    return node
  }

  func phones(_ node: Int32) -> [Int32] {
    var phones: [Int32] = []
    var node = node
    while node != 0 {
      phones.append(parents[Int(node)].phone)
      node = parents[Int(node)].parent
    }
    return phones.reversed()
  }
}
