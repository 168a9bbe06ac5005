import CandorEngine

/// One run of the paper's sentiment experiment.
public struct SentimentVariant: Sendable, Equatable {
  /// Names the run, its folder and its columns.
  public let name: String
  /// What it is, for a table.
  public let title: String
  /// Whether rates are learned; otherwise both are 0.5.
  public let isConcrete: Bool
  /// Whether the state after the padding is read instead of that after the last word.
  public let readsPadding: Bool
  /// Whether three labels are trained on one logit, instead of two labels on two.
  public let hasThreeLabels: Bool

  /// Every run, in the order of the table: the paper's network read rightly, then with each of the script's two faults,
  /// then with both.
  public static let all: [SentimentVariant] = [
    (false, false, "", ""), (true, false, "-padding", ", the state after the padding"),
    (false, true, "-three", ", three labels on one logit"),
    (true, true, "-script", ", both: the paper's script"),
  ].flatMap { readsPadding, hasThreeLabels, suffix, remark in
    [false, true].map { isConcrete in
      SentimentVariant(
        name: (isConcrete ? "concrete" : "fixed-0.5") + suffix,
        title: (isConcrete ? "Concrete" : "fixed rate 0.5") + remark, isConcrete: isConcrete,
        readsPadding: readsPadding, hasThreeLabels: hasThreeLabels)
    }
  }

  /// The runs of the given names, in the order of the table; all for none.
  ///
  /// - Throws: `ExperimentError.settings` for an unknown name
  public static func named(_ names: [String]) throws -> [SentimentVariant] {
    let known = all.map(\.name)
    if let unknown = names.first(where: { !known.contains($0) }) {
      throw ExperimentError.settings(
        "there is no run \"\(unknown)\"; there are \(known.joined(separator: ", "))")
    }
    return names.isEmpty ? all : all.filter { names.contains($0.name) }
  }
}

/// How the paper's sentiment experiment is run. The same for all its runs.
public struct SentimentExperimentSettings: Sendable, Codable, Equatable {
  /// The number of epochs.
  public var epochs = 20
  /// The seed of weights, order and masks.
  public var seed: UInt64 = 42
  /// Sentences in a batch.
  public var batchSize = 64
  /// Adam's rate.
  public var learningRate = 1e-3
  /// The size of the embedding.
  public var embedding = 100
  /// The size of the LSTM.
  public var hidden = 256
  /// wr, which multiplies Σ‖W‖²/(1 − p).
  public var weightRegularizer = 1e-6
  /// dr, which multiplies −K · H(p).
  public var dropoutRegularizer = 2e-5
  /// At most so many sentences of each part.
  public var limit: Int?

  /// The paper's.
  public init() {}

  /// - Throws: `ExperimentError.settings` for values that make no sense
  public func validate() throws {
    for (name, value) in [
      ("epochs", epochs), ("batch", batchSize), ("embedding", embedding), ("hidden", hidden),
      ("limit", limit ?? 1),
    ] where !(1...1_000_000).contains(value) {
      throw ExperimentError.settings("\(name) \(value): choose a number from 1 to 1000000")
    }
    guard learningRate > 0, learningRate.isFinite else {
      throw ExperimentError.settings("learning rate \(learningRate): not above 0")
    }
  }

  /// The training of every run.
  var training: TrainingConfiguration {
    var configuration = TrainingConfiguration()
    configuration.epochs = epochs
    configuration.seed = seed
    configuration.optimizer = .adam()
    configuration.learningRates = LearningRates(base: learningRate)
    configuration.dropoutRateBounds = nil
    return configuration
  }
}
