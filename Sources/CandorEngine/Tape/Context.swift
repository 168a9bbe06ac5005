/// How stochastic layers behave.
public enum Mode: Sendable, Equatable {
  /// Relaxed (concrete) masks through which gradients flow; batch statistics; state updates are collected.
  case training
  /// Hard Bernoulli masks, one draw of the weights for each sample: Monte-Carlo prediction.
  case sampling
  /// No masks: the mean network.
  case deterministic
}

/// Who a row of a batch is, so that its random masks do not depend on where it stands.
public struct RowIdentity: Sendable, Hashable {
  /// The Monte-Carlo sample. Rows with equal sample and example get equal masks.
  public var sample: UInt64
  /// The example, such as its position in the corpus. One value for all rows gives all of them the same draw.
  public var example: UInt64

  /// Sample and example.
  public init(sample: UInt64 = 0, example: UInt64 = 0) {
    self.sample = sample
    self.example = example
  }
}

/// Everything about a forward pass that is not the model or its input: mode, seed, tape, penalties, threads.
///
/// It is always passed explicitly. There is no global mode and no hidden generator, and a penalty that a layer
/// registers cannot be forgotten: gradients are taken of an `Objective`, and only `objective(_:)` makes one.
public final class Context<Scalar: EngineScalar> {
  /// How stochastic layers behave.
  public let mode: Mode
  /// The seed of all randomness in this context.
  public let seed: UInt64
  /// How exactly LSTMs and dense layers multiply, forward and back. Frozen weights have a precision of their own.
  public let precision: ProductPrecision
  /// Divides the operations among threads.
  public let workers: Workers
  /// The packed weights of a model that no longer changes.
  let frozenWeights: FrozenWeights<Scalar>?
  /// The rows of the batch that is being processed; `nil` numbers them by position.
  public var rows: [RowIdentity]?

  let tape: Tape<Scalar>?
  /// The penalties that layers registered, each layer once.
  public private(set) var penalties: [Penalty<Scalar>] = []
  private var penalized: [UInt64: ParameterIdentity] = [:]
  private var applications: [UInt64: UInt64] = [:]
  private(set) var statistics: [(parameter: ParameterIdentity, value: Tensor<Scalar>)] = []
  /// Whether a stochastic layer has drawn a mask in this context.
  public private(set) var drewMasks = false

  /// - Parameters:
  ///   - mode: how stochastic layers behave
  ///   - seed: the seed of all randomness
  ///   - recordsGradients: whether a tape runs along; by default in training only
  ///   - precision: how exactly LSTMs and dense layers multiply
  ///   - workers: the threads
  ///   - rows: the rows of the batch; numbered by position by default
  ///   - frozenWeights: the packed weights of a model that no longer changes
  public init(
    mode: Mode, seed: UInt64 = 0, recordsGradients: Bool? = nil,
    precision: ProductPrecision = .full, workers: Workers = .single, rows: [RowIdentity]? = nil,
    frozenWeights: FrozenWeights<Scalar>? = nil
  ) {
    self.mode = mode
    self.seed = seed
    self.precision = precision
    self.workers = workers
    self.rows = rows
    self.frozenWeights = frozenWeights
    tape = recordsGradients ?? (mode == .training) ? Tape() : nil
  }

  // MARK: Values

  /// The parameter as a variable: on the tape if it is trainable and a tape runs along.
  public func variable(_ parameter: Parameter<Scalar>) -> Variable<Scalar> {
    guard let tape, parameter.isTrainable else { return Variable(parameter.value) }
    return Variable(
      parameter.value, node: tape.leaf(for: parameter.identity, shape: parameter.value.shape))
  }

  /// An input whose gradient is wanted, for checks and explanations.
  public func input(_ value: Tensor<Scalar>) -> Variable<Scalar> {
    Variable(value, node: tape?.leaf())
  }

  /// Records an operation with one output. It becomes a constant when no gradient can reach an input.
  func record(
    _ value: Tensor<Scalar>, from inputs: [Variable<Scalar>],
    adjoint: @escaping (Tensor<Scalar>, inout NodeGradients<Scalar>) -> Void
  ) -> Variable<Scalar> {
    guard let tape, inputs.contains(where: { $0.node != nil }) else { return Variable(value) }
    let nodes = tape.record(outputs: 1) { upstream, gradients in
      if let upstream = upstream[0] { adjoint(upstream, &gradients) }
    }
    return Variable(value, node: nodes.lowerBound)
  }

  /// Whether gradients can flow through an operation on these inputs: if not, nothing need be kept for them.
  func records(_ inputs: [Variable<Scalar>]) -> Bool {
    tape != nil && inputs.contains { $0.node != nil }
  }

  /// Records an operation with several outputs.
  func record(
    _ values: [Tensor<Scalar>], from inputs: [Variable<Scalar>],
    adjoint: @escaping Tape<Scalar>.Adjoint
  ) -> [Variable<Scalar>] {
    guard let tape, records(inputs) else { return values.map { Variable($0) } }
    let nodes = tape.record(outputs: values.count, adjoint: adjoint)
    return zip(values, nodes).map { Variable($0, node: $1) }
  }

