import CandorEngine
import Testing

/// Adjoints against central differences in double precision:
///
///     g_j ≈ Σ_k u_k (f_k(x + h e_j) − f_k(x − h e_j)) / 2h
///
/// with a random upstream gradient u, so that an adjoint which only works for ones is found out.
public enum GradientCheck {
  /// What is differentiated: outputs from inputs, in a fresh context with one and the same seed.
  public typealias Function = (Context<Double>, [Variable<Double>]) -> [Variable<Double>]

  /// What is wrong with the gradients of a function, empty when nothing is.
  ///
  /// An input on which no output depends is wrong as well: nothing would be tested.
  ///
  /// - Parameters:
  ///   - inputs: the point at which to differentiate
  ///   - seed: of the upstream gradient and of the contexts
  ///   - step: h
  ///   - function: outputs of any shapes
  public static func problems(
    of inputs: [Tensor<Double>], seed: UInt64 = 1, step: Double = 1e-5, absolute: Double = 1e-6,
    relative: Double = 1e-6, _ function: Function
  ) -> [String] {
    func outputs(_ inputs: [Tensor<Double>]) -> [Double] {
      let context = Context<Double>(mode: .training, seed: seed, recordsGradients: false)
      return function(context, inputs.map { Variable($0) }).flatMap(\.value.scalars)
    }
    let context = Context<Double>(mode: .training, seed: seed)
    let variables = inputs.map { context.input($0) }
    let joined = flattened(function(context, variables), in: context)
    let upstream: Tensor<Double> = random(joined.shape, seed: seed, from: 0.2, to: 2)
    let weights = upstream.scalars
    let adjoint = context.gradients(of: joined, for: variables, upstream: upstream)

    var problems: [String] = []
    for (index, input) in inputs.enumerated() {
      var numeric: [Double] = []
      for element in 0..<input.count {
        var moved = inputs
        moved[index].withUnsafeMutableElements { $0[element] += step }
        let above = outputs(moved)
        moved[index].withUnsafeMutableElements { $0[element] -= 2 * step }
        let below = outputs(moved)
        var change = 0.0
        for k in weights.indices { change += weights[k] * (above[k] - below[k]) }
        numeric.append(change / (2 * step))
      }
      if numeric.allSatisfy({ $0 == 0 }) {
        problems.append("input \(index): no output depends on it")
        continue
      }
      let found = adjoint[index]?.scalars ?? Array(repeating: 0, count: input.count)
      if let problem = mismatch(found, numeric, absolute: absolute, relative: relative) {
        problems.append("gradient of input \(index): \(problem)")
      }
    }
    return problems
  }

  /// Records an issue for each problem of the gradients of a function with several outputs.
  public static func expect(
    _ inputs: [Tensor<Double>], seed: UInt64 = 1, step: Double = 1e-5, absolute: Double = 1e-6,
    relative: Double = 1e-6, sourceLocation: SourceLocation = #_sourceLocation,
    outputs function: Function
  ) {
    for problem in problems(
      of: inputs, seed: seed, step: step, absolute: absolute, relative: relative, function)
    {
      Issue.record("\(problem)", sourceLocation: sourceLocation)
    }
  }

  /// Records an issue for each problem of the gradients of a function.
  public static func expect(
    _ inputs: [Tensor<Double>], seed: UInt64 = 1, step: Double = 1e-5, absolute: Double = 1e-6,
    relative: Double = 1e-6, sourceLocation: SourceLocation = #_sourceLocation,
    _ function: (Context<Double>, [Variable<Double>]) -> Variable<Double>
  ) {
    expect(
      inputs, seed: seed, step: step, absolute: absolute, relative: relative,
      sourceLocation: sourceLocation, outputs: { [function($0, $1)] })
  }

  /// Outputs of any shapes in one row, so that one upstream gradient covers them all.
  public static func flattened<Scalar: EngineScalar>(
    _ outputs: [Variable<Scalar>], in context: Context<Scalar>
  ) -> Variable<Scalar> {
    let rows = outputs.map { $0.reshaped([$0.value.count]) }
    return rows.count == 1 ? rows[0] : context.concatenate(rows)
  }

