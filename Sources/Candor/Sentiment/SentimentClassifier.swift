import CandorEngine
import CandorText
import CandorUncertainty
import RealModule

/// Classifies texts and says how sure it is.
///
/// ```swift
/// let sentiment = try SentimentClassifier()
/// let found = try sentiment("A gorgeous, witty film.")
/// print(found.label ?? "none", found.probability, found.uncertainty ?? 0)
/// ```
///
/// A value that never changes: it can be shared by many threads.
public struct SentimentClassifier: Sendable {
  /// How to doubt.
  public struct Options: Sendable, Equatable {
    /// Samples of the weights, S; `nil`: 16 of a network with dropout, 0 of one without. 0 gives no epistemic
    /// uncertainty and is all that a network without dropout allows.
    public var samples: Int?
    /// Seed of the samples.
    public var seed: UInt64
    /// Threads.
    public var threads: Int

    /// The defaults of the command.
    public init(samples: Int? = nil, seed: UInt64 = 1, threads: Int = 1) {
      self.samples = samples
      self.seed = seed
      self.threads = threads
    }
  }

  /// The network.
  public let network: SentimentNetwork<Float>
  /// How texts are read.
  public let reader: SentenceReader
  /// The labels.
  public let labels: SentimentLabels
  /// From the network's probabilities to such that can be relied on.
  public let calibration: SentimentCalibration
  /// Texts of more tokens are cut.
  public let maximumLength: Int
  /// The network's weights, laid out for products.
  let weights: FrozenWeights<Float>

  /// Rows, texts times samples, that are computed together: more would outgrow the caches.
  private static let rowsAtOnce = 256

  /// Assembles a predictor; `SentimentBundle` does so from a file.
  ///
  /// - Parameter precision: of products with weights; `bytes` is faster, and hardly errs more often
  public init(
    network: SentimentNetwork<Float>, reader: SentenceReader, labels: SentimentLabels,
    calibration: SentimentCalibration = .none, maximumLength: Int = 400,
    precision: FrozenWeights<Float>.Precision = .bytes
  ) {
    self.network = network
    self.reader = reader
    self.labels = labels
    self.calibration = calibration
    self.maximumLength = maximumLength
    weights = FrozenWeights(precision)
  }

  /// Whether the network has dropout, so that samples of its weights differ.
  public var isStochastic: Bool { network.dropoutSites.contains { $0.site.rate > 0 } }

  /// S under these options.
  ///
  /// - Throws: `NothingStochastic` when samples are wanted of a network without dropout.
  public func sampleCount(_ options: Options) throws -> Int {
    try Candor.sampleCount(asked: options.samples, isStochastic: isStochastic)
  }

  /// The label of a text.
  ///
  /// - Throws: `NothingStochastic`
  public func callAsFunction(
    _ text: String, options: Options = Options()
  ) throws -> Classification {
    try classify([text], options: options)[0]
  }

  /// The labels of texts, in their order.
  ///
  /// Texts of like length are computed together; the numbers do not depend on the company.
  ///
  /// - Throws: `NothingStochastic` when samples are wanted of a network without dropout.
  public func classify(
    _ texts: [String], options: Options = Options()
  ) throws -> [Classification] {
    let count = try sampleCount(options)
    let readings = read(texts)
    var results = readings.results
    let workers = Workers(threads: options.threads)
    for block in blocks(readings, samples: count) {
      let samples = self.samples(
        block.map { readings.sentences[$0] }, of: readings.table, count: count,
        seed: options.seed, workers: workers)
      for (row, index) in block.enumerated() {
        results[index] = finished(
          results[index], samples.map { $0[row] }, sampled: count > 0)
      }
    }
    return results
  }

  /// Texts as the network reads them, and results that say so far what could not be read.
  struct Readings {
    var table = WordTable()
    var sentences: [[Int32]] = []
    var results: [Classification] = []
  }

