import RealModule

/// Interpolated modified Kneser–Ney probabilities of all counted n-grams.
///
///     p(w | h) = (a(hw) − D(a(hw))) / A(h) + γ(h) · p(w | h′)
///
/// a is the count at the highest order and for n-grams that begin a sequence, and the number of different symbols seen
/// before hw elsewhere; A(h) = Σ_w a(hw); h′ is h without its first symbol; γ(h) is the mass that the discounts leave.
/// D has three values an order, from the numbers n₁…n₄ of n-grams with a = 1…4: with Y = n₁ / (n₁ + 2 n₂),
/// D(k) = k − (k + 1) Y n₍k+1₎ / n₍k₎. Unigrams are interpolated with the uniform distribution.
///
/// Chen & Goodman, "An Empirical Study of Smoothing Techniques for Language Modeling" (1998), §3.
struct KneserNey {
  /// p of each node of the counts; 0 for the root and for the start of a sequence.
  private(set) var probabilities: [Double]
  /// γ of each node: what p(w | h′) is multiplied with where h w was not seen.
  private(set) var backoffs: [Double]

  init(_ counts: NGramCounts) {
    let nodes = counts.count
    func isEvent(_ node: Int) -> Bool {
      node > 0 && !(counts.orders[node] == 1 && counts.isInitial[node])
    }
    let adjusted = (0..<nodes).map { node -> Double in
      guard isEvent(node) else { return 0 }
      let raw = Int(counts.orders[node]) == counts.order || counts.isInitial[node]
      return Double(raw ? counts.counts[node] : counts.predecessors[node])
    }
    let discounts = Self.discounts(counts, adjusted)
    var totals = [Double](repeating: 0, count: nodes)
    backoffs = Array(repeating: 0, count: nodes)
    var vocabulary = 0
    for node in 1..<nodes where isEvent(node) {
      let parent = Int(counts.parents[node])
      totals[parent] += adjusted[node]
      backoffs[parent] += Self.discount(adjusted[node], discounts[Int(counts.orders[node])])
      if parent == 0 { vocabulary += 1 }
    }
    for node in 0..<nodes { backoffs[node] = totals[node] > 0 ? backoffs[node] / totals[node] : 1 }
    probabilities = Array(repeating: 0, count: nodes)
    // A node's parent and suffix are made before it.
    for node in 1..<nodes where isEvent(node) {
      let parent = Int(counts.parents[node])
      let lower =
        parent == 0
        ? 1 / Double(vocabulary) : probabilities[Int(counts.suffixes[node])]
      let kept =
        adjusted[node] - Self.discount(adjusted[node], discounts[Int(counts.orders[node])])
      probabilities[node] = kept / totals[parent] + backoffs[parent] * lower
    }
  }

  private static func discount(_ count: Double, _ discounts: [Double]) -> Double {
    discounts[min(3, Int(count))]
  }

  /// D(0), D(1), D(2) and D(3 or more) of each order.
  private static func discounts(_ counts: NGramCounts, _ adjusted: [Double]) -> [[Double]] {
    var frequencies = Array(repeating: [0.0, 0, 0, 0, 0], count: counts.order + 1)
    for node in 1..<max(1, counts.count) where (1...4).contains(adjusted[node]) {
      frequencies[Int(counts.orders[node])][Int(adjusted[node])] += 1
    }
    return frequencies.map { n in
      // Too few n-grams to tell: the values of a usual corpus.
      guard n[1...4].allSatisfy({ $0 > 0 }) else { return [0, 0.5, 1, 1.5] }
      let y = n[1] / (n[1] + 2 * n[2])
      return (0...3).map { k in
        guard k > 0 else { return 0 }
        let count = Double(k)
        let discount = count - (count + 1) * y * n[k + 1] / n[k]
        return min(max(discount, 0.01), count - 0.01)
      }
    }
  }
}
