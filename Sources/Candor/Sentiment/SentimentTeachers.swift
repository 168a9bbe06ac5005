import RealModule

/// Trained models from whose averaged opinion another one learns: knowledge distillation (Hinton et al. 2015), which makes
/// one network of several.
public struct SentimentTeachers: Sendable {
  /// The models.
  let models: [SentimentClassifier]
  /// Threads that ask them.
  let threads: Int

  /// - Parameters:
  ///   - models: each must have the labels of the one that learns, in any order
  ///   - threads: how many ask them
  public init(_ models: [SentimentClassifier], threads: Int = 1) {
    self.models = models
    self.threads = threads
  }

  /// The mean of the models' calibrated probabilities, each by its mean network: `[texts · C]`; zeros where none can
  /// read the text.
  ///
  /// - Throws: `SentimentTraining.UnusableTexts` when a model has other labels.
  func probabilities(of texts: [String], labels: SentimentLabels) throws -> [Float] {
    // All of them first: to ask one of many texts takes its time.
    let places = try models.enumerated().map { number, model in
      let places = labels.names.compactMap { model.labels.names.firstIndex(of: $0) }
      guard places.count == labels.count, model.labels.count == labels.count else {
        throw SentimentTraining.UnusableTexts(
          description: "teacher \(number + 1) tells "
            + "\(model.labels.names.joined(separator: ", ")) apart, not "
            + labels.names.joined(separator: ", "))
      }
      return places
    }
    var sums = [Double](repeating: 0, count: texts.count * labels.count)
    for (model, places) in zip(models, places) {
      let results = try model.classify(texts, options: .init(samples: 0, threads: threads))
      for (row, result) in results.enumerated() where !result.probabilities.isEmpty {
        for (label, place) in places.enumerated() {
          sums[row * labels.count + label] += result.probabilities[place]
        }
      }
    }
    for row in stride(from: 0, to: sums.count, by: labels.count) {
      let mass = sums[row..<row + labels.count].reduce(0, +)
      if mass > 0 { for place in row..<row + labels.count { sums[place] /= mass } }
    }
    return sums.map { Float($0) }
  }
}
