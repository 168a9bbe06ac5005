import CandorEngine
import RealModule

/// Training of a network on crops of road scenes.
struct CamVidTask: TrainingTask {
  let data: CamVidData
  let crop: Int
  let batching: LengthBatching

  init(_ data: CamVidData, crop: Int, batchSize: Int, seed: UInt64) {
    self.data = data
    self.crop = crop
    batching = LengthBatching(
      lengths: Array(repeating: 0, count: data.training.count), batchSize: batchSize, seed: seed)
  }

  func batches(epoch: Int) -> [[Int]] { batching.batches(epoch: epoch) }

  /// The mean over pixels, weighted by class, of crops that the seed of the step chooses.
  func loss(
    of model: FCDenseNet<Float>, on indices: [Int], in context: Context<Float>
  ) -> Variable<Float> {
    let (images, targets) = data.training.batch(
      indices.map { Self.crop($0, of: data.training, size: crop, seed: context.seed) })
    return context.softmaxCrossEntropy(
      model(Variable(images), in: context), targets: targets,
      weights: targets.map { $0 < 0 ? 0 : CamVidData.classWeights[Int($0)] })
  }

  /// A random part of an image, mirrored half of the time: a pure function of seed and image.
  static func crop(
    _ image: Int, of part: CamVidData.Part, size: Int, seed: UInt64
  ) -> CamVidData.Crop {
    var generator = SeededGenerator(
      seed: RandomStream.seed(seed, UInt64(image)), purpose: "crop")
    let (height, width) = (min(size, part.height), min(size, part.width))
    return CamVidData.Crop(
      image: image, top: Int.random(in: 0...part.height - height, using: &generator),
      left: Int.random(in: 0...part.width - width, using: &generator), height: height,
      width: width, isFlipped: Bool.random(using: &generator))
  }

  func validate(_ model: FCDenseNet<Float>, workers: Workers) -> [String: Double] {
    let scores = Self.scores(of: model, on: data.validation) { image in
      Self.probabilities(
        of: model, on: data.validation, image: image,
        in: Context(mode: .deterministic, workers: workers))
    }
    return [
      "iou": scores.meanIoU, "imageiou": scores.meanIoUOfImages, "accuracy": scores.accuracy,
      "nll": scores.meanNLL,
    ]
  }

  /// Scores of whole images, one after the other: a batch of two takes as long as two of one.
  static func scores(
    of model: FCDenseNet<Float>, on part: CamVidData.Part,
    probabilities: (_ image: Int) -> [Float]
  ) -> SegmentationScores {
    var scores = SegmentationScores(classes: CamVidData.classes.count)
    for image in 0..<part.count {
      scores.add(probabilities(image)[...], labels: part.labels(of: image))
    }
    return scores
  }

  /// Class probabilities of the pixels of one image, `[pixels, C]`.
  static func probabilities(
    of model: FCDenseNet<Float>, on part: CamVidData.Part, image: Int, sample: Int = 0,
    in context: Context<Float>
  ) -> [Float] {
    context.rows = [RowIdentity(sample: UInt64(sample), example: UInt64(image))]
    let logits = model(Variable(part.batch([part.whole(image)]).images), in: context)
    return context.logSoftmax(logits).scalars.map { Float.exp($0) }
  }

  /// The mean over S samples of the weights, `[pixels, C]`, and what the samples disagree about.
  static func sampled(
    _ model: FCDenseNet<Float>, on part: CamVidData.Part, image: Int, samples: Int, seed: UInt64,
    workers: Workers
  ) -> SampledPixels {
    var pixels = SampledPixels(classes: CamVidData.classes.count)
    for sample in 0..<samples {
      pixels.add(
        probabilities(
          of: model, on: part, image: image, sample: sample,
          in: Context(mode: .sampling, seed: seed, workers: workers)))
    }
    return pixels
  }
}

/// Class probabilities of pixels, averaged over samples as they come: S samples of an image are many numbers.
struct SampledPixels: Sendable {
  let classes: Int
  private var sums: [Float] = []
  private var entropies: [Double] = []
  private var count = 0

  init(classes: Int) { self.classes = classes }

  mutating func add(_ probabilities: [Float]) {
    if count == 0 {
      sums = Array(repeating: 0, count: probabilities.count)
      entropies = Array(repeating: 0, count: probabilities.count / classes)
    }
    count += 1
    for index in sums.indices { sums[index] += probabilities[index] }
    for pixel in entropies.indices { entropies[pixel] += entropy(probabilities, pixel) }
  }

  /// `[pixels, C]`
  var mean: [Float] { sums.map { $0 / Float(max(1, count)) } }

  /// The entropy of the mean for each pixel, in nats: all uncertainty.
  var predictiveEntropy: [Double] {
    let mean = mean
    return entropies.indices.map { entropy(mean, $0) }
  }

  /// Its part that comes from the weights (mutual information), in nats.
  var mutualInformation: [Double] {
    zip(predictiveEntropy, entropies).map { max(0, $0 - $1 / Double(max(1, count))) }
  }

  private func entropy(_ probabilities: [Float], _ pixel: Int) -> Double {
    var sum = 0.0
    for c in 0..<classes {
      let p = Double(probabilities[pixel * classes + c])
      if p > 0 { sum -= p * Double.log(p) }
    }
    return sum
  }
}
