/// Anything with parameters. Models are structs of modules; a copy is a snapshot.
public protocol Module<Scalar>: Sendable {
  /// The number type of its parameters.
  associatedtype Scalar: EngineScalar
  /// Hands every parameter and every module inside to the visitor, each with its name.
  mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>)
}

/// Walks a model and sees each parameter with its dotted path.
public struct ParameterVisitor<Scalar: EngineScalar> {
  private let path: String
  private let body: (String, inout Parameter<Scalar>) -> Void

  init(path: String = "", _ body: @escaping (String, inout Parameter<Scalar>) -> Void) {
    self.path = path
    self.body = body
  }

  private func extended(_ name: String) -> String { path.isEmpty ? name : "\(path).\(name)" }

  /// Visits a parameter.
  public func visit(_ name: String, _ parameter: inout Parameter<Scalar>) {
    body(extended(name), &parameter)
  }

  /// Visits a parameter that may be absent.
  public func visit(_ name: String, _ parameter: inout Parameter<Scalar>?) {
    guard var present = parameter else { return }
    parameter = nil  // leaves `present` the only owner, so that a change in place copies nothing
    body(extended(name), &present)
    parameter = present
  }

  /// Visits a module.
  public func visit(_ name: String, _ module: inout some Module<Scalar>) {
    module.visitParameters(ParameterVisitor(path: extended(name), body))
  }

  /// Visits a module that may be absent.
  public func visit<Inner: Module<Scalar>>(_ name: String, _ module: inout Inner?) {
    guard var present = module else { return }
    module = nil
    visit(name, &present)
    module = present
  }

  /// Visits modules under their positions.
  public func visit<Inner: Module<Scalar>>(_ name: String, _ modules: inout [Inner]) {
    for index in modules.indices { visit("\(name).\(index)", &modules[index]) }
  }
}

extension Module {
  /// Changes parameters in place.
  public mutating func updateParameters(_ body: (String, inout Parameter<Scalar>) -> Void) {
    withoutActuallyEscaping(body) { body in visitParameters(ParameterVisitor(body)) }
  }

  /// Every parameter with its dotted path, in visiting order.
  public var parameters: [(path: String, parameter: Parameter<Scalar>)] {
    var copy = self
    var found: [(path: String, parameter: Parameter<Scalar>)] = []
    copy.updateParameters { found.append(($0, $1)) }
    return found
  }

  /// The number of trainable scalars.
  public var parameterCount: Int {
    parameters.reduce(0) { $0 + ($1.parameter.isTrainable ? $1.parameter.value.count : 0) }
  }
}
