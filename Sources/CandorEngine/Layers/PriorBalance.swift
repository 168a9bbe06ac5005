import RealModule

extension Prior {
  /// A prior whose β is set from the loss of one batch.
  ///
  /// The penalty's entropy term can at most take `Σ_s K_s · ln 2 · β / N` off the objective, at p = ½ in every site s:
  /// its capacity. With β = 1 that is about 10⁻³ nats for N = 100,000, nothing beside a loss of some nats an example,
  /// so that every rate goes to 0. Here the capacity is the share ρ of the loss L of one batch before training:
  ///
  ///     β = ρ · L · N / (ln 2 · Σ_s K_s)
  ///
  /// The coefficient of one input's entropy, dr = β/N = ρ L / (ln 2 · Σ K), then depends neither on N nor on the
  /// number of sites. A rate settles where dropping a little more costs as much loss as its entropy gains,
  ///
  ///     ∂L/∂p_s = dr · K_s · ln((1 − p_s) / p_s)
  ///
  /// which at a small rate is about ρ L K_s/ΣK · ln(1/p) / ln 2: away from 0 as long as ρ is not, since the right-hand
  /// side grows without limit towards 0.
  ///
  /// - Parameters:
  ///   - loss: L, the mean loss of an example in a batch before training, in nats
  ///   - fraction: ρ, the share of that loss that the entropy of all sites may outweigh
  ///   - inputCounts: K of every site
  ///   - dataCount: N, the number of training examples
  ///   - lengthScale: ℓ
  public static func balanced(
    loss: Double, fraction: Double = 0.005, inputCounts: [Int], dataCount: Int,
    lengthScale: Double = 0.1
  ) -> Prior {
    let inputs = inputCounts.reduce(0, +)
    precondition(
      loss > 0 && loss.isFinite && fraction >= 0 && inputs > 0,
      "Prior.balanced: loss \(loss), fraction \(fraction), inputs \(inputCounts)")
    return Prior(
      lengthScale: lengthScale, dataCount: dataCount,
      beta: fraction * loss * Double(dataCount) / (Double.log(2) * Double(inputs)))
  }
}
