extension JointModel {
  /// ln p(word, phones), summed over every chain of graphones; −∞ where there is none.
  public func logProbability(_ graphemes: [Int32], _ phones: [Int32]) -> Double {
    let width = phones.count + 1
    // The contexts in which a chain can be after i graphemes and j phones, each with the sum of its chains.
    var cells = Array(
      repeating: [NGramModel.State: Double](), count: (graphemes.count + 1) * width)
    cells[0][ngrams.initialState] = 0
    for i in graphemes.indices {
      for j in 0..<width {
        let contexts = cells[i * width + j].sorted { $0.key.node < $1.key.node }
        if contexts.isEmpty { continue }
        inventory.forEachReading(of: graphemes, from: i) { number, length in
          let read = inventory.graphones[Int(number)].phones
          guard phones[j...].starts(with: read) else { return }
          let target = (i + length) * width + j + read.count
          for (state, sum) in contexts {
            let (cost, next) = ngrams.next(number, in: state)
            cells[target][next] = logSum(cells[target][next] ?? -.infinity, sum + cost)
          }
        }
      }
    }
    let ends = (cells.last ?? [:]).sorted { $0.key.node < $1.key.node }
    return ends.reduce(-Double.infinity) { logSum($0, $1.value + ngrams.end(in: $1.key)) }
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
