import Candor
import CandorEngine

/// Training of the paper's network on the paper's words.
struct PooledTask: TrainingTask {
  let lexicon: PaperLexicon
  let batching: LengthBatching

  /// - Parameters:
  ///   - batchSize: words in a batch
  ///   - jitter: how far lengths are blurred before words are sorted into batches by it; nil does not sort at all
  init(_ lexicon: PaperLexicon, batchSize: Int, jitter: Double?, seed: UInt64) {
    self.lexicon = lexicon
    let part = lexicon.training
    let lengths =
      jitter == nil
      ? Array(repeating: 0, count: part.count)
      : zip(part.sources, part.targets).map { $0.count + $1.count }
    batching = LengthBatching(
      lengths: lengths, batchSize: batchSize, seed: seed, jitter: jitter ?? 1)
  }

  func batches(epoch: Int) -> [[Int]] { batching.batches(epoch: epoch) }

  func loss(
    of model: PooledEncoderDecoder<Float>, on indices: [Int], in context: Context<Float>
  ) -> Variable<Float> {
    // From long to short, so that no product is spent on padding.
    let indices = indices.sorted {
      let a = lexicon.training.sources[$0].count, b = lexicon.training.sources[$1].count
      return (b, $0) < (a, $1)
    }
    return model.loss(
      graphemes: SymbolBatch(indices.map { lexicon.training.sources[$0] }),
      phones: SymbolBatch(indices.map { lexicon.training.targets[$0] }), in: context)
  }

  func validate(
    _ model: PooledEncoderDecoder<Float>, workers: Workers
  ) -> [String: Double] {
    PooledScores(
      of: model, on: lexicon.validation, phones: lexicon.phones, workers: workers
    ).byName
  }
}
