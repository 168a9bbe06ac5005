import CandorEngine

/// A stochastic policy: a perceptron of one hidden layer whose dropout lies behind it.
///
///     π(a | s) = softmax(W₂ (m ∘ max(0, W₁ s + b₁)) + b₂)
struct CartPolePolicy: Module {
  var network: MultilayerPerceptron<Float>

  static let hidden = 128

  init(dropout: DropoutChoice, seed: UInt64) {
    network = MultilayerPerceptron(
      sizes: [CartPole.stateSize, Self.hidden, CartPole.actionCount], dropout: [.none, dropout],
      seed: seed, name: "policy")
  }

  func logits(_ states: [CartPole.State], in context: Context<Float>) -> Variable<Float> {
    let values = states.flatMap { state in (0..<CartPole.stateSize).map { Float(state[$0]) } }
    return network(
      Variable(Tensor(shape: [states.count, CartPole.stateSize], values)), in: context)
  }

  /// An action for each state, drawn from the policy.
  func actions(
    _ states: [CartPole.State], in context: Context<Float>, using generator: inout SeededGenerator
  ) -> [Int32] {
    context.logSoftmax(logits(states, in: context)).withUnsafeElements { logs in
      states.indices.map { row in
        let left = Double.exp(Double(logs[row * CartPole.actionCount]))
        return Double.random(in: 0..<1, using: &generator) < left ? 0 : 1
      }
    }
  }

  var rate: Double { network.dropoutRates[1] }

  mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
    visitor.visit("network", &network)
  }
}

/// What an agent went through in some episodes, one after another, and what came of each step.
package struct Experience {
  package var states: [CartPole.State] = []
  package var actions: [Int32] = []
  /// The discounted reward from each step on.
  package var returns: [Double] = []

  package init() {}

  /// Adds an episode of which every step brought a reward of 1.
  package mutating func append(_ states: [CartPole.State], _ actions: [Int32], discount: Double) {
    self.states += states
    self.actions += actions
    var value = 0.0
    returns += states.indices.map { _ in
      value = 1 + discount * value
      return value
    }.reversed()
  }

  /// The returns, brought to mean 0 and variance 1.
  var standardizedReturns: [Float] {
    let scale = Standardization(returns.map { [$0] })
    return returns.map { scale.apply([$0])[0] }
  }
}

/// Policy gradient (Williams 1992): each update raises the log-probability of what brought more than the mean.
struct PolicyGradient {
  static let discount = 0.99
  let learningRate: Double
  var optimizer = Adam<Float>()

  /// One step.
  ///
  /// - Parameters:
  ///   - advantages: what each action brought beyond the expected
  ///   - seed: of the masks: those with which the actions were chosen
  mutating func update(
    _ policy: inout CartPolePolicy, with experience: Experience, advantages: [Float], seed: UInt64,
    workers: Workers
  ) throws {
    let context = Context<Float>(mode: .training, seed: seed, workers: workers)
    let loss = context.policyGradientLoss(
      policy.logits(experience.states, in: context), actions: experience.actions,
      advantages: advantages)
    let gradients = try context.gradients(of: context.objective(loss), for: policy)
    optimizer.update(
      &policy, with: gradients,
      rates: LearningRates(base: learningRate, dropoutLogitMultiplier: 1), workers: workers)
    DropoutRateBounds(lowest: 0.005, highest: 0.9).apply(to: &policy)
  }
}
