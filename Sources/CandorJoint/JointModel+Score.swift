extension JointModel {
  /// ln p(word, phones), summed over every chain of graphones; −∞ where there is none.
  public func logProbability(_ graphemes: [Int32], _ phones: [Int32]) -> Double {
    withReader(of: graphemes) { $0.logProbability(of: phones) }
  }

  /// ln p of one chain of graphones; −∞ with a graphone that the model does not have.
  public func logProbability(ofChain chain: [Graphone]) -> Double {
    var state = ngrams.initialState
    var sum = 0.0
    for graphone in chain {
      guard let number = inventory.number(of: graphone) else { return -.infinity }
      let (cost, next) = ngrams.next(number, in: state)
      sum += cost
      state = next
    }
    return sum + ngrams.end(in: state)
  }
}

extension WordReader {
  /// ln p(word, phones), summed over every chain of graphones; −∞ where there is none.
  mutating func logProbability(of phones: [Int32]) -> Double {
    // Cell i · width + j is that of the chains that have read i graphemes and j phones.
    let width = phones.count + 1
    var sums = ContextSums(cells: (readings.count + 1) * width)
    sums.add(0, in: start, to: 0)
    let mostPhones = inventory.mostPhones
    let phoneRuns = inventory.runs(ofPhones: phones)
    for i in 0..<readings.count {
      for j in 0..<width where sums.firsts[i * width + j] >= 0 {
        for (length, run) in zip(1..., readings.runs(at: i)) {
          for count in 0...min(mostPhones, phones.count - j) {
            let number = inventory.number(
              run.number, count == 0 ? 0 : phoneRuns[j * mostPhones + count - 1])
            guard number >= 0 else { continue }
            let reading = run.places.lowerBound + inventory.ranks[Int(number)]
            var next = sums.firsts[i * width + j]
            while next >= 0 {
              let context = sums[next]
              let continuation = continuations.row(i, after: context.state)[reading]
              sums.add(
                context.sum + tree.logProbability(continuation),
                in: tree.state(after: context.state, number, continuation),
                to: (i + length) * width + j + count)
              next = context.next
            }
          }
        }
      }
    }
    var total = -Double.infinity
    var next = sums.firsts[readings.count * width + phones.count]
    while next >= 0 {
      let context = sums[next]
      let end = continuations.row(readings.count, after: context.state)[0]
      total = logSum(total, context.sum + tree.logProbability(end))
      next = context.next
    }
    return total
  }
}