  func read(_ texts: [String]) -> Readings {
    var readings = Readings()
    readings.sentences.reserveCapacity(texts.count)
    for text in texts {
      // One token more tells whether the limit cuts any off.
      var tokens = reader.text(text, limit: maximumLength + 1)
      let isCut = tokens.count > maximumLength
      if isCut { tokens.removeLast() }
      let unknown = tokens.filter { !reader.knows($0) }
      let sentence = reader.read(tokens, into: &readings.table)
      var result = Classification.unread(
        text, .nothingToRead, unknown: unknown.map { String(text[$0.range]) })
      if !tokens.isEmpty {
        let isKnown =
          unknown.count < tokens.count
          || sentence.contains { !readings.table.bags[Int($0)].isEmpty }
        result.problem =
          !isKnown ? .nothingKnown : isCut ? .cut(tokens: maximumLength) : nil
      }
      readings.results.append(result)
      readings.sentences.append(sentence)
    }
    return readings
  }

  /// Readable texts of like length, the longest first, as many as are computed together.
  private func blocks(_ readings: Readings, samples: Int) -> [[Int]] {
    let readable = readings.results.indices.filter { index in
      switch readings.results[index].problem {
      case .nothingToRead, .nothingKnown: false
      default: true
      }
    }.sorted {
      let (a, b) = (readings.sentences[$0].count, readings.sentences[$1].count)
      return (b, $0) < (a, $1)
    }
    let size = max(1, Self.rowsAtOnce / max(1, samples))
    return stride(from: 0, to: readable.count, by: size).map {
      Array(readable[$0..<min($0 + size, readable.count)])
    }
  }

  /// ln of the labels' probabilities: a list for each sample, of a list for each text.
  ///
  /// A sample is one draw of every dropout mask, the same for all texts.
  private func samples(
    _ sentences: [[Int32]], of table: WordTable, count: Int, seed: UInt64, workers: Workers
  ) -> [[[Double]]] {
    let draws = max(1, count)
    let atOnce = max(1, Self.rowsAtOnce / sentences.count)
    var found: [[[Double]]] = []
    for first in stride(from: 0, to: draws, by: atOnce) {
      let part = first..<min(first + atOnce, draws)
      let context = Context<Float>(
        mode: count > 0 ? .sampling : .deterministic, seed: seed, workers: workers,
        frozenWeights: weights)
      // Text by text, so that rows stay sorted by length.
      context.rows = sentences.flatMap { _ in part.map { RowIdentity(sample: UInt64($0)) } }
      let batch = WordBatch(
        sentences.flatMap { sentence in part.map { _ in sentence } }, of: table)
      let logits = network(batch, in: context).labels
      let classes = labels.count
      context.logSoftmax(logits).withUnsafeElements { values in
        for draw in part.indices {
          found.append(
            sentences.indices.map { text in
              let row = text * part.count + (draw - part.lowerBound)
              return (0..<classes).map { Double(values[row * classes + $0]) }
            })
        }
      }
    }
    return found
  }

  private func finished(
    _ result: Classification, _ logProbabilities: [[Double]], sampled: Bool
  ) -> Classification {
    var result = result
    let classes = labels.count
    let flat = logProbabilities.flatMap { $0.map { Double.exp($0) } }
    guard
      let samples = try? PredictiveSamples(
        flat, samples: logProbabilities.count, items: 1, classes: classes)
    else {
      result.problem = .notFinite
      return result
    }
    let mean = samples.mean()
    result.probabilities = calibration.probabilities(mean, sampled: sampled)
    let best = result.probabilities.indices.max {
      (result.probabilities[$0], $1) < (result.probabilities[$1], $0)
    }
    result.label = best.map { labels.names[$0] }
    result.probability = best.map { result.probabilities[$0] } ?? 0
    result.entropy = entropy(result.probabilities)
    result.uncertainty = sampled ? samples.mutualInformation()[0] : nil
    return result
  }
}
