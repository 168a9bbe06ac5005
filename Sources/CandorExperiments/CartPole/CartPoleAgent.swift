import CandorEngine

/// Policy gradient on the real cart: one update after each episode.
struct ModelFreeAgent {
  let variant: CartPoleVariant
  let settings: CartPoleSettings
  let seed: UInt64
  let workers: Workers

  /// The returns and rates of all episodes; nil if interrupted.
  func run(shouldStop: () -> Bool) throws -> CartPoleRecord? {
    // N is not known before: the steps of all episodes if each went well.
    let prior = Prior(
      lengthScale: settings.lengthScale, dataCount: settings.episodes * CartPole.stepLimit,
      beta: settings.beta)
    let dropout: DropoutChoice =
      switch variant {
      case .concrete: .concrete(initialRate: 0.1, prior: prior)
      case .fixed: .fixed(rate: 0.5)
      case .none, .model: .none
      }
    var policy = CartPolePolicy(dropout: dropout, seed: seed)
    var learner = PolicyGradient(learningRate: settings.learningRate)
    var baseline = StepBaseline(episodes: settings.baselineEpisodes)
    var cart = CartPole(seed: seed)
    var generator = SeededGenerator(seed: seed, purpose: "actions")
    var record = CartPoleRecord()
    for episode in 0..<settings.episodes {
      let masks = RandomStream.seed(seed, RandomStream.key("episode"), UInt64(episode))
      let (states, actions) = play(
        policy, in: &cart, masks: masks, workers: workers, using: &generator)
      var experience = Experience()
      experience.append(states, actions, discount: PolicyGradient.discount)
      try learner.update(
        &policy, with: experience, advantages: baseline.advantages(of: experience), seed: masks,
        workers: workers)
      record.returns.append(Double(states.count))
      record.rates.append([policy.rate])
      if shouldStop() { return nil }
    }
    return record
  }
}

/// One episode on the real cart. A step's mask is a function of the seed and the number of the step, so that the update
/// draws the very masks with which the actions were chosen.
func play(
  _ policy: CartPolePolicy, in cart: inout CartPole, masks: UInt64, workers: Workers,
  using generator: inout SeededGenerator
) -> (states: [CartPole.State], actions: [Int32]) {
  var (states, actions): ([CartPole.State], [Int32]) = ([], [])
  var state = cart.reset()
  while states.count < CartPole.stepLimit {
    let context = Context<Float>(
      mode: .training, seed: masks, recordsGradients: false, workers: workers,
      rows: [RowIdentity(example: UInt64(states.count))])
    let action = policy.actions([state], in: context, using: &generator)[0]
    states.append(state)
    actions.append(action)
    state = CartPole.step(state, action: Int(action))
    if CartPole.isOver(state) { break }
  }
  return (states, actions)
}

/// What an agent measured, episode by episode.
public struct CartPoleRecord: Sendable, Codable, Equatable {
  /// The steps of each episode.
  public var returns: [Double] = []
  /// The dropout rates after each episode: of the policy, or of each layer of the dynamics.
  public var rates: [[Double]] = []
  /// Transitions that the dynamics had learned from after each episode.
  public var transitions: [Int] = []
  /// How far samples of the dynamics disagree after each episode, see `Dynamics`.
  public var disagreement: [Double] = []
  /// Root mean square error of the dynamics after each episode, see `Dynamics`.
  public var error: [Double] = []
}