  // MARK: Randomness

  /// One stream for each row of the batch, for one application of the layer that `key` names.
  ///
  /// A stream is a function of (seed, layer, application, sample, example) and of nothing else.
  func streams(layer key: UInt64, rows count: Int) -> [UInt64] {
    precondition(
      rows.map { $0.count == count } ?? true,
      "Context: \(rows?.count ?? 0) row identities for a batch of \(count)")
    drewMasks = true
    let application = applications[key, default: 0]
    applications[key] = application + 1
    let base = RandomStream.seed(seed, key, application)
    return (0..<count).map { index in
      let row = rows?[index] ?? RowIdentity(example: UInt64(index))
      return RandomStream.seed(base, row.sample, row.example)
    }
  }

  // MARK: Penalties and statistics

  /// Registers the penalty of a layer's parameter; it counts once, however often the layer is applied.
  func addPenalty(
    layer key: UInt64, of parameter: ParameterIdentity, _ penalty: () -> Penalty<Scalar>
  ) {
    guard mode == .training else { return }
    if let known = penalized[key] {
      precondition(known == parameter, "two layers of one model with penalties have the same name")
      return
    }
    penalized[key] = parameter
    penalties.append(penalty())
  }

  /// Notes the new value of a statistic that a layer keeps; training writes it back after the step.
  func update(_ parameter: Parameter<Scalar>, to value: Tensor<Scalar>) {
    statistics.append((parameter.identity, value))
  }

  /// Writes the statistics that layers noted into the model.
  public func applyStatistics(to model: inout some Module<Scalar>) {
    guard !statistics.isEmpty else { return }
    let values = Dictionary(statistics.map { ($0.parameter, $0.value) }) { $1 }
    model.updateParameters { _, parameter in
      if let value = values[parameter.identity] { parameter.value = value }
    }
  }

  // MARK: Objective and gradients

  /// The loss plus every penalty that layers registered: what training minimises.
  public func objective(_ loss: Variable<Scalar>) -> Objective<Scalar> {
    Objective(variable: penalties.reduce(loss) { add($0, $1.value) })
  }

  /// The gradients of an objective, by parameter. The tape is used up.
  ///
  /// - Throws: `MissingGradient` when a trainable parameter of the model got none.
  public func gradients(
    of objective: Objective<Scalar>, for model: some Module<Scalar>
  ) throws -> Gradients<Scalar> {
    let gradients = gradients(of: objective.variable)
    let missing = model.parameters.filter {
      $0.parameter.isTrainable && gradients[$0.parameter] == nil
    }
    guard missing.isEmpty else { throw MissingGradient(paths: missing.map(\.path)) }
    return gradients
  }

  /// The gradients of a scalar for whatever parameters it depends on. The tape is used up.
  package func gradients(of scalar: Variable<Scalar>) -> Gradients<Scalar> {
    precondition(scalar.value.count == 1, "gradients(of:): not a scalar: \(scalar.shape)")
    guard let tape, let node = scalar.node else { return Gradients([:]) }
    let all = tape.backward(from: node, upstream: Tensor(shape: scalar.shape, repeating: 1))
    var found: [ParameterIdentity: Tensor<Scalar>] = [:]
    // A gradient may come from behind `reshaped`, which the tape does not see.
    for (parameter, leaf) in tape.leaves { found[parameter] = all[leaf.node]?.reshaped(leaf.shape) }
    return Gradients(found)
  }

  /// The gradients of inputs made by `input(_:)`, for checks and explanations. The tape is used up.
  public func gradients(
    of objective: Variable<Scalar>, for inputs: [Variable<Scalar>],
    upstream: Tensor<Scalar>? = nil
  ) -> [Tensor<Scalar>?] {
    guard let tape, let node = objective.node else { return inputs.map { _ in nil } }
    let all = tape.backward(
      from: node, upstream: upstream ?? Tensor(shape: objective.shape, repeating: 1))
    return inputs.map { input in
      input.node.flatMap { all[$0] }?.reshaped(input.shape)
    }
  }
}

/// A loss with every penalty that belongs to it.
public struct Objective<Scalar: EngineScalar>: Sendable {
  package let variable: Variable<Scalar>

  /// The value, a scalar.
  public var value: Tensor<Scalar> { variable.value }
}

/// A term that a layer adds to the loss.
public struct Penalty<Scalar: EngineScalar> {
  /// The layer that registered it.
  public let name: String
  /// The term, a scalar.
  public let value: Variable<Scalar>
}

/// Trainable parameters that the loss does not depend on: a part of the model is not connected.
public struct MissingGradient: Error, CustomStringConvertible {
  /// The dotted paths of the parameters.
  public let paths: [String]

  /// Names the parameters and what to do.
  public var description: String {
    "no gradient reached \(paths.joined(separator: ", ")): the loss does not depend on it; "
      + "freeze it or connect it"
  }
}
