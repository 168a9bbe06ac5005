import CandorEngine
import Testing

@Suite struct LengthBatchingTests {
  private let lengths: [Int] = {
    var generator = SeededGenerator(seed: 3, purpose: "lengths")
    return (0..<1003).map { _ in Int.random(in: 1...20, using: &generator) }
  }()

  private func padding(_ batches: [[Int]]) -> Double {
    var (slots, used) = (0, 0)
    for batch in batches {
      let longest = batch.map { lengths[$0] }.max() ?? 0
      slots += longest * batch.count
      used += batch.reduce(0) { $0 + lengths[$1] }
    }
    return Double(slots) / Double(used) - 1
  }

  @Test func everyExampleOnceAndLittlePadding() {
    let batching = LengthBatching(lengths: lengths, batchSize: 32, seed: 1)
    for epoch in 0..<3 {
      let batches = batching.batches(epoch: epoch)
      #expect(batches.flatMap { $0 }.sorted() == Array(lengths.indices))
      #expect(batches.count == 32)
      #expect(batches.allSatisfy { $0.count == 32 || $0.count == 1003 % 32 })
      #expect(padding(batches) < 0.06)
    }
    let random = stride(from: 0, to: 1003, by: 32).map { Array($0..<min(1003, $0 + 32)) }
    #expect(padding(random) > 0.5, "the measure can see padding")
  }

  @Test func orderIsAFunctionOfSeedAndEpoch() {
    let batching = LengthBatching(lengths: lengths, batchSize: 32, seed: 1)
    #expect(batching.batches(epoch: 4) == batching.batches(epoch: 4))
    #expect(batching.batches(epoch: 4) != batching.batches(epoch: 5))
    let other = LengthBatching(lengths: lengths, batchSize: 32, seed: 2)
    #expect(batching.batches(epoch: 4) != other.batches(epoch: 4))
    // Not only the order of the batches changes but who is together.
    let sets = (0..<2).map { Set(batching.batches(epoch: $0).map(Set.init)) }
    #expect(sets[0] != sets[1])
    // Short ones do not come first.
    let first = batching.batches(epoch: 0).prefix(5).map { lengths[$0[0]] }
    #expect(first != first.sorted() || Set(first).count == 1)
  }

  @Test func smallSets() {
    #expect(LengthBatching(lengths: [], batchSize: 4, seed: 1).batches(epoch: 0) == [])
    #expect(LengthBatching(lengths: [7], batchSize: 4, seed: 1).batches(epoch: 0) == [[0]])
    #expect(LengthBatching.sorted(lengths: [5, 1, 3], batchSize: 2) == [[1, 2], [0]])
  }
}
