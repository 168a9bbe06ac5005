import CandorUncertainty

/// Several models that answer together: a deep ensemble (Lakshminarayanan et al. 2017), the yardstick for one model's
/// uncertainty at several times its cost.
public struct SentimentEnsemble: Sendable {
  /// The models, at least one.
  public let members: [SentimentClassifier]
  /// The labels, those of every member.
  public var labels: SentimentLabels { members[0].labels }

  /// Models that do not tell the same labels apart, in the same order.
  public struct UnequalLabels: Error, CustomStringConvertible {
    /// What is unequal.
    public let description: String
  }

  /// - Parameter members: at least one
  /// - Throws: `UnequalLabels`
  public init(_ members: [SentimentClassifier]) throws {
    precondition(!members.isEmpty, "an ensemble of nothing")
    for member in members where member.labels != members[0].labels {
      throw UnequalLabels(
        description: "one model tells \(members[0].labels.names.joined(separator: ", ")) apart, "
          + "another \(member.labels.names.joined(separator: ", "))")
    }
    self.members = members
  }

  /// Whether some member has dropout.
  public var isStochastic: Bool { members.contains(where: \.isStochastic) }

  /// S under these options.
  ///
  /// - Throws: `NothingStochastic` when samples are wanted of networks without dropout.
  public func sampleCount(_ options: SentimentClassifier.Options) throws -> Int {
    try Candor.sampleCount(asked: options.samples, isStochastic: isStochastic)
  }

  /// The labels of texts, in their order, by the mean of the members' calibrated probabilities p_m.
  ///
  ///     uncertainty = H[mean_m p_m] − mean_m H[p_m] + mean_m I_m
  ///
  /// in nats, I_m being the mutual information within a member; nothing for one member without samples. A text that some
  /// member cannot read is answered by the others.
  ///
  /// - Throws: `NothingStochastic`
  public func classify(
    _ texts: [String], options: SentimentClassifier.Options = .init()
  ) throws -> [Classification] {
    let count = try sampleCount(options)
    guard members.count > 1 else { return try members[0].classify(texts, options: options) }
    let opinions = try members.map { member in
      var options = options
      options.samples = member.isStochastic ? count : 0
      return try member.classify(texts, options: options)
    }
    return texts.indices.map { text in joined(opinions.map { $0[text] }) }
  }

  private func joined(_ opinions: [Classification]) -> Classification {
    let read = opinions.filter { !$0.probabilities.isEmpty }
    guard var result = read.first else { return opinions[0] }
    let count = Double(read.count)
    result.probabilities = labels.names.indices.map { label in
      read.reduce(0) { $0 + $1.probabilities[label] } / count
    }
    let best = result.probabilities.indices.max {
      (result.probabilities[$0], $1) < (result.probabilities[$1], $0)
    }
    result.label = best.map { labels.names[$0] }
    result.probability = best.map { result.probabilities[$0] } ?? 0
    result.entropy = entropy(result.probabilities)
    let within = read.reduce(0) { $0 + $1.entropy - ($1.uncertainty ?? 0) } / count
    result.uncertainty = max(0, result.entropy - within)
    return result
  }
}
