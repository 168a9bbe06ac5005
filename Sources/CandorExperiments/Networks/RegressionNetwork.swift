import CandorEngine

/// A multilayer perceptron whose outputs are the means of Gaussians.
package struct RegressionNetwork: Module {
  var perceptron: MultilayerPerceptron<Float>
  var likelihood: GaussianLikelihood<Float>
  /// Whether the outputs go through a rectifier, as in the paper's script.
  var rectifiesOutput = false

  /// - Parameters:
  ///   - inputs: the number of features
  ///   - hidden: the units of each hidden layer
  ///   - features: D, the number of features of a target
  package init(
    inputs: Int, hidden: [Int], features: Int = 1, dropout: [DropoutChoice],
    noise: GaussianLikelihood<Float>.Noise, seed: UInt64
  ) {
    likelihood = GaussianLikelihood(noise, features: features)
    perceptron = MultilayerPerceptron(
      sizes: [inputs] + hidden + [likelihood.outputCount], dropout: dropout, seed: seed)
  }

  func outputs(_ inputs: Tensor<Float>, in context: Context<Float>) -> Variable<Float> {
    let outputs = perceptron(Variable(inputs), in: context)
    return rectifiesOutput ? context.relu(outputs) : outputs
  }

  func loss(
    _ inputs: Tensor<Float>, targets: Tensor<Float>, in context: Context<Float>
  ) -> Variable<Float> {
    likelihood.loss(outputs(inputs, in: context), targets: targets, in: context)
  }

  /// Means and log-precisions of one draw of the weights, or of the mean network, `[B · D]` each.
  func predict(
    _ inputs: Tensor<Float>, in context: Context<Float>
  ) -> (means: [Float], logPrecisions: [Float]) {
    let (mean, s) = likelihood.parts(of: outputs(inputs, in: context), in: context)
    let (means, values) = (mean.value.scalars, s.value.scalars)
    return (
      means, values.count == means.count ? values : means.indices.map { values[$0 % values.count] }
    )
  }

  package mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
    visitor.visit("perceptron", &perceptron)
    visitor.visit("likelihood", &likelihood)
  }
}

/// Examples of a regression: inputs `[N, I]` and targets `[N, D]`.
package struct RegressionExamples: Sendable {
  var inputs: [Float] = []
  var targets: [Float] = []
  let inputCount: Int
  let targetCount: Int

  package init(inputCount: Int, targetCount: Int) {
    self.inputCount = inputCount
    self.targetCount = targetCount
  }

  var count: Int { targets.count / targetCount }

  package mutating func append(_ input: some Sequence<Float>, _ target: some Sequence<Float>) {
    inputs.append(contentsOf: input)
    targets.append(contentsOf: target)
  }

  /// The examples of these numbers.
  func batch(_ indices: some Collection<Int>) -> (inputs: Tensor<Float>, targets: Tensor<Float>) {
    (
      Tensor(shape: [indices.count, inputCount], rows(inputs, inputCount, indices)),
      Tensor(shape: [indices.count, targetCount], rows(targets, targetCount, indices))
    )
  }

  private func rows(_ values: [Float], _ width: Int, _ indices: some Collection<Int>) -> [Float] {
    var rows: [Float] = []
    rows.reserveCapacity(indices.count * width)
    for index in indices { rows.append(contentsOf: values[index * width..<(index + 1) * width]) }
    return rows
  }
}

/// Training of a regression network on examples in random order.
struct RegressionTask: TrainingTask {
  let examples: RegressionExamples
  let batching: LengthBatching

  init(_ examples: RegressionExamples, batchSize: Int, seed: UInt64) {
    self.examples = examples
    batching = LengthBatching(
      lengths: Array(repeating: 0, count: examples.count), batchSize: batchSize, seed: seed)
  }

  func batches(epoch: Int) -> [[Int]] { batching.batches(epoch: epoch) }

  func loss(
    of model: RegressionNetwork, on indices: [Int], in context: Context<Float>
  ) -> Variable<Float> {
    let (inputs, targets) = examples.batch(indices)
    return model.loss(inputs, targets: targets, in: context)
  }

  func validate(_ model: RegressionNetwork, workers: Workers) -> [String: Double] { [:] }
}
