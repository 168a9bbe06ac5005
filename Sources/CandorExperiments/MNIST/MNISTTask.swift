import CandorEngine
import CandorUncertainty

/// Training of a perceptron on digits.
struct MNISTTask: TrainingTask {
  let training: MNISTData.Part
  let validation: MNISTData.Part
  let batching: LengthBatching

  /// - Parameters:
  ///   - count: the images that are trained on, the first ones
  init(_ data: MNISTData, count: Int, batchSize: Int, seed: UInt64) {
    training = data.training.prefix(count)
    validation = data.validation
    batching = LengthBatching(
      lengths: Array(repeating: 0, count: training.count), batchSize: batchSize, seed: seed)
  }

  func batches(epoch: Int) -> [[Int]] { batching.batches(epoch: epoch) }

  func loss(
    of model: MultilayerPerceptron<Float>, on indices: [Int], in context: Context<Float>
  ) -> Variable<Float> {
    let (images, labels) = training.batch(indices)
    return context.softmaxCrossEntropy(model(Variable(images), in: context), targets: labels)
  }

  func validate(
    _ model: MultilayerPerceptron<Float>, workers: Workers
  ) -> [String: Double] {
    let probabilities = Self.probabilities(of: model, on: validation, workers: workers) {
      Context(mode: .deterministic, workers: $0)
    }
    let scores = MNISTScores(probabilities: probabilities, labels: validation.labels)
    return ["accuracy": scores.accuracy, "nll": scores.nll]
  }

  /// Class probabilities of each image, `[B, C]`, in batches.
  static func probabilities(
    of model: MultilayerPerceptron<Float>, on part: MNISTData.Part, workers: Workers,
    sample: UInt64 = 0, context make: (Workers) -> Context<Float>
  ) -> [Double] {
    var probabilities: [Double] = []
    probabilities.reserveCapacity(part.count * MNISTData.classCount)
    for start in stride(from: 0, to: part.count, by: 500) {
      let indices = start..<min(start + 500, part.count)
      let context = make(workers)
      context.rows = indices.map { RowIdentity(sample: sample, example: UInt64($0)) }
      let logits = model(Variable(part.batch(indices).images), in: context)
      context.logSoftmax(logits).withUnsafeElements { logs in
        for value in logs { probabilities.append(Double.exp(Double(value))) }
      }
    }
    return probabilities
  }

  /// Class probabilities of S samples of the weights, `[S, B, C]`.
  static func samples(
    of model: MultilayerPerceptron<Float>, on part: MNISTData.Part, count: Int, seed: UInt64,
    workers: Workers
  ) throws -> PredictiveSamples {
    var all: [Double] = []
    for sample in 0..<count {
      all += probabilities(of: model, on: part, workers: workers, sample: UInt64(sample)) {
        Context(mode: .sampling, seed: seed, workers: $0)
      }
    }
    return try PredictiveSamples(
      all, samples: count, items: part.count, classes: MNISTData.classCount)
  }
}

/// How good class probabilities are.
struct MNISTScores: Sendable, Codable, Equatable {
  /// The share of images whose likeliest digit is right.
  var accuracy: Double
  /// Mean −ln of the probability of the right digit, in nats.
  var nll: Double
  /// Expected calibration error of the likeliest digit's probability, 15 bins.
  var ece: Double
  /// For each bin that is not empty: mean confidence, share that is right, images.
  var bins: [[Double]]

  /// - Parameter probabilities: `[B, C]`
  init(probabilities: [Double], labels: ArraySlice<UInt8>) {
    let classes = MNISTData.classCount
    var (confidences, correct, loss): ([Double], [Bool], Double) = ([], [], 0)
    for (row, label) in labels.enumerated() {
      let values = probabilities[row * classes..<(row + 1) * classes]
      let best = values.indices.reduce(values.startIndex) { values[$1] > values[$0] ? $1 : $0 }
      confidences.append(min(1, values[best]))
      correct.append(best - values.startIndex == Int(label))
      loss -= Double.log(max(values[values.startIndex + Int(label)], 1e-12))
    }
    let count = Double(max(1, labels.count))
    accuracy = Double(correct.reduce(0) { $0 + ($1 ? 1 : 0) }) / count
    nll = loss / count
    let diagram = try? ReliabilityDiagram(confidences: confidences, correct: correct)
    ece = diagram?.expectedCalibrationError ?? .nan
    bins = diagram?.bins.map { [$0.confidence, $0.accuracy, Double($0.count)] } ?? []
  }
}
