import RealModule

/// The n-grams worth their room, with backoffs for which the probabilities after every context sum to one.
///
/// From the longest on, an n-gram hw that no longer one needs goes if count(hw) · |ln p(w|h) − ln p(w|h′)γ(h)| is
/// small (Seymore & Rosenfeld, "Scalable Backoff Language Models", 1996). What is left keeps its probability, and
///
///     γ(h) = (1 − Σ_w p(w|h)) / (1 − Σ_w p(w|h′)),   both sums over the w kept after h.
struct PrunedNGrams {
  private(set) var isKept: [Bool]
  private(set) var probabilities: [Double]
  private(set) var backoffs: [Double]

  init(_ counts: NGramCounts, _ estimate: KneserNey, threshold: Double) {
    let nodes = counts.count
    isKept = Array(repeating: true, count: nodes)
    probabilities = estimate.probabilities
    backoffs = estimate.backoffs
    guard threshold > 0 else { return }

    // Kept n-grams that continue a node or end with it.
    var needs = [Int32](repeating: 0, count: nodes)
    for node in 1..<max(1, nodes) {
      needs[Int(counts.parents[node])] += 1
      needs[Int(counts.suffixes[node])] += 1
    }
    // Those of a higher order are always made after what they are made of.
    let longestFirst = (1..<max(1, nodes)).sorted {
      (counts.orders[$0], $0) > (counts.orders[$1], $1)
    }
    for node in longestFirst where counts.orders[node] > 1 && needs[node] == 0 {
      let (parent, suffix) = (Int(counts.parents[node]), Int(counts.suffixes[node]))
      let without = estimate.backoffs[parent] * probabilities[suffix]
      let loss = Double.log(probabilities[node]) - Double.log(without)
      guard Double(counts.counts[node]) * abs(loss) <= threshold else { continue }
      isKept[node] = false
      needs[parent] -= 1
      needs[suffix] -= 1
    }

    var kept = [Double](repeating: 0, count: nodes)
    var lower = kept
    for node in 1..<max(1, nodes) where isKept[node] && counts.orders[node] > 1 {
      kept[Int(counts.parents[node])] += probabilities[node]
      lower[Int(counts.parents[node])] += probabilities[Int(counts.suffixes[node])]
    }
    for node in 1..<max(1, nodes) where isKept[node] {
      if kept[node] == 0 {
        backoffs[node] = 1
      } else if 1 - lower[node] > 1e-9, 1 - kept[node] > 1e-12 {
        backoffs[node] = (1 - kept[node]) / (1 - lower[node])
      }
    }
  }
}
