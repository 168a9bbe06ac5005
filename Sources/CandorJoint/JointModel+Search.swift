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
  ///   - range: those by so many nats less probable than the best one, by the chains that the search kept, are not wanted
  ///   - width: chains kept at each grapheme
  ///   - margin: a chain by so many nats less probable than the best one at its grapheme is left
  public func candidates(
    for graphemes: [Int32], count: Int = 8, within range: Double = .infinity, width: Int = 64,
    margin: Double = 12
  ) -> Candidates {
    search(graphemes, count: count, within: range, width: width, margin: margin, scoring: []).found
  }

  /// The same, and ln p(word, phones) of other pronunciations, for which the word need not be read again.
  public func search(
    _ graphemes: [Int32], count: Int, within range: Double = .infinity, width: Int, margin: Double,
    scoring others: [[Int32]]
  ) -> (found: Candidates, scores: [Double]) {
    withReader(of: graphemes) { reader in
      let found = reader.candidates(count: count, within: range, width: width, margin: margin)
      // Most often the search has found the others as well.
      let scores = others.map { phones in
        found.list.first { $0.phones == phones }?.logProbability
          ?? reader.logProbability(of: phones)
      }
      return (found, scores)
    }
  }
}

extension WordReader {
  fileprivate mutating func candidates(
    count: Int, within range: Double, width: Int, margin: Double
  ) -> JointModel.Candidates {
    var search = JointSearch(graphemes: readings.count, margin: margin)
    search.add(.init(phones: 0, state: start, score: 0), at: 0)
    for place in 0..<readings.count {
      let open = search.chains(at: place, from: search.floors[place]).prefix(width)
      read(open, at: place, &search)
    }
    var sums = [Double](repeating: -.infinity, count: search.nodes)
    for chain in search.chains(at: readings.count, from: -.infinity) {
      let end = continuations.row(readings.count, after: chain.state)[0]
      sums[Int(chain.phones)] = logSum(
        sums[Int(chain.phones)], chain.score + tree.logProbability(end))
    }
    let ranked = sums.indices.filter { sums[$0] > -.infinity }.sorted {
      (sums[$0], $1) > (sums[$1], $0)
    }
    var list: [JointModel.Candidate] = []
    let floor = ranked.first.map { sums[$0] - range } ?? 0
    for node in ranked.prefix(count) where sums[node] >= floor {
      let phones = search.phones(Int32(node))
      list.append(.init(phones: phones, logProbability: logProbability(of: phones)))
    }
    return JointModel.Candidates(
      list: list.sorted { $0.logProbability > $1.logProbability },
      logTotal: ranked.reversed().reduce(-Double.infinity) { logSum($0, sums[$1]) })
  }

  /// Lets chains read every graphone that can be read at a place.
  private mutating func read(
    _ chains: ArraySlice<JointSearch.Chain>, at place: Int, _ search: inout JointSearch
  ) {
    var open: [OpenChain] = []
    open.reserveCapacity(chains.count)
    for chain in chains {
      open.append(OpenChain(chain: chain, row: continuations.row(place, after: chain.state)))
    }
    let tree = tree
    open.withUnsafeBufferPointer { open in
      for (length, run) in zip(1..., readings.runs(at: place)) {
        let end = place + length
        for reading in run.places {
          let number = readings.symbols[readings.starts[place] + reading]
          var floor = search.floors[end]
          for index in open.indices {
            let continuation = open[index].row[reading]
            let score = open[index].chain.score + tree.logProbability(continuation)
            guard score > floor else { continue }
            let chain = open[index].chain
            let phones = inventory.graphones[Int(number)].phones
            search.add(
              JointSearch.Chain(
                phones: search.node(after: chain.phones, phones),
                state: tree.state(after: chain.state, number, continuation), score: score),
              at: end)
            floor = search.floors[end]
          }
        }
      }
    }
  }
}

/// A chain and what follows its context.
private struct OpenChain {
  let chain: JointSearch.Chain
  let row: UnsafePointer<Continuation>
}
