/// A value on the way through a model. It is on the tape when a gradient can flow to it.
public struct Variable<Scalar: EngineScalar>: Sendable {
  /// The value.
  public let value: Tensor<Scalar>
  /// Its place on the tape; `nil` for a constant.
  let node: Int?

  /// A constant: no gradient flows to it.
  public init(_ value: Tensor<Scalar>) {
    self.value = value
    node = nil
  }

  init(_ value: Tensor<Scalar>, node: Int?) {
    self.value = value
    self.node = node
  }

  /// The shape of the value.
  public var shape: [Int] { value.shape }

  /// The same elements under another shape. Gradients keep the elements' order, so this costs nothing.
  public func reshaped(_ shape: [Int]) -> Variable {
    Variable(value.reshaped(shape), node: node)
  }
}
