import RealModule
import CandorEngine
import CandorUncertainty

/// What the weight samples say about the hypotheses of one word.
struct ScoredHypotheses: Sendable {
  /// For each hypothesis the probability of the whole sequence, averaged over samples.
  var probabilities: [Double]
  /// The hypothesis with the highest probability.
  var best: Int
  /// For each symbol of the best one and its end: its probability given those before, averaged over samples.
  var symbolProbabilities: [Double]
  /// Entropy of the mean prediction along the best one, summed over its symbols, in nats.
  var entropy: Double
  /// Mutual information along the best one, summed over its symbols, in nats.
  var mutualInformation: Double
}

/// Scores given transcriptions under samples of the weights.
///
/// A sample is one draw of every dropout mask, shared by all words: word, seed and sample alone decide the result,
/// not the words around it. All samples of a block of words are one batch; a word is encoded once a sample, and its
/// hypotheses share that.
struct HypothesisScorer: Sendable {
  let network: EncoderDecoder<Float>
  let start: Int32
  let end: Int32
  let temperature: Double
  /// Samples of the weights; 0 scores the mean network.
  let samples: Int
  let seed: UInt64
  var relaxesSamples = false
  let workers: Workers

  /// Samples in one batch: so many of a few words fill the caches, and more would fill the memory.
  private static let samplesAtOnce = 256

  func callAsFunction(
    _ sources: [[Int32]], hypotheses: [[[Int32]]]
  ) throws -> [ScoredHypotheses] {
    let draws = max(1, samples)
    let flat = hypotheses.flatMap { $0 }
    let owners = hypotheses.indices.flatMap { word in hypotheses[word].map { _ in word } }
    let passes = stride(from: 0, to: draws, by: Self.samplesAtOnce).map { first in
      logProbabilities(
        sources, flat, owners: owners, draws: first..<min(first + Self.samplesAtOnce, draws))
    }
    let classes = passes[0].shape[2]
    /// ln p of every class at a step of a hypothesis under a sample.
    func withLogProbabilities<Result>(
      step: Int, sample: Int, hypothesis: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
    ) -> Result {
      let pass = passes[sample / Self.samplesAtOnce]
      let row = sample % Self.samplesAtOnce * flat.count + hypothesis
      let at = (step * pass.shape[1] + row) * classes
      return pass.withUnsafeElements { body(UnsafeBufferPointer(rebasing: $0[at..<at + classes])) }
    }

    var first = 0
    return try hypotheses.map { candidates in
      defer { first += candidates.count }
      let means = try candidates.indices.map { index -> Double in
        let targets = candidates[index] + [end]
        let sampled = (0..<draws).map { sample in
          targets.indices.reduce(0.0) { sum, step in
            sum
              + withLogProbabilities(step: step, sample: sample, hypothesis: first + index) {
                Double($0[Int(targets[step])])
              }
          }
        }
        return try HypothesisScores(sampled).meanProbability
      }
      let best = means.indices.max { means[$0] < means[$1] } ?? 0
      let targets = candidates[best] + [end]
      var distributions: [Double] = []
      distributions.reserveCapacity(draws * targets.count * classes)
      for sample in 0..<draws {
        for step in targets.indices {
          withLogProbabilities(step: step, sample: sample, hypothesis: first + best) { values in
            let exponentials = values.map { Double.exp(Double($0)) }
            let total = exponentials.reduce(0, +)
            distributions += exponentials.map { $0 / total }
          }
        }
      }
      let sequence = try SequenceSamples(
        distributions, samples: draws, steps: targets.count, classes: classes,
        validSteps: targets.count)
      let mean = sequence.steps.mean()
      return ScoredHypotheses(
        probabilities: means, best: best,
        symbolProbabilities: targets.enumerated().map { mean[$0 * classes + Int($1)] },
        entropy: sequence.predictiveEntropy, mutualInformation: sequence.mutualInformation)
    }
  }

  /// ln p of every next symbol along every hypothesis under some of the samples: `[U, draws · hypotheses, C]`.
  private func logProbabilities(
    _ sources: [[Int32]], _ hypotheses: [[Int32]], owners: [Int], draws: Range<Int>
  ) -> Tensor<Float> {
    let context = Context<Float>(
      mode: samples > 0 ? .sampling : .deterministic, seed: seed,
      relaxesSamples: relaxesSamples, workers: workers)
    // Rows sample by sample: [S, words], then [S, hypotheses].
    context.rows = draws.flatMap { sample in
      sources.map { _ in RowIdentity(sample: UInt64(sample)) }
    }
    let encoded = network.encode(SymbolBatch(draws.flatMap { _ in sources }), in: context)

    let picks = draws.indices.flatMap { draw in
      owners.map { (draw - draws.lowerBound) * sources.count + $0 }
    }
    context.rows = draws.flatMap { sample in
      hypotheses.map { _ in RowIdentity(sample: UInt64(sample)) }
    }
    let previous = SymbolBatch(draws.flatMap { _ in hypotheses.map { [start] + $0 } })
    let logits = network.decode(encoded.picking(picks), previous: previous, in: context)
    return context.logSoftmax(context.scale(logits, by: Float(1 / temperature)))
  }
}
