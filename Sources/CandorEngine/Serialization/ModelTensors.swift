import CKernels

extension Module {
  /// All parameters, statistics included, by dotted path.
  public func tensors() -> [String: Tensor<Scalar>] {
    Dictionary(parameters.map { ($0.path, $0.parameter.value) }) { _, _ in
      preconditionFailure("two parameters of \(Self.self) have one path")
    }
  }

  /// Refuses names and shapes that are not those of the model.
  public func requireShapes(_ shapes: [String: [Int]]) throws(ModelLoadingError) {
    let own = tensors().mapValues(\.shape)
    let missing = own.keys.filter { shapes[$0] == nil }.sorted()
    let unexpected = shapes.keys.filter { own[$0] == nil }.sorted()
    guard missing.isEmpty && unexpected.isEmpty else {
      throw .names(missing: missing, unexpected: unexpected)
    }
    for (path, expected) in own.sorted(by: { $0.key < $1.key }) {
      guard let found = shapes[path], found == expected else {
        throw .shape(path: path, expected: expected, found: shapes[path] ?? [])
      }
    }
  }

  /// Takes over all parameters. Names and shapes must be those of the model, none missing and none left over;
  /// otherwise the model stays as it was.
  public mutating func load(_ tensors: [String: Tensor<Scalar>]) throws(ModelLoadingError) {
    try requireShapes(tensors.mapValues(\.shape))
    updateParameters { path, parameter in
      if let tensor = tensors[path] { parameter.value = tensor }
    }
  }
}

extension Module where Scalar == Float {
  /// The same with every parameter as a file keeps it that is to be small: matrices that products are taken with in
  /// bytes, with a scale for each row, the rest in half precision.
  public func rounded() -> Self {
    var rounded = self
    rounded.updateParameters { _, parameter in
      if parameter.role == .weight, parameter.value.shape.count == 2 {
        parameter.value = Tensor(
          parameter.value.bytePanels ?? BytePanels(transposing: parameter.value))
        return
      }
      let count = parameter.value.count
      var half = [UInt16](repeating: 0, count: count)
      candor_float_to_half(count, parameter.value.pointer, &half)
      let value = Tensor<Float>(uninitialized: parameter.value.shape)
      candor_half_to_float(count, half, value.freshPointer)
      parameter.value = value
    }
    return rounded
  }
}

/// Tensors that do not belong to a model.
public enum ModelLoadingError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Paths of the model without a tensor, and tensors without a place in the model.
  case names(missing: [String], unexpected: [String])
  /// A tensor of another shape.
  case shape(path: String, expected: [Int], found: [Int])

  /// The error in words.
  public var description: String {
    switch self {
    case .names(let missing, let unexpected):
      [list("missing", missing), list("unknown to this model", unexpected)].compactMap { $0 }
        .joined(separator: "; ")
    case .shape(let path, let expected, let found):
      "\(quoted(path)) has shape \(found), the model needs \(expected)"
    }
  }

  private func list(_ problem: String, _ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    let shown = names.prefix(5).map { quoted($0) }.joined(separator: ", ")
    return "\(problem): \(shown)\(names.count > 5 ? " and \(names.count - 5) more" : "")"
  }
}
