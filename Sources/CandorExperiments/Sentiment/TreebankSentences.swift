import Candor
import CandorEngine
import CandorText

/// The sentences of the treebank as the paper's network reads them: words in lower case, as the treebank cuts them.
struct TreebankSentences {
  /// One part: sentences with their labels.
  struct Part {
    /// Words of each sentence.
    let texts: [[Int32]]
    /// The label of each sentence.
    let labels: [Int32]
  }

  /// Words of the training sentences; padding is symbol 0.
  let words: Vocabulary
  let training: Part
  let validation: Part
  let test: Part

  /// Reads the three files below the folder of corpora.
  ///
  /// - Parameters:
  ///   - corpora: the folder
  ///   - hasThreeLabels: positive 0, negative 1, neutral 2, by falling number of sentences, as torchtext numbers labels;
  ///     otherwise negative 0 and positive 1, neutral sentences left out
  ///   - limit: at most so many sentences of each part
  /// - Throws: `FileAccessError`, `CorpusError` or `VocabularyError`
  init(corpora: String, hasThreeLabels: Bool, limit: Int?) throws {
    let parts = try ["train", "dev", "test"].map { name in
      try SentimentTreebank.trees(path: "\(corpora)/sst/\(name).txt").compactMap { tree in
        let side = tree.label < 2 ? -1 : tree.label > 2 ? 1 : 0
        let label: Int32? =
          hasThreeLabels ? (side == 0 ? 2 : side > 0 ? 0 : 1) : side == 0 ? nil : side > 0 ? 1 : 0
        return label.map { (words: tree.words.map { $0.lowercased() }, label: $0) }
      }.prefix(limit ?? .max)
    }
    var builder = VocabularyBuilder(specials: .input)
    for sentence in parts[0] { builder.add(contentsOf: sentence.words) }
    let words = try builder.build()
    self.words = words
    let encoded = parts.map { part in
      Part(
        texts: part.map { $0.words.map { Int32(words.idOrUnknown(of: $0) ?? 0) } },
        labels: part.map(\.label))
    }
    (training, validation, test) = (encoded[0], encoded[1], encoded[2])
  }
}

/// How well a network labels a part of the sentences.
public struct SentimentScores: Sendable, Codable, Equatable, CustomStringConvertible {
  /// The share of right labels.
  public var accuracy: Double
  /// The loss of a sentence, in nats.
  public var loss: Double

  /// Both.
  public var description: String {
    "accuracy \(Decimal.fixed(100 * accuracy, decimals: 1)) %, loss \(Decimal.fixed(loss, decimals: 3))"
  }

  /// By name, as the log has them.
  var byName: [String: Double] { ["accuracy": accuracy, "loss": loss] }
}

/// Training of the paper's network on the sentences.
struct LastStateTask: TrainingTask {
  let sentences: TreebankSentences
  let variant: SentimentVariant
  let batching: LengthBatching

  init(_ sentences: TreebankSentences, variant: SentimentVariant, batchSize: Int, seed: UInt64) {
    self.sentences = sentences
    self.variant = variant
    batching = LengthBatching(
      lengths: sentences.training.texts.map(\.count), batchSize: batchSize, seed: seed)
  }

  func batches(epoch: Int) -> [[Int]] { batching.batches(epoch: epoch) }

  func loss(
    of model: LastStateClassifier<Float>, on indices: [Int], in context: Context<Float>
  ) -> Variable<Float> {
    let part = sentences.training
    let indices = indices.sorted {
      let (a, b) = (part.texts[$0].count, part.texts[$1].count)
      return (b, $0) < (a, $1)
    }
    context.rows = indices.map { RowIdentity(example: UInt64($0)) }
    let logits = model(
      SymbolBatch(indices.map { part.texts[$0] }), readsPadding: variant.readsPadding, in: context)
    return loss(of: logits, labels: indices.map { part.labels[$0] }, in: context)
  }

  /// Two labels: their cross-entropy. Three labels y = 0, 1, 2 on one logit s, as `BCEWithLogitsLoss` takes them:
  ///
  ///     ln(1 + e^s) − y s
  ///
  /// which has no lower bound for y = 2. With CE_t the cross-entropy of (0, s) to t it is CE_0, CE_1, 2 CE_1 − CE_0.
  private func loss(
    of logits: Variable<Float>, labels: [Int32], in context: Context<Float>
  ) -> Variable<Float> {
    func crossEntropy(_ pair: Variable<Float>, _ target: (Int32) -> Int32) -> Variable<Float> {
      context.softmaxCrossEntropy(pair, targets: labels.map(target), normalizer: labels.count)
    }
    guard variant.hasThreeLabels else { return crossEntropy(logits) { $0 } }
    let pair = context.concatenate([Variable(Tensor(zeros: [labels.count, 1])), logits])
    let bounded = crossEntropy(pair) { $0 < 2 ? $0 : -1 }
    let above = context.scale(crossEntropy(pair) { $0 == 2 ? 1 : -1 }, by: 2)
    let below = context.scale(crossEntropy(pair) { $0 == 2 ? 0 : -1 }, by: -1)
    return context.add(bounded, context.add(above, below))
  }

  func validate(_ model: LastStateClassifier<Float>, workers: Workers) -> [String: Double] {
    scores(of: model, on: sentences.validation, workers: workers).byName
  }

  /// Accuracy and loss of the mean network. One logit gives label 1 above 0, else label 0: never label 2.
  func scores(
    of model: LastStateClassifier<Float>, on part: TreebankSentences.Part, workers: Workers
  ) -> SentimentScores {
    var right = 0
    var loss = 0.0
    for batch in LengthBatching.sorted(lengths: part.texts.map(\.count), batchSize: 64) {
      let context = Context<Float>(mode: .deterministic, workers: workers)
      let labels = batch.map { part.labels[$0] }
      let logits = model(
        SymbolBatch(batch.map { part.texts[$0] }), readsPadding: variant.readsPadding, in: context)
      loss +=
        Double(self.loss(of: logits, labels: labels, in: context).value.item)
        * Double(batch.count)
      let values = logits.value.scalars
      let width = values.count / batch.count
      for (row, label) in labels.enumerated() {
        let given: Int32 =
          width == 1
          ? (values[row] > 0 ? 1 : 0) : (values[row * width + 1] > values[row * width] ? 1 : 0)
        if given == label { right += 1 }
      }
    }
    let count = Double(max(1, part.texts.count))
    return SentimentScores(accuracy: Double(right) / count, loss: loss / count)
  }
}
