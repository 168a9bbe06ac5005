import CandorEngine

/// The paper's training of its regression network: in each epoch three passes over the data, the first for weights and
/// rates (Adam, 10⁻³), the second for the precision (Adam, 10⁻³), the third for the rates alone (Adam, 10⁻¹), which
/// else "are hardly changing from their initial random values". Batches of 200 rows are drawn with replacement.
package struct AlternatingTraining {
  let epochs: Int
  let seed: UInt64
  /// As the paper's script has it: each target is compared with the means of all rows of the batch, since its targets
  /// `[B]` and means `[B, 1]` broadcast to `[B, B]`, and the loss lacks the factor ½.
  let broadcastsTargets: Bool

  static let batchSize = 200

  /// Trains in place.
  ///
  /// - Returns: whether it came to the end
  func run(
    _ model: inout RegressionNetwork, on examples: RegressionExamples, workers: Workers,
    shouldStop: () -> Bool
  ) throws -> Bool {
    var passes: [(optimizer: Adam<Float>, rate: Double, roles: (String, ParameterRole) -> Bool)] = [
      (Adam(), 1e-3, { path, _ in path.hasPrefix("perceptron.") }),
      (Adam(), 1e-3, { path, _ in path.hasPrefix("likelihood.") }),
      (Adam(), 1e-1, { _, role in role == .dropoutLogit }),
    ]
    var generator = SeededGenerator(seed: seed, purpose: "alternating training")
    var step: UInt64 = 0
    for _ in 0..<epochs {
      for pass in passes.indices {
        for _ in stride(from: 0, to: examples.count, by: Self.batchSize) {
          let indices = (0..<Self.batchSize).map { _ in
            Int.random(in: 0..<examples.count, using: &generator)
          }
          let (inputs, targets) = examples.batch(indices)
          let context = Context<Float>(
            mode: .training,
            seed: RandomStream.seed(seed, RandomStream.key("training step"), step),
            workers: workers)
          step += 1
          let loss = loss(of: model, inputs, targets, in: context)
          var gradients = try context.gradients(of: context.objective(loss), for: model)
          for (path, parameter) in model.parameters
          where !passes[pass].roles(path, parameter.role) {
            gradients.values[parameter.identity] = nil
          }
          passes[pass].optimizer.update(
            &model, with: gradients, rates: LearningRates(base: passes[pass].rate),
            workers: workers)
          if shouldStop() { return false }
        }
      }
    }
    return true
  }

  private func loss(
    of model: RegressionNetwork, _ inputs: Tensor<Float>, _ targets: Tensor<Float>,
    in context: Context<Float>
  ) -> Variable<Float> {
    guard broadcastsTargets else { return model.loss(inputs, targets: targets, in: context) }
    let outputs = context.repeatOverTime(
      model.outputs(inputs, in: context), steps: inputs.shape[0])
    return Self.broadcastLoss(model.likelihood, outputs: outputs, targets: targets, in: context)
  }

  /// The script's loss, (1/B) Σ_i Σ_j [ τ (y_j − μ_i)² − ln τ ], and the constant that it leaves out.
  ///
  /// - Parameters:
  ///   - outputs: the means of the batch, once for each target: `[B, B, 1]`
  ///   - targets: `[B, 1]`
  package static func broadcastLoss(
    _ likelihood: GaussianLikelihood<Float>, outputs: Variable<Float>, targets: Tensor<Float>,
    in context: Context<Float>
  ) -> Variable<Float> {
    let rows = targets.shape[0]
    let repeated = targets.scalars.flatMap { Array(repeating: $0, count: rows) }
    // A mean over B² pairs, where the script divides their sum by B; twice, for the missing ½.
    let loss = likelihood.loss(
      outputs, targets: Tensor(shape: [rows, rows, 1], repeated), in: context)
    return context.scale(loss, by: 2 * Float(rows))
  }
}
