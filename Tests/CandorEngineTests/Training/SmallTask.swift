import CandorEngine

/// Two dense layers with batch normalisation between and a learned dropout rate: every kind of parameter.
struct SmallModel<Scalar: EngineScalar>: Module {
  var first: InputDropout<Dense<Scalar>>
  var norm: BatchNorm<Scalar>
  var second: Dense<Scalar>

  init(seed: UInt64 = 1, rate: Double = 0.2) {
    var generator = SeededGenerator(seed: seed, purpose: "weights")
    first = InputDropout(
      Dense(inputs: 4, outputs: 6, using: &generator),
      .concrete(initialRate: rate, prior: Prior(lengthScale: 0.1, dataCount: 40)), name: "first")
    norm = BatchNorm(features: 6)
    second = Dense(inputs: 6, outputs: 2, using: &generator)
  }

  func callAsFunction(
    _ x: Variable<Scalar>, in context: Context<Scalar>
  ) -> Variable<Scalar> {
    second(context.tanh(norm(first(x, in: context), in: context)), in: context)
  }

  mutating func visitParameters(_ visitor: ParameterVisitor<Scalar>) {
    visitor.visit("first", &first)
    visitor.visit("norm", &norm)
    visitor.visit("second", &second)
  }
}

/// Tells by four numbers which of two sums is greater.
struct SmallTask<Scalar: EngineScalar>: TrainingTask {
  let inputs: [[Scalar]]
  let targets: [Int32]
  var batchSize = 8
  /// Makes the loss NaN at the steps whose batch holds this example.
  var poisoned: Int?
  var metrics: @Sendable (Double) -> [String: Double] = { ["loss": $0] }

  init(count: Int = 40) {
    var generator = SeededGenerator(seed: 9, purpose: "data")
    inputs = (0..<count).map { _ in
      (0..<4).map { _ in Scalar(Double.random(in: -1...1, using: &generator)) }
    }
    targets = inputs.map { $0[0] + $0[1] > $0[2] + $0[3] ? 1 : 0 }
  }

  func batches(epoch: Int) -> [[Int]] {
    LengthBatching(lengths: inputs.map { _ in 1 }, batchSize: batchSize, seed: 5)
      .batches(epoch: epoch)
  }

  func loss(
    of model: SmallModel<Scalar>, on indices: [Int], in context: Context<Scalar>
  ) throws -> Variable<Scalar> {
    let x = Tensor(shape: [indices.count, 4], indices.flatMap { inputs[$0] })
    let loss = context.softmaxCrossEntropy(
      model(Variable(x), in: context), targets: indices.map { targets[$0] })
    guard let poisoned, indices.contains(poisoned) else { return loss }
    return context.scale(loss, by: .nan)
  }

  func validate(_ model: SmallModel<Scalar>, workers: Workers) throws -> [String: Double] {
    let context = Context<Scalar>(mode: .deterministic, workers: workers)
    let all = try loss(of: model, on: Array(inputs.indices), in: context)
    return metrics(Double(all.value.item))
  }
}
