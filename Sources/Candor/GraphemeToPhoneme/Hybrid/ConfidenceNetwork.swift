import CandorEngine

/// What a small network makes of everything that tells right from wrong, beside what is known of it already:
///
///     s = known + f₁(z) − f₀(z)        z_k = (x_k − mean_k) / deviation_k, held within ±4
///
/// with the log-odds `known` of a logistic regression and of traits, and f a perceptron of two hidden layers. It finds
/// what the products of two features do not.
package struct ConfidenceNetwork: Module {
  /// Of so many words and more it is learned. Cross-validated, the area under the curve of error detection is the same
  /// with it from 20,000 words, and greater by 0.0015 from 78,000.
  package static let leastWords = 30_000
  /// How often each word is seen.
  package static let epochs = 30
  // Cross-validated, half as many units with a dropout of 0.2, and one hidden layer, err a little more.
  private static let hidden = 128
  private static let dropout = 0.3
  private static let batchSize = 512
  private static let learningRate = 2e-3

  private var means: Parameter<Float>
  private var deviations: Parameter<Float>
  private var perceptron: MultilayerPerceptron<Float>
  private let weights = FrozenWeights<Float>()

  /// The number of inputs.
  var inputCount: Int { means.value.count }

  /// A network with random weights that leaves inputs as they are.
  init(inputs: Int, seed: UInt64) {
    means = Parameter(Tensor(zeros: [inputs]), role: .statistic)
    deviations = Parameter(Tensor(shape: [inputs], repeating: 1), role: .statistic)
    perceptron = MultilayerPerceptron(
      sizes: [inputs, Self.hidden, Self.hidden, 2],
      dropout: [.none, .fixed(rate: Self.dropout), .fixed(rate: Self.dropout)], seed: seed,
      name: "confidence")
  }

  package mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
    visitor.visit("means", &means)
    visitor.visit("deviations", &deviations)
    visitor.visit("perceptron", &perceptron)
  }

  /// f₁ − f₀ of each word.
  package func logOdds(_ inputs: [[Double]]) -> [Double] {
    guard !inputs.isEmpty else { return [] }
    let rows = inputs.flatMap { standardized($0) }
    let context = Context<Float>(mode: .deterministic, frozenWeights: weights)
    let outputs = perceptron(
      Variable(Tensor(shape: [inputs.count, inputCount], rows)), in: context
    ).value.scalars
    return inputs.indices.map { Double(outputs[2 * $0 + 1] - outputs[2 * $0]) }
  }

  private func standardized(_ input: [Double]) -> [Float] {
    precondition(
      input.count == inputCount, "ConfidenceNetwork: \(input.count) of \(inputCount) inputs")
    return means.value.withUnsafeElements { means in
      deviations.value.withUnsafeElements { deviations in
        input.indices.map { min(max((Float(input[$0]) - means[$0]) / deviations[$0], -4), 4) }
      }
    }
  }

  /// Why it cannot be used, or `nil`: values from a file may be anything. With inputs held within ±4 no others overflow.
  var problem: String? {
    deviations.value.scalars.allSatisfy { $0 >= 1e-3 } ? nil : "a deviation is not positive"
  }

  // MARK: Learning

  /// Learns from words.
  ///
  /// - Parameters:
  ///   - inputs: x of each word
  ///   - known: the log-odds that are known of each
  ///   - isRight: whether each turned out right
  ///   - epochs: how often each is seen
  ///   - seed: of weights, order and masks
  /// - Throws: `TrainingError` where its numbers overflow
  package static func learned(
    from inputs: [[Double]], known: [Double], isRight: [Bool], epochs: Int, seed: UInt64
  ) throws -> ConfidenceNetwork {
    var network = ConfidenceNetwork(inputs: inputs.first?.count ?? 0, seed: seed)
    network.standardize(to: inputs)
    let task = Learning(
      inputs: inputs.map { network.standardized($0) }, known: known.map { Float($0) },
      isRight: isRight,
      batching: LengthBatching(
        lengths: inputs.map { _ in 0 }, batchSize: Self.batchSize, seed: seed))
    var configuration = TrainingConfiguration()
    configuration.epochs = epochs
    configuration.seed = seed
    configuration.optimizer = .adamW()
    configuration.learningRates = LearningRates(base: Self.learningRate)
    let steps = task.batches(epoch: 0).count * epochs
    configuration.schedule = .cosine(warmUp: max(1, steps / 10), floor: 0)
    var options = TrainingOptions()
    options.note = { _ in }
    options.showsProgress = false
    return try Trainer(task, configuration: configuration, options: options).run(network).model
  }

  private mutating func standardize(to inputs: [[Double]]) {
    let count = Double(inputs.count)
    var mean = [Float](repeating: 0, count: inputCount)
    var deviation = mean
    for k in 0..<inputCount {
      let middle = inputs.reduce(0) { $0 + $1[k] } / count
      let variance = inputs.reduce(0) { $0 + ($1[k] - middle) * ($1[k] - middle) } / count
      mean[k] = Float(middle)
      deviation[k] = Float(max(variance.squareRoot(), 0.05))
    }
    means.value = Tensor(shape: [inputCount], mean)
    deviations.value = Tensor(shape: [inputCount], deviation)
  }

  private struct Learning: TrainingTask {
    let inputs: [[Float]]
    let known: [Float]
    let isRight: [Bool]
    let batching: LengthBatching

    func batches(epoch: Int) -> [[Int]] { batching.batches(epoch: epoch) }

    func loss(
      of model: ConfidenceNetwork, on indices: [Int], in context: Context<Float>
    ) -> Variable<Float> {
      let outputs = model.perceptron(
        Variable(
          Tensor(shape: [indices.count, model.inputCount], indices.flatMap { inputs[$0] })),
        in: context)
      let known = Tensor<Float>(
        shape: [indices.count, 2], indices.flatMap { [0, self.known[$0]] })
      return context.softmaxCrossEntropy(
        context.add(outputs, Variable(known)), targets: indices.map { isRight[$0] ? 1 : 0 })
    }

    func validate(_ model: ConfidenceNetwork, workers: Workers) -> [String: Double] { [:] }
  }
}

/// The networks of a hybrid's confidence.
package struct ConfidenceNetworks: Module {
  /// With samples of the weights.
  var sampled: ConfidenceNetwork
  /// Without.
  var deterministic: ConfidenceNetwork

  package init(sampled: ConfidenceNetwork, deterministic: ConfidenceNetwork) {
    (self.sampled, self.deterministic) = (sampled, deterministic)
  }

  /// Networks whose weights are still to be read, for hybrids with so many lists of known words.
  init(lists: Int) {
    let none = WordFeatures(
      vector: WordFeatures.prior(lists: lists), details: WordFeatures.detailNames.map { _ in 0 })
    let inputs = LearnedConfidence.inputs(none, traits: 0).count
    sampled = ConfidenceNetwork(inputs: inputs, seed: 0)
    deterministic = ConfidenceNetwork(inputs: inputs, seed: 0)
  }

  package mutating func visitParameters(_ visitor: ParameterVisitor<Float>) {
    visitor.visit("sampled", &sampled)
    visitor.visit("deterministic", &deterministic)
  }

  subscript(sampled isSampled: Bool) -> ConfidenceNetwork {
    isSampled ? sampled : deterministic
  }
}
