import CandorEngine

/// A network that learns from transitions how the cart moves.
///
/// It predicts the change of the state, standardised, from state and push; its noise has a trained precision for each of
/// the four numbers. Rates before each layer are learned under a prior whose N is the number of transitions: the more of
/// them, the lower the rates and the less samples of the weights disagree.
struct Dynamics {
  var network: RegressionNetwork
  private(set) var inputScale: Standardization
  private(set) var changeScale: Standardization
  private var optimizer = Adam<Float>()
  private var step: UInt64 = 0
  private var inputs: [[Double]] = []
  private var changes: [[Double]] = []
  let settings: CartPoleSettings
  let seed: UInt64
  let workers: Workers

  static let hidden = [64, 64]
  static let batchSize = 64
  static let samples = 20

  init(settings: CartPoleSettings, seed: UInt64, workers: Workers) {
    self.settings = settings
    self.seed = seed
    self.workers = workers
    inputScale = Standardization(identity: CartPole.stateSize + 1)
    changeScale = Standardization(identity: CartPole.stateSize)
    let prior = Prior(lengthScale: settings.lengthScale, dataCount: 1, beta: settings.dynamicsBeta)
    network = RegressionNetwork(
      inputs: CartPole.stateSize + 1, hidden: Self.hidden, features: CartPole.stateSize,
      dropout: Array(
        repeating: .concrete(initialRate: 0.1, prior: prior), count: Self.hidden.count + 1),
      noise: .trained(), seed: seed)
  }

  /// The number of transitions seen.
  var count: Int { inputs.count }

  /// Adds an episode: the states in which actions were taken, and the last one.
  mutating func append(_ states: [CartPole.State], _ actions: [Int32], last: CartPole.State) {
    for (index, action) in actions.enumerated() {
      let next = index + 1 < states.count ? states[index + 1] : last
      inputs.append(Self.input(states[index], action))
      changes.append((0..<CartPole.stateSize).map { next[$0] - states[index][$0] })
    }
  }

  private static func input(_ state: CartPole.State, _ action: Int32) -> [Double] {
    (0..<CartPole.stateSize).map { state[$0] } + [action == 1 ? 1 : -1]
  }

  /// Learns from all transitions so far.
  mutating func train() throws {
    inputScale = Standardization(inputs)
    changeScale = Standardization(changes)
    var examples = RegressionExamples(
      inputCount: CartPole.stateSize + 1, targetCount: CartPole.stateSize)
    for (input, change) in zip(inputs, changes) {
      examples.append(inputScale.apply(input), changeScale.apply(change))
    }
    network.perceptron.replacePrior(
      with: Prior(lengthScale: settings.lengthScale, dataCount: count, beta: settings.dynamicsBeta))
    var generator = SeededGenerator(
      seed: RandomStream.seed(seed, step), purpose: "batches of transitions")
    for index in 0..<settings.dynamicsSteps {
      let indices = (0..<Self.batchSize).map { _ in Int.random(in: 0..<count, using: &generator) }
      let (inputs, targets) = examples.batch(indices)
      let context = Context<Float>(
        mode: .training, seed: RandomStream.seed(seed, RandomStream.key("training step"), step),
        workers: workers)
      let loss = network.loss(inputs, targets: targets, in: context)
      let gradients = try context.gradients(of: context.objective(loss), for: network)
      let schedule = LearningRateSchedule.cosine(warmUp: 0, floor: 0.05)
      let rate = 5e-3 * schedule.factor(step: index, of: settings.dynamicsSteps)
      optimizer.update(
        &network, with: gradients, rates: LearningRates(base: rate, dropoutLogitMultiplier: 5),
        workers: workers)
      DropoutRateBounds(lowest: 0.0005, highest: 0.5).apply(to: &network)
      step += 1
    }
  }

  /// The next state of each row, by one draw of the weights: the same one for as long as `seed` and `sample` are.
  func next(
    _ states: [CartPole.State], _ actions: [Int32], seed: UInt64, samples: [UInt64]
  ) -> [CartPole.State] {
    let context = Context<Float>(
      mode: .sampling, seed: seed, workers: workers,
      rows: samples.map { RowIdentity(sample: $0) })
    let means = predict(states, actions, in: context)
    return states.indices.map { row in
      var next = states[row]
      for axis in 0..<CartPole.stateSize {
        next[axis] +=
          Double(means[row * CartPole.stateSize + axis]) * changeScale.deviations[axis]
          + changeScale.means[axis]
      }
      return next
    }
  }

  private func predict(
    _ states: [CartPole.State], _ actions: [Int32], in context: Context<Float>
  ) -> [Float] {
    let rows = zip(states, actions).flatMap { inputScale.apply(Self.input($0, $1)) }
    return network.predict(
      Tensor(shape: [states.count, CartPole.stateSize + 1], rows), in: context
    ).means
  }

  /// On transitions that are not learned from: the root mean square error of the samples' mean, and their standard
  /// deviation, the epistemic uncertainty. Both are means over the four numbers in units of the standard deviation of
  /// that number's change among these transitions, so that they can be compared between episodes.
  func measure(
    on states: [CartPole.State], _ actions: [Int32]
  ) -> (error: Double, disagreement: Double) {
    let draws = (0..<Self.samples).map { sample in
      next(
        states, actions, seed: seed, samples: Array(repeating: UInt64(sample), count: states.count))
    }
    let truth = zip(states, actions).map { CartPole.step($0, action: Int($1)) }
    let unit = Standardization(
      zip(states, truth).map { before, after in
        (0..<CartPole.stateSize).map { after[$0] - before[$0] }
      })
    var (error, disagreement) = (0.0, 0.0)
    for axis in 0..<CartPole.stateSize {
      var (squares, variance) = (0.0, 0.0)
      for row in states.indices {
        let values = draws.map { $0[row][axis] }
        let mean = values.reduce(0, +) / Double(values.count)
        squares += (mean - truth[row][axis]) * (mean - truth[row][axis])
        variance += values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count)
      }
      let scale = Double(states.count) * unit.deviations[axis] * unit.deviations[axis]
      error += (squares / scale).squareRoot() / Double(CartPole.stateSize)
      disagreement += (variance / scale).squareRoot() / Double(CartPole.stateSize)
    }
    return (error, disagreement)
  }
}
