/// Changes the parameters of a model against their gradients.
///
/// What an optimizer remembers lies in slots, one tensor of the parameter's shape for each dotted path, so that it
/// can be saved and read back. Frozen parameters and statistics are left alone.
public protocol Optimizer<Scalar>: Sendable {
  /// The number type of the parameters.
  associatedtype Scalar: EngineScalar

  /// One step. Parameters without a gradient are left alone.
  ///
  /// - Parameters:
  ///   - model: is changed where it lies
  ///   - gradients: of the objective, by parameter
  ///   - rates: the learning rates of this step
  ///   - workers: the threads; their number does not change the result
  mutating func update(
    _ model: inout some Module<Scalar>, with gradients: Gradients<Scalar>, rates: LearningRates,
    workers: Workers)

  /// The number of steps taken.
  var stepCount: Int { get set }
  /// What it remembers: `SLOT.PATH` → tensor.
  var state: [String: Tensor<Scalar>] { get set }
  /// The names that SLOT may have.
  var slotNames: [String] { get }
}

extension Optimizer {
  /// One step on the calling thread, all parameters at one rate.
  public mutating func update(
    _ model: inout some Module<Scalar>, with gradients: Gradients<Scalar>, rate: Double
  ) {
    update(&model, with: gradients, rates: LearningRates(base: rate), workers: .single)
  }
}

/// Calls `body` for every trainable parameter that has a gradient, in visiting order.
func forEachTrainable<Scalar: EngineScalar>(
  of model: inout some Module<Scalar>, with gradients: Gradients<Scalar>,
  _ body: (String, inout Parameter<Scalar>, Tensor<Scalar>) -> Void
) {
  model.updateParameters { path, parameter in
    guard parameter.isTrainable, let gradient = gradients[parameter] else { return }
    precondition(
      gradient.count == parameter.value.count,
      "\(path): gradient \(gradient.shape) for a parameter \(parameter.value.shape)")
    body(path, &parameter, gradient)
  }
}

/// Tensors of one kind that an optimizer remembers, by dotted path.
struct OptimizerSlots<Scalar: EngineScalar>: Sendable {
  var tensors: [String: Tensor<Scalar>] = [:]

  /// Lets `body` change the slot of a parameter where it lies; a new slot is zero.
  mutating func update(
    _ path: String, shape: [Int], _ body: (UnsafeMutablePointer<Scalar>) -> Void
  ) {
    // Taken out of the dictionary, so that there is one owner and nothing is copied.
    var slot = tensors.removeValue(forKey: path) ?? Tensor(zeros: shape)
    precondition(slot.shape == shape, "\(path): slot \(slot.shape) for a parameter \(shape)")
    body(slot.mutablePointer)
    tensors[path] = slot
  }

  static func join(_ slots: [(name: String, slots: OptimizerSlots)]) -> [String: Tensor<Scalar>] {
    var state: [String: Tensor<Scalar>] = [:]
    for (name, slots) in slots {
      for (path, tensor) in slots.tensors { state["\(name).\(path)"] = tensor }
    }
    return state
  }

  init() {}

  init(_ state: [String: Tensor<Scalar>], name: String) {
    for (key, tensor) in state where key.hasPrefix("\(name).") {
      tensors[String(key.dropFirst(name.count + 1))] = tensor
    }
  }
}