  /// Seeded numbers of either sign, of a size between `from` and `to`.
  public static func random<Scalar: EngineScalar>(
    _ shape: [Int], seed: UInt64 = 7, from: Double = 0, to: Double = 1
  ) -> Tensor<Scalar> {
    var generator = SeededGenerator(seed: seed, purpose: "gradient check \(shape)")
    let count = shape.reduce(1, *)
    return Tensor(
      shape: shape,
      (0..<count).map { _ in
        let size = Double.random(in: from..<to, using: &generator)
        return Scalar(Bool.random(using: &generator) ? size : -size)
      })
  }

  /// Seeded numbers between `from` and `to`, such as the uniform numbers of a mask.
  public static func uniform<Scalar: EngineScalar>(
    _ shape: [Int], seed: UInt64 = 7, from: Double = 0.02, to: Double = 0.98
  ) -> Tensor<Scalar> {
    var generator = SeededGenerator(seed: seed, purpose: "uniform \(shape)")
    let count = shape.reduce(1, *)
    return Tensor(
      shape: shape,
      (0..<count).map { _ in Scalar(Double.random(in: from..<to, using: &generator)) })
  }
}

extension GradientCheck {
  /// What is wrong with the gradients that a model's parameters get from an objective, empty when nothing is.
  ///
  /// - Parameters:
  ///   - model: the parameters at which to differentiate
  ///   - seed: of the contexts: every evaluation draws the same random numbers
  ///   - limit: elements of each parameter that are moved, chosen at random
  ///   - step: h
  ///   - loss: a scalar; the penalties that layers register are added to it
  public static func problems<Model: Module>(
    in model: Model, seed: UInt64 = 1, limit: Int = 12, step: Double = 1e-5,
    absolute: Double = 1e-6, relative: Double = 1e-5,
    _ loss: (Model, Context<Double>) -> Variable<Double>
  ) throws -> [String] where Model.Scalar == Double {
    let context = Context<Double>(mode: .training, seed: seed)
    let gradients = try context.gradients(of: context.objective(loss(model, context)), for: model)
    var problems: [String] = []
    for (path, parameter) in model.parameters where parameter.isTrainable {
      guard let gradient = gradients[parameter] else { continue }
      let count = parameter.value.count
      var generator = SeededGenerator(seed: seed, purpose: path)
      let elements = (0..<count).shuffled(using: &generator).prefix(limit)
      func value(moving element: Int, by change: Double) -> Double {
        var moved = model
        moved.updateParameters { _, candidate in
          guard candidate.identity == parameter.identity else { return }
          candidate.value.withUnsafeMutableElements { $0[element] += change }
        }
        let context = Context<Double>(mode: .training, seed: seed, recordsGradients: false)
        return context.objective(loss(moved, context)).value.item
      }
      let numeric = elements.map {
        (value(moving: $0, by: step) - value(moving: $0, by: -step)) / (2 * step)
      }
      if numeric.allSatisfy({ $0 == 0 }) { problems.append("\(path): the objective ignores it") }
      let found = elements.map { gradient.scalars[$0] }
      if let problem = mismatch(found, numeric, absolute: absolute, relative: relative) {
        problems.append("gradient of \(path): \(problem)")
      }
    }
    return problems
  }

  /// Records an issue for each problem of the gradients of a model's parameters.
  public static func expect<Model: Module>(
    model: Model, seed: UInt64 = 1, limit: Int = 12, step: Double = 1e-5, absolute: Double = 1e-6,
    relative: Double = 1e-5, sourceLocation: SourceLocation = #_sourceLocation,
    _ loss: (Model, Context<Double>) -> Variable<Double>
  ) throws where Model.Scalar == Double {
    for problem in try problems(
      in: model, seed: seed, limit: limit, step: step, absolute: absolute, relative: relative,
      loss)
    {
      Issue.record("\(problem)", sourceLocation: sourceLocation)
    }
  }
}
