import CandorEngine

/// A policy that learns in imagination: after each real episode the dynamics learn from all transitions so far, and the
/// policy is updated on episodes in them, each under one draw of the dynamics' weights (as in Deep PILCO; Gal, McAllister
/// & Rasmussen 2016). What ends an episode is known, the motion is not. Once ten episodes in a row reached the limit,
/// both are left as they are.
struct ModelBasedAgent {
  let settings: CartPoleSettings
  let seed: UInt64
  let workers: Workers

  private static let goodEpisodes = 10

  /// The returns of all real episodes; nil if interrupted.
  func run(shouldStop: () -> Bool) throws -> CartPoleRecord? {
    var policy = CartPolePolicy(dropout: .none, seed: seed)
    var learner = PolicyGradient(learningRate: settings.learningRate)
    var dynamics = Dynamics(settings: settings, seed: seed, workers: workers)
    var cart = CartPole(seed: seed)
    var generator = SeededGenerator(seed: seed, purpose: "actions")
    var visited: [CartPole.State] = []
    var starts: [CartPole.State] = []
    var record = CartPoleRecord()
    let probe = Self.probe()
    for episode in 0..<settings.modelEpisodes {
      let (states, actions) = play(
        policy, in: &cart, masks: seed, workers: workers, using: &generator)
      record.returns.append(Double(states.count))
      let isDone =
        record.returns.count >= Self.goodEpisodes
        && record.returns.suffix(Self.goodEpisodes).allSatisfy {
          $0 == Double(CartPole.stepLimit)
        }
      if !isDone {
        let last = CartPole.step(states[states.count - 1], action: Int(actions[actions.count - 1]))
        dynamics.append(states, actions, last: last)
        starts.append(states[0])
        visited += states
        try dynamics.train()
        for update in 0..<settings.modelUpdates {
          let draws = RandomStream.seed(seed, UInt64(episode), UInt64(update))
          let experience = imagine(
            policy, dynamics, from: (starts, visited), seed: draws, using: &generator)
          try learner.update(
            &policy, with: experience, advantages: experience.standardizedReturns, seed: draws,
            workers: workers)
          if shouldStop() { return nil }
        }
      }
      let (error, disagreement) = dynamics.measure(on: probe.states, probe.actions)
      record.rates.append(dynamics.network.perceptron.dropoutRates)
      record.transitions.append(dynamics.count)
      record.error.append(error)
      record.disagreement.append(disagreement)
    }
    return record
  }

  /// Episodes in the dynamics: half of them begin where real ones began, half where real ones have been.
  private func imagine(
    _ policy: CartPolePolicy, _ dynamics: Dynamics,
    from places: (starts: [CartPole.State], visited: [CartPole.State]), seed: UInt64,
    using generator: inout SeededGenerator
  ) -> Experience {
    var open = (0..<settings.imagined).map { index in
      let source = index % 2 == 0 ? places.starts : places.visited
      return (
        id: index, state: source[Int.random(in: 0..<source.count, using: &generator)]
      )
    }
    var states: [[CartPole.State]] = Array(repeating: [], count: open.count)
    var actions: [[Int32]] = Array(repeating: [], count: open.count)
    var step = 0
    while !open.isEmpty, step < CartPole.stepLimit {
      let context = Context<Float>(mode: .deterministic, workers: workers)
      let chosen = policy.actions(open.map(\.state), in: context, using: &generator)
      for (row, action) in zip(open, chosen) {
        states[row.id].append(row.state)
        actions[row.id].append(action)
      }
      let next = dynamics.next(
        open.map(\.state), chosen, seed: seed, samples: open.map { UInt64($0.id) })
      open = zip(open, next).map { ($0.id, $1) }.filter { !CartPole.isOver($0.1) }
      step += 1
    }
    var experience = Experience()
    for index in states.indices {
      experience.append(states[index], actions[index], discount: PolicyGradient.discount)
    }
    return experience
  }

  /// Transitions of random episodes, the same ones for every agent, that nobody learns from.
  private static func probe() -> (states: [CartPole.State], actions: [Int32]) {
    var cart = CartPole(seed: 0x9E37)
    var generator = SeededGenerator(seed: 0x9E37, purpose: "probe")
    var (states, actions): ([CartPole.State], [Int32]) = ([], [])
    while states.count < 200 {
      var state = cart.reset()
      while !CartPole.isOver(state), states.count < 200 {
        let action = Int32.random(in: 0...1, using: &generator)
        states.append(state)
        actions.append(action)
        state = CartPole.step(state, action: Int(action))
      }
    }
    return (states, actions)
  }
}
