/// What a parameter is for; optimizers choose rates by it.
public enum ParameterRole: String, Sendable, CaseIterable {
  /// Matrices and kernels.
  case weight
  /// Vectors that are looked up.
  case table
  /// Offsets and scales.
  case bias
  /// Logits of dropout rates, which have a learning rate of their own.
  case dropoutLogit
  /// Values kept by the layer itself, such as running means: saved, never trained.
  case statistic
}

/// Names a parameter for as long as the program runs; copies of a model share it.
public final class ParameterIdentity: Sendable, Hashable {
  /// A new identity, equal to no other.
  public init() {}
  /// Identity of the object.
  public static func == (a: ParameterIdentity, b: ParameterIdentity) -> Bool { a === b }
  /// Hashes the object's identity.
  public func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}

/// A tensor that training changes, with an identity that stays when its value changes.
public struct Parameter<Scalar: EngineScalar>: Sendable {
  /// Keys gradients and optimizer state.
  public let identity: ParameterIdentity
  /// What it is for.
  public let role: ParameterRole
  /// A frozen parameter is used and saved but not trained.
  public var isFrozen = false
  /// The value. Its shape never changes.
  public var value: Tensor<Scalar> {
    get { stored }
    set {
      precondition(
        newValue.shape == stored.shape,
        "Parameter: the shape \(stored.shape) cannot become \(newValue.shape)")
      stored = newValue
    }
  }
  private var stored: Tensor<Scalar>

  /// The address to write the value to where it lies; an assignment through `value` would copy it.
  var mutablePointer: UnsafeMutablePointer<Scalar> {
    mutating get { stored.mutablePointer }
  }

  /// A parameter with a new identity.
  public init(_ value: Tensor<Scalar>, role: ParameterRole = .weight) {
    identity = ParameterIdentity()
    self.role = role
    stored = value
  }

  /// Whether training is to change it.
  public var isTrainable: Bool { role != .statistic && !isFrozen }
}
