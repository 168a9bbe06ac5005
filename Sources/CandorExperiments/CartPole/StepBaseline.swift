/// What is expected of each step: the mean return from that step on over the latest episodes, 0 for those that had ended.
///
///     A_t = (G_t − b_t) / σ      b_t = mean over episodes of G_t      σ = the deviation of all their returns
///
/// The episode itself is one of them, which makes A smaller, by 1 in 20, and leaves its sign. Late steps have small returns because the episode ends at its limit, whatever was done; against the mean of one
/// episode they look like mistakes, and an agent that has learned unlearns again. Against other episodes they do not.
package struct StepBaseline {
  /// Over so many episodes; 0 compares the steps of one episode with each other, as the paper does.
  package let episodes: Int
  private var latest: [[Double]] = []

  package init(episodes: Int) { self.episodes = episodes }

  /// A of the steps of an episode, which from now on is one of the latest.
  package mutating func advantages(of experience: Experience) -> [Float] {
    guard episodes > 0 else { return experience.standardizedReturns }
    let returns = experience.returns
    latest.append(returns)
    if latest.count > episodes { latest.removeFirst() }
    let deviation = Standardization(latest.joined().map { [$0] }).deviations[0]
    return returns.indices.map { step in
      let sum = latest.reduce(0) { $0 + (step < $1.count ? $1[step] : 0) }
      return Float((returns[step] - sum / Double(latest.count)) / deviation)
    }
  }
}
