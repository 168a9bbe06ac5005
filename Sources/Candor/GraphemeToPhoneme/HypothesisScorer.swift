import CandorEngine
import CandorUncertainty
import RealModule

/// What the weight samples say about the hypotheses of one word.
struct ScoredHypotheses: Sendable {
  /// For each hypothesis ln of the probability of the whole sequence, which was averaged over samples.
  var logProbabilities: [Double]
  /// For each hypothesis the probability of the whole sequence.
  var probabilities: [Double] { logProbabilities.map { Double.exp($0) } }
  /// The chosen hypothesis; the one with the highest probability, unless something else chose.
  var best: Int
  /// For each symbol of the best one and its end: its probability given those before, averaged over samples.
  var symbolProbabilities: [Double]
  /// Entropy of the mean prediction along the best one, summed over its symbols, in nats.
  var entropy: Double
  /// Mutual information along the best one, summed over its symbols, in nats.
  var mutualInformation: Double
  /// The entropy of the symbol of which it is greatest.
  var greatestEntropy: Double
  /// The mutual information of the symbol of which it is greatest.
  var greatestMutualInformation: Double
}

/// Scores given transcriptions under samples of the weights.
///
/// A sample is one draw of every dropout mask, shared by all words: word, seed and sample alone decide the result,
/// not the words around it. All samples of a block of words are one batch; a word is encoded once a sample, and its
/// hypotheses share that and what they begin with.
struct HypothesisScorer: Sendable {
  let network: EncoderDecoder<Float>
  let start: Int32
  let end: Int32
  let temperature: Double
  /// Samples of the weights; 0 scores the mean network.
  let samples: Int
  let seed: UInt64
  let weights: FrozenWeights<Float>

  /// Samples in one batch: so many of a few words fill the caches, and more would fill the memory.
  private static let samplesAtOnce = 128

  /// - Parameters:
  ///   - sources: the words
  ///   - hypotheses: the transcriptions of each
  ///   - logits: the mean network's along all transcriptions, where they are known and nothing is to be sampled
  ///   - choose: chooses the best hypothesis of a word by their log-probabilities, or leaves the choice to them
  /// - Returns: the scores of each word; `nil` where the network's numbers overflow
  func callAsFunction(
    _ sources: [[Int32]], hypotheses: [[[Int32]]], logits: PathLogits? = nil,
    choose: (_ word: Int, _ logProbabilities: [Double]) -> Int? = { _, _ in nil }
  ) throws -> [ScoredHypotheses?] {
    precondition(logits == nil || samples <= 0, "HypothesisScorer: logits of samples")
    let hypotheses = hypotheses.map { $0.map { network.direction.turned($0) } }
    let flat = hypotheses.flatMap { $0 }
    let owners = hypotheses.indices.flatMap { word in hypotheses[word].map { _ in word } }
    let draws = max(1, samples)
    let passes = stride(from: 0, to: draws, by: Self.samplesAtOnce).map { first in
      let context = Context<Float>(
        mode: samples > 0 ? .sampling : .deterministic, seed: seed,
        frozenWeights: weights)
      var pass =
        logits
        ?? self.logits(
          sources, flat, owners: owners, draws: first..<min(first + Self.samplesAtOnce, draws),
          in: context)
      pass.logits = context.logSoftmax(
        context.scale(Variable(pass.logits), by: Float(1 / temperature)))
      return pass
    }
    let scores = HypothesisScoreTable(passes: passes, draws: draws, hypotheses: flat.count)
    var first = 0
    return try hypotheses.enumerated().map { word, candidates in
      defer { first += candidates.count }
      do {
        return try scored(candidates, from: first, scores) { choose(word, $0) }
      } catch UncertaintyError.invalidValue {
        return nil
      }
    }
  }

