import Candor
import CandorEngine
import CandorText
import TestSupport
import Testing

@Suite struct SentimentNetworkTests {
  /// Texts of lengths 3, 1 and 5 over a table of five words, some without pieces, some unknown.
  private static let table: WordTable = {
    var table = WordTable()
    for (word, bag) in [(1, [0, 1]), (2, []), (3, [4]), (0, [2, 3]), (5, [1])] as [(Int32, [Int32])]
    {
      table.add(word: word, bag: bag)
    }
    return table
  }()
  private static let texts: [[Int32]] = [[4, 0, 1, 0, 2], [0, 1, 2], [3]]
  private static let labels: [Int32] = [1, -1, 0]
  private static let fine: [Int32] = [2, 0, -1]

  private func loss<Scalar>(
    _ network: SentimentNetwork<Scalar>, _ rows: [Int] = [0, 1, 2], in context: Context<Scalar>
  ) -> Variable<Scalar> {
    context.rows = rows.map { RowIdentity(example: UInt64($0)) }
    return network.loss(
      WordBatch(rows.map { Self.texts[$0] }, of: Self.table), labels: rows.map { Self.labels[$0] },
      fine: rows.map { Self.fine[$0] }, fineWeight: 0.5, smoothing: 0.1, in: context)
  }

  @Test(arguments: [DropoutChoice.none, .fixed(rate: 0.2), .concrete(initialRate: 0.3, prior: nil)])
  func everyParameterIsVisited(choice: DropoutChoice) {
    ParameterAudit.expectComplete(ToyReviews.tiny(choice, as: Float.self))
  }

  @Test func everySiteIsListedUnderItsName() {
    let context = Context<Float>(mode: .training, seed: 1)
    let network = ToyReviews.tiny(as: Float.self)
    _ = loss(network, in: context)
    #expect(
      context.penalties.map(\.name).sorted() == network.dropoutSites.map(\.name).sorted())
    #expect(network.dropoutSites.count == 7)
  }

  @Test func theWholeObjectiveHasRightGradients() throws {
    let network = ToyReviews.tiny(as: Double.self)
    let parameters = network.parameters.map(\.parameter)
    let context = Context<Double>(mode: .training, seed: 5)
    let gradients = try context.gradients(
      of: context.objective(loss(network, in: context)), for: network)
    func objective(_ network: SentimentNetwork<Double>) -> Double {
      let context = Context<Double>(mode: .training, seed: 5, recordsGradients: false)
      return context.objective(loss(network, in: context)).value.item
    }
    for (index, (path, parameter)) in network.parameters.enumerated() {
      let found = try #require(gradients[parameters[index]]).scalars
      for element in stride(
        from: 0, to: parameter.value.count, by: max(1, parameter.value.count / 5))
      {
        func moved(_ step: Double) -> Double {
          var copy = network
          copy.updateParameters { name, parameter in
            guard name == path else { return }
            parameter.value.withUnsafeMutableElements { $0[element] += step }
          }
          return objective(copy)
        }
        let numeric = (moved(1e-5) - moved(-1e-5)) / 2e-5
        #expect(abs(found[element] - numeric) < 1e-6 + 1e-5 * abs(numeric), "\(path) \(element)")
      }
    }
  }

  @Test(arguments: [Mode.deterministic, .sampling, .training])
  func aPaddedBatchEqualsItsSingles(mode: Mode) {
    let network = ToyReviews.tiny(as: Double.self)
    func logits(_ rows: [Int], padding: Int32 = 0) -> [[Double]] {
      let context = Context<Double>(mode: mode, seed: 9, recordsGradients: false)
      context.rows = rows.map { RowIdentity(example: UInt64($0)) }
      let batch = WordBatch(rows.map { Self.texts[$0] }, of: Self.table, padding: padding)
      let values = network(batch, in: context).labels.value.scalars
      return rows.indices.map { Array(values[2 * $0..<2 * $0 + 2]) }
    }
    let together = logits([0, 1, 2])
    for row in 0..<3 {
      expectClose(logits([row])[0], together[row], absolute: 1e-12, relative: 1e-12)
    }
    #expect(logits([0, 1, 2], padding: 2) == together)
  }

  @Test func wordsWithoutPiecesAndHeadsWithoutFinerLabelsWork() {
    let network = ToyReviews.tiny(.none, pieces: 0, fine: 0, as: Float.self)
    let context = Context<Float>(mode: .training)
    let found = network(WordBatch(Self.texts, of: Self.table), in: context)
    #expect(found.labels.shape == [3, 2])
    #expect(found.fine == nil)
    ParameterAudit.expectComplete(network)
  }
}
