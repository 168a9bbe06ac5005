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

  func callAsFunction(
    _ sources: [[Int32]], hypotheses: [[[Int32]]]
  ) throws -> [ScoredHypotheses] {
    let draws = max(1, samples)
    let context = Context<Float>(
      mode: samples > 0 ? .sampling : .deterministic, seed: seed,
      relaxesSamples: relaxesSamples, workers: workers)
    // Rows sample by sample: [S, words], then [S, hypotheses].
    context.rows = (0..<draws).flatMap { sample in
      sources.map { _ in RowIdentity(sample: UInt64(sample)) }
    }
    let repeated = (0..<draws).flatMap { _ in sources }
    let encoded = network.encode(SymbolBatch(repeated), in: context)

    let owners = hypotheses.indices.flatMap { word in hypotheses[word].map { _ in word } }
    let flat = hypotheses.flatMap { $0 }
    let picks = (0..<draws).flatMap { sample in owners.map { sample * sources.count + $0 } }
    context.rows = (0..<draws).flatMap { sample in
      flat.map { _ in RowIdentity(sample: UInt64(sample)) }
    }
    let previous = SymbolBatch((0..<draws).flatMap { _ in flat.map { [start] + $0 } })
    let logits = network.decode(encoded.picking(picks), previous: previous, in: context)
    let logProbabilities = context.logSoftmax(
      context.scale(logits, by: Float(1 / temperature)))

    let rows = flat.count * draws
    let classes = logProbabilities.shape[2]
    return try logProbabilities.withUnsafeElements { values in
      var first = 0
      return try hypotheses.map { candidates in
        defer { first += candidates.count }
        let means = try candidates.indices.map { index -> Double in
          let targets = candidates[index] + [end]
          let sampled = (0..<draws).map { sample in
            let row = sample * flat.count + first + index
            return targets.indices.reduce(0.0) { sum, step in
              sum + Double(values[(step * rows + row) * classes + Int(targets[step])])
            }
          }
          return try HypothesisScores(sampled).meanProbability
        }
        let best = means.indices.max { means[$0] < means[$1] } ?? 0
        let targets = candidates[best] + [end]
        var distributions: [Double] = []
        distributions.reserveCapacity(draws * targets.count * classes)
        for sample in 0..<draws {
          let row = sample * flat.count + first + best
          for step in targets.indices {
            let at = (step * rows + row) * classes
            let exponentials = (0..<classes).map { Double.exp(Double(values[at + $0])) }
            let total = exponentials.reduce(0, +)
            distributions += exponentials.map { $0 / total }
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
  }
}
