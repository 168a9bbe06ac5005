/// How much each of very many traits, which an item has or has not, says for and against that it is right, beside what is
/// known already:
///
///     q = σ(s + Σ_t w_t)        over the traits t of the item
///
/// with the log-odds s of what is known.
public enum TraitRegression {
  /// Passes over all traits at most.
  private static let passes = 60
  /// The greatest change of a weight at once.
  private static let greatestStep = 1.0

  /// Fits the weights. The loss is
  ///
  ///     Σ_i cross-entropy(outcome_i, q_i) + ½ ridge ‖w‖²
  ///
  /// which is convex; one weight after the other makes a Newton step (coordinate descent: Genkin, Lewis & Madigan,
  /// "Large-Scale Bayesian Logistic Regression for Text Categorization", 2007).
  ///
  /// - Parameters:
  ///   - traits: of each item, each once
  ///   - logOdds: s of each item
  ///   - correct: whether each item turned out right
  ///   - ridge: how much it takes to give a trait a weight, above 0
  ///   - least: traits of fewer items have none
  /// - Returns: the weights of the traits that enough items have
  /// - Throws: `UncertaintyError` for unequal counts, log-odds that are not finite or a ridge that is not positive.
  public static func fit(
    traits: [[UInt32]], logOdds: [Double], correct: [Bool], ridge: Double, least: Int
  ) throws(UncertaintyError) -> [UInt32: Double] {
    if traits.count != correct.count || logOdds.count != correct.count {
      throw .countMismatch(
        what: "outcomes", found: correct.count, expected: max(traits.count, logOdds.count))
    }
    for (index, value) in logOdds.enumerated() where !value.isFinite {
      throw .invalidValue(what: "log-odds", value: value, index: index)
    }
    // Without it the weight of a trait that all items bear out has no bound.
    if !(ridge > 0 && ridge.isFinite) {
      throw .invalidValue(what: "ridge", value: ridge, index: 0)
    }
    let (keys, items) = itemsByTrait(traits, least: least)
    var weights = [Double](repeating: 0, count: keys.count)
    var margins = logOdds
    for _ in 0..<passes {
      var greatest = 0.0
      for (k, members) in items.enumerated() {
        var gradient = ridge * weights[k]
        var curvature = ridge
        for i in members {
          let q = logistic(margins[i])
          gradient += q - (correct[i] ? 1 : 0)
          curvature += q * (1 - q)
        }
        let step = min(max(-gradient / curvature, -greatestStep), greatestStep)
        weights[k] += step
        for i in members { margins[i] += step }
        greatest = max(greatest, abs(step))
      }
      if greatest < 1e-4 { break }
    }
    return Dictionary(uniqueKeysWithValues: zip(keys, weights))
  }

  /// The traits of `least` items and more, in ascending order, and the places of their items.
  private static func itemsByTrait(
    _ traits: [[UInt32]], least: Int
  ) -> (keys: [UInt32], items: [[Int]]) {
    var pairs: [UInt64] = []
    for (item, traits) in traits.enumerated() {
      for trait in traits { pairs.append(UInt64(trait) << 32 | UInt64(item)) }
    }
    pairs.sort()
    var keys: [UInt32] = []
    var items: [[Int]] = []
    var start = 0
    for end in 1...max(1, pairs.count) where end <= pairs.count {
      if end < pairs.count, pairs[end] >> 32 == pairs[start] >> 32 { continue }
      if end - start >= least {
        keys.append(UInt32(pairs[start] >> 32))
        items.append(pairs[start..<end].map { Int($0 & 0xFFFF_FFFF) })
      }
      start = end
    }
    return (keys, items)
  }
}
