import CandorEngine
import Testing

/// Whether `visitParameters` tells the truth: every parameter that lies somewhere in a module, found by reflection,
/// is visited once, under a path of its own, and a change made in a visit stays.
public enum ParameterAudit {
  /// What is wrong with a module, empty when nothing is.
  public static func problems<Model: Module>(_ model: Model) -> [String] {
    var problems: [String] = []
    let lying = found(in: model, of: Model.Scalar.self)
    if lying.parameters.isEmpty { problems.append("no parameter lies in the module") }
    let visited = model.parameters
    var count: [ParameterIdentity: Int] = [:]
    for (_, parameter) in visited { count[parameter.identity, default: 0] += 1 }
    for (place, parameter) in lying.parameters {
      switch count[parameter.identity, default: 0] {
      case 0: problems.append("\(place) is not visited")
      case 1: break
      case let times: problems.append("\(place) is visited \(times) times")
      }
    }
    let paths = Dictionary(grouping: visited.map(\.path)) { $0 }
    for (path, same) in paths.sorted(by: { $0.key < $1.key }) where same.count > 1 {
      problems.append("\(same.count) parameters are called \(path)")
    }
    let names = Dictionary(grouping: lying.masks) { $0 }
    for (name, same) in names.sorted(by: { $0.key < $1.key }) where same.count > 1 {
      problems.append("\(same.count) dropout sites are called \(name)")
    }

    var changed = model
    changed.updateParameters { _, parameter in
      parameter.value.withUnsafeMutableElements { if !$0.isEmpty { $0[0] += 1 } }
    }
    let before = lying.parameters
    let after = found(in: changed, of: Model.Scalar.self).parameters
    for (before, after) in zip(before, after)
    where count[before.parameter.identity] == 1
      && before.parameter.value.scalars.first == after.parameter.value.scalars.first
    {
      problems.append("\(before.place) loses a change made in a visit")
    }
    return problems
  }

  /// Records an issue for each problem of a module.
  public static func expectComplete(
    _ model: some Module, sourceLocation: SourceLocation = #_sourceLocation
  ) {
    for problem in problems(model) {
      Issue.record("\(type(of: model)): \(problem)", sourceLocation: sourceLocation)
    }
  }

  private static func found<Scalar: EngineScalar>(
    in value: Any, of type: Scalar.Type
  ) -> (parameters: [(place: String, parameter: Parameter<Scalar>)], masks: [String]) {
    var parameters: [(place: String, parameter: Parameter<Scalar>)] = []
    var masks: [String] = []
    func walk(_ value: Any, _ place: String) {
      if let parameter = value as? Parameter<Scalar> {
        parameters.append((place, parameter))
        return
      }
      if value is Tensor<Scalar> { return }
      if let mask = value as? ConcreteMask<Scalar> { masks.append(mask.name) }
      if let mask = value as? FixedMask<Scalar> { masks.append(mask.name) }
      for (index, child) in Mirror(reflecting: value).children.enumerated() {
        let label = child.label ?? String(index)
        walk(child.value, place.isEmpty ? label : "\(place).\(label)")
      }
    }
    walk(value, "")
    return (parameters, masks)
  }
}