  /// The scores of a word's hypotheses, the first of which has a place in the table.
  private func scored(
    _ candidates: [[Int32]], from first: Int, _ scores: HypothesisScoreTable,
    choose: (_ logProbabilities: [Double]) -> Int?
  ) throws -> ScoredHypotheses {
    let means = try candidates.indices.map { index in
      try scores.logProbability(of: candidates[index] + [end], hypothesis: first + index)
    }
    let best = choose(means) ?? means.indices.max { means[$0] < means[$1] } ?? 0
    let targets = candidates[best] + [end]
    let sequence = try scores.distributions(steps: targets.count, hypothesis: first + best)
    let mean = sequence.steps.mean()
    let entropies = sequence.steps.predictiveEntropy()
    let mutualInformation = sequence.steps.mutualInformation()
    let classes = sequence.steps.classCount
    return ScoredHypotheses(
      logProbabilities: means, best: best,
      symbolProbabilities: network.direction.turned(
        candidates[best].enumerated().map { mean[$0 * classes + Int($1)] })
        + [mean[candidates[best].count * classes + Int(end)]],
      entropy: entropies.reduce(0, +), mutualInformation: mutualInformation.reduce(0, +),
      greatestEntropy: entropies.max() ?? 0,
      greatestMutualInformation: mutualInformation.max() ?? 0)
  }

  /// The logits of every next symbol along every hypothesis under some of the samples, sample by sample.
  private func logits(
    _ sources: [[Int32]], _ hypotheses: [[Int32]], owners: [Int], draws: Range<Int>,
    in context: Context<Float>
  ) -> PathLogits {
    context.rows = draws.flatMap { sample in
      sources.map { _ in RowIdentity(sample: UInt64(sample)) }
    }
    let encoded = network.encode(SymbolBatch(draws.flatMap { _ in sources }), in: context)

    let forest = PrefixForest.Copies(
      PrefixForest(hypotheses.map { [start] + $0 }, after: owners), count: draws.count,
      roots: sources.count)
    context.rows = forest.nodes.map { RowIdentity(sample: UInt64(draws.lowerBound + $0.copy)) }
    let logits = network.decode(
      encoded.picking(forest.nodes.map(\.root)), along: forest, in: context)
    return PathLogits(
      logits: logits.value.reshaped([forest.nodes.count, network.configuration.targetSymbols]),
      paths: forest.paths)
  }
}

/// ln p of every class at every step of hypotheses, under samples.
private struct HypothesisScoreTable {
  /// Of consecutive samples, the logits as ln p; the paths sample by sample.
  let passes: [PathLogits]
  let draws: Int
  let hypotheses: Int
  let drawsAtOnce: Int

  init(passes: [PathLogits], draws: Int, hypotheses: Int) {
    (self.passes, self.draws, self.hypotheses) = (passes, draws, hypotheses)
    drawsAtOnce = max(1, passes[0].paths.count / max(1, hypotheses))
  }

  /// Hands each sample's ln p of every class at some step of a hypothesis to `body`.
  private func withLogProbabilities<Result>(
    step: Int, sample: Int, hypothesis: Int, _ body: (UnsafeBufferPointer<Float>) -> Result
  ) -> Result {
    let pass = passes[sample / drawsAtOnce]
    let row = pass.paths[sample % drawsAtOnce * hypotheses + hypothesis][step]
    let classes = pass.logits.shape[1]
    return pass.logits.withUnsafeElements {
      body(UnsafeBufferPointer(rebasing: $0[row * classes..<(row + 1) * classes]))
    }
  }

  /// ln of the probability of a whole sequence, which is averaged over the samples.
  func logProbability(of targets: [Int32], hypothesis: Int) throws -> Double {
    try HypothesisScores(
      (0..<draws).map { sample in
        targets.indices.reduce(0.0) { sum, step in
          withLogProbabilities(step: step, sample: sample, hypothesis: hypothesis) {
            sum + Double($0[Int(targets[step])])
          }
        }
      }
    ).meanLogProbability
  }

  /// The distributions of the next symbol at each step.
  func distributions(steps: Int, hypothesis: Int) throws -> SequenceSamples {
    let classes = passes[0].logits.shape[1]
    let probabilities = [Double](unsafeUninitializedCapacity: draws * steps * classes) {
      buffer, count in
      count = buffer.count
      for sample in 0..<draws {
        for step in 0..<steps {
          let target = UnsafeMutableBufferPointer(
            rebasing: buffer[((sample * steps + step) * classes)...].prefix(classes))
          withLogProbabilities(step: step, sample: sample, hypothesis: hypothesis) { values in
            var total = 0.0
            for index in values.indices {
              target[index] = Double.exp(Double(values[index]))
              total += target[index]
            }
            for index in target.indices { target[index] /= total }
          }
        }
      }
    }
    return try SequenceSamples(probabilities, samples: draws, steps: steps, classes: classes)
  }
}
