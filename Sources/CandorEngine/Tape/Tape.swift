/// Records operations in the order in which they run, each with its adjoint.
///
/// A node is coarse: a whole LSTM over a sequence, a masked cross-entropy. Its adjoint is written by hand.
final class Tape<Scalar: EngineScalar> {
  /// Receives the gradients of an operation's outputs (`nil` where none arrived) and adds to those of its inputs.
  typealias Adjoint = ([Tensor<Scalar>?], inout NodeGradients<Scalar>) -> Void

  private struct Operation {
    let outputs: Range<Int>
    var adjoint: Adjoint?
  }

  private var operations: [Operation] = []
  private var nodeCount = 0
  private(set) var leaves: [ParameterIdentity: (node: Int, shape: [Int])] = [:]

  func leaf(for parameter: ParameterIdentity, shape: [Int]) -> Int {
    if let leaf = leaves[parameter] { return leaf.node }
    leaves[parameter] = (nodeCount, shape)
    nodeCount += 1
    return nodeCount - 1
  }

  func leaf() -> Int {
    nodeCount += 1
    return nodeCount - 1
  }

  func record(outputs: Int, adjoint: @escaping Adjoint) -> Range<Int> {
    let range = nodeCount..<nodeCount + outputs
    nodeCount += outputs
    operations.append(Operation(outputs: range, adjoint: adjoint))
    return range
  }

  /// Runs the adjoints from the last operation to the first and empties the tape.
  @specialized(where Scalar == Float)
  func backward(from node: Int, upstream: Tensor<Scalar>) -> NodeGradients<Scalar> {
    var gradients = NodeGradients<Scalar>(count: nodeCount)
    gradients.add(upstream, to: node)
    while var operation = operations.popLast() {
      let upstream = operation.outputs.map { gradients.take($0) }
      guard upstream.contains(where: { $0 != nil }), let adjoint = operation.adjoint else {
        continue
      }
      operation.adjoint = nil  // what the adjoint held returns to the pool as soon as it has run
      adjoint(upstream, &gradients)
    }
    return gradients
  }
}

/// The gradients of nodes while the tape runs backward.
struct NodeGradients<Scalar: EngineScalar> {
  private var values: [Tensor<Scalar>?]

  init(count: Int) {
    values = Array(repeating: nil, count: count)
  }

  subscript(node: Int) -> Tensor<Scalar>? { values[node] }

  mutating func take(_ node: Int) -> Tensor<Scalar>? {
    defer { values[node] = nil }
    return values[node]
  }

  /// Adds a whole tensor; the first one is taken over as it is.
  @specialized(where Scalar == Float)
  mutating func add(_ gradient: Tensor<Scalar>, to node: Int?) {
    guard let node else { return }
    guard var sum = values[node] else {
      values[node] = gradient
      return
    }
    precondition(
      sum.count == gradient.count, "gradients of \(sum.count) and \(gradient.count) elements")
    values[node] = nil
    Scalar.kernels.scaleAdd(sum.count, 1, gradient.pointer, sum.mutablePointer)
    keepAlive(gradient)
    values[node] = sum
  }

  /// Lets an adjoint add into the gradient of a node where it lies, starting from zeros.
  @specialized(where Scalar == Float)
  mutating func accumulate(
    into node: Int?, shape: [Int], _ body: (UnsafeMutablePointer<Scalar>) -> Void
  ) {
    guard let node else { return }
    var sum = values[node] ?? Tensor(zeros: shape)
    values[node] = nil
    body(sum.mutablePointer)
    values[node] = sum
  }

  /// Lets an adjoint write the gradient of a node, or add to it where another one came before.
  @specialized(where Scalar == Float)
  mutating func write(
    to node: Int?, shape: [Int], _ body: (UnsafeMutablePointer<Scalar>, _ accumulates: Bool) -> Void
  ) {
    guard let node else { return }
    let accumulates = values[node] != nil
    var sum = take(node) ?? Tensor(uninitialized: shape)
    body(sum.mutablePointer, accumulates)
    values[node] = sum
  }
}

/// The gradients of a loss, by parameter.
public struct Gradients<Scalar: EngineScalar>: Sendable {
  /// Gradient by parameter identity, each with the shape of its parameter.
  public var values: [ParameterIdentity: Tensor<Scalar>]

  /// Gradients by parameter identity.
  public init(_ values: [ParameterIdentity: Tensor<Scalar>]) {
    self.values = values
  }

  /// The gradient of a parameter, if one arrived.
  public subscript(parameter: Parameter<Scalar>) -> Tensor<Scalar>? { values[parameter.identity] }
}
