import CandorEngine
import TestSupport
import Testing

@Suite struct AttentionTests {
  private let queries: Tensor<Double> = GradientCheck.random([2, 3, 4], seed: 1, to: 2)
  private let keys: Tensor<Double> = GradientCheck.random([5, 3, 4], seed: 2, to: 2)
  private let values: Tensor<Double> = GradientCheck.random([5, 3, 2], seed: 3)
  private let lengths = SequenceLengths([5, 1, 3], maximum: 5)

  @Test func gradients() {
    GradientCheck.expect([queries, keys, values]) {
      $0.attention(queries: $1[0], keys: $1[1], values: $1[2], lengths: lengths).contexts
    }
    GradientCheck.expect([queries, keys]) {
      $0.attention(
        queries: $1[0], keys: $1[1], values: $1[1],
        lengths: SequenceLengths(full: 3, steps: 5), scale: 0.7
      ).contexts
    }
    // Attention of a sequence to itself: three gradients meet in one node.
    GradientCheck.expect([keys]) {
      $0.attention(queries: $1[0], keys: $1[0], values: $1[0], lengths: lengths).contexts
    }
  }

  @Test func weightsAreADistributionOverTheValidSteps() {
    let context = Context<Double>(mode: .deterministic)
    let (contexts, weights) = context.attention(
      queries: Variable(queries), keys: Variable(keys), values: Variable(values), lengths: lengths)
    #expect(weights.shape == [3, 2, 5])
    for row in 0..<3 {
      for u in 0..<2 {
        let w = weights.scalars[(row * 2 + u) * 5..<(row * 2 + u + 1) * 5]
        expectClose(w.reduce(0, +), 1, absolute: 1e-12, relative: 1e-12)
        #expect(w.dropFirst(lengths.lengths[row]).allSatisfy { $0 == 0 })
      }
    }
    // With one step there is nothing to choose.
    #expect(contexts.value.scalars[2..<4].elementsEqual(values.scalars[2..<4]))
    expectClose(contexts.value.scalars, reference(), absolute: 1e-12, relative: 1e-12)
  }

  @Test func queriesMayShareARow() {
    let context = Context<Double>(mode: .deterministic)
    func contexts(_ queries: Tensor<Double>, rows: [Int]?) -> [Double] {
      context.attention(
        queries: Variable(queries), keys: Variable(keys), values: Variable(values),
        lengths: lengths, rows: rows
      ).contexts.value.scalars
    }
    let picks = [2, 0, 0, 1, 2]
    /// The picked rows of `[U, 3, width]`.
    func picked(_ scalars: [Double], width: Int) -> [Double] {
      var rows: [Double] = []
      for u in 0..<2 {
        for pick in picks {
          let at = (u * 3 + pick) * width
          rows += scalars[at..<at + width]
        }
      }
      return rows
    }
    let asking = Tensor<Double>(shape: [2, 5, 4], picked(queries.scalars, width: 4))
    #expect(contexts(asking, rows: picks) == picked(contexts(queries, rows: nil), width: 2))
  }

  /// The formula, word by word.
  private func reference() -> [Double] {
    let (q, k, v) = (queries.scalars, keys.scalars, values.scalars)
    var contexts: [Double] = []
    for u in 0..<2 {
      for b in 0..<3 {
        let scores = (0..<lengths.lengths[b]).map { t in
          (0..<4).reduce(0.0) { $0 + q[(u * 3 + b) * 4 + $1] * k[(t * 3 + b) * 4 + $1] } / 2
        }
        let exponentials = scores.map { Double.exp($0) }
        let total = exponentials.reduce(0, +)
        for e in 0..<2 {
          contexts.append(
            exponentials.enumerated().reduce(0.0) { $0 + $1.1 / total * v[($1.0 * 3 + b) * 2 + e] })
        }
      }
    }
    return contexts
  }

  @Test func largeScoresDoNotOverflow() {
    let context = Context<Float>(mode: .training)
    let q = context.input(Tensor<Float>(shape: [1, 1, 1], [1000]))
    let k = context.input(Tensor<Float>(shape: [2, 1, 1], [1000, -1000]))
    let v = context.input(Tensor<Float>(shape: [2, 1, 1], [3, 5]))
    let (contexts, _) = context.attention(
      queries: q, keys: k, values: v, lengths: SequenceLengths([2]))
    #expect(contexts.value.scalars == [3])
    let gradients = context.gradients(of: contexts, for: [q, k, v])
    #expect(gradients.allSatisfy { $0?.scalars.allSatisfy { $0.isFinite } == true })
  }
}
