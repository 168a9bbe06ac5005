/// An optimizer and its settings, as a configuration file names it.
public enum OptimizerChoice: Sendable, Codable, Equatable {
  /// Stochastic gradient descent.
  case sgd(momentum: Double = 0)
  /// RMSprop.
  case rmsprop(decay: Double = 0.9, epsilon: Double = 1e-7, epsilonInsideRoot: Bool = false)
  /// Adam.
  case adam(beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)
  /// Adam with decoupled decay of weights.
  case adamW(
    weightDecay: Double = 0.01, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-8)

  /// The optimizer, in its initial state.
  public func make<Scalar: EngineScalar>(_ type: Scalar.Type) -> any Optimizer<Scalar> {
    switch self {
    case .sgd(let momentum): SGD<Scalar>(momentum: momentum)
    case .rmsprop(let decay, let epsilon, let inside):
      RMSprop<Scalar>(decay: decay, epsilon: epsilon, epsilonInsideRoot: inside)
    case .adam(let beta1, let beta2, let epsilon):
      Adam<Scalar>(beta1: beta1, beta2: beta2, epsilon: epsilon)
    case .adamW(let weightDecay, let beta1, let beta2, let epsilon):
      AdamW<Scalar>(weightDecay: weightDecay, beta1: beta1, beta2: beta2, epsilon: epsilon)
    }
  }

  /// Why these settings cannot be used, or nil.
  var problem: String? {
    func share(_ name: String, _ value: Double) -> String? {
      (0..<1).contains(value) ? nil : "\(name) \(value) is not in 0 ..< 1"
    }
    func positive(_ name: String, _ value: Double) -> String? {
      value > 0 && value.isFinite ? nil : "\(name) \(value) is not above 0"
    }
    switch self {
    case .sgd(let momentum): return share("momentum", momentum)
    case .rmsprop(let decay, let epsilon, _):
      return share("decay", decay) ?? positive("epsilon", epsilon)
    case .adam(let beta1, let beta2, let epsilon):
      return share("beta1", beta1) ?? share("beta2", beta2) ?? positive("epsilon", epsilon)
    case .adamW(let weightDecay, let beta1, let beta2, let epsilon):
      return weightDecay >= 0 && weightDecay.isFinite
        ? share("beta1", beta1) ?? share("beta2", beta2) ?? positive("epsilon", epsilon)
        : "weightDecay \(weightDecay) is below 0"
    }
  }
}
