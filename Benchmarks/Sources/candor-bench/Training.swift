import CandorEngine

/// Forward, backward, clipping and Adam, as `Trainer` does them.
final class TrainingLoop<Model: Module> where Model.Scalar == Float {
  private var model: Model
  private var optimizer = Adam<Float>()
  private let precision: ProductPrecision
  private let workers: Workers
  private let loss: (Model, Context<Float>) -> Variable<Float>
  private var step: UInt64 = 0

  init(
    _ model: Model, precision: ProductPrecision, threads: Int,
    loss: @escaping (Model, Context<Float>) -> Variable<Float>
  ) {
    self.model = model
    self.loss = loss
    self.precision = precision
    workers = Workers(threads: threads)
  }

  func run() throws {
    step += 1
    let context = Context<Float>(
      mode: .training, seed: step, precision: precision, workers: workers)
    let objective = context.objective(loss(model, context))
    var gradients = try context.gradients(of: objective, for: model)
    _ = gradients.clip(toNorm: 5, over: model, workers: workers)
    optimizer.update(
      &model, with: gradients, rates: LearningRates(base: 1e-3), workers: workers)
    context.applyStatistics(to: &model)
  }
}

/// Contexts of a model that is not trained any more: its weights are packed once.
struct Predicting {
  let workers: Workers
  let weights: FrozenWeights<Float>

  init(threads: Int, precision: FrozenWeights<Float>.Precision = .full) {
    workers = Workers(threads: threads)
    weights = FrozenWeights(precision)
  }

  func context() -> Context<Float> {
    Context(mode: .deterministic, workers: workers, frozenWeights: weights)
  }
}

/// Numbers that look random and are always the same.
struct Inputs {
  private var generator = SeededGenerator(seed: 2, purpose: "benchmark inputs")

  mutating func symbols(_ count: Int, below limit: Int32) -> [Int32] {
    (0..<count).map { _ in Int32.random(in: 1..<limit, using: &generator) }
  }

  mutating func sequences(_ count: Int, length: Int, below limit: Int32) -> [[Int32]] {
    (0..<count).map { _ in symbols(length, below: limit) }
  }

  mutating func numbers(_ shape: [Int]) -> Tensor<Float> {
    Tensor(
      shape: shape,
      (0..<shape.reduce(1, *)).map { _ in Float.random(in: -1..<1, using: &generator) })
  }
}
