import CandorEngine
import CandorJoint
import CandorText
import CandorUncertainty

extension GraphemeToPhoneme {
  /// This predictor with confidences calibrated on words that no model of it has seen.
  ///
  /// Of a network alone, the temperature is the one with the least negative log-likelihood of the reference phones under
  /// the mean network (Guo et al. 2017). With it, a logistic curve maps the probability of a transcription to the share
  /// that is right (Platt 1999), once for probabilities averaged over samples of the weights and once for the mean
  /// network: a word may have several right transcriptions that share the probability.
  ///
  /// Where other models help, only such a curve is fitted over the confidence: how the models are weighed and what tells
  /// right from wrong was learned from more words, and stays.
  ///
  /// - Parameters:
  ///   - dictionary: words and their references, none of which was in training
  ///   - options: samples and seed
  /// - Throws: `UncertaintyError` when no word can be read, `NothingStochastic`
  public func calibrated(
    on dictionary: PronunciationDictionary, options: Options = Options()
  ) throws -> GraphemeToPhoneme {
    // A few numbers need no more words.
    let few = thinned(dictionary)
    guard let hybrid else { return try calibratedAlone(on: few, options: options) }
    let (deterministic, sampled) = try platt(of: self, on: few, options: options)
    var weights = hybrid.calibration
    weights.deterministic.scaling = try deterministic.after(weights.deterministic.scaling)
    weights.sampled.scaling = try sampled.after(weights.sampled.scaling)
    return with(
      calibration, hybrid: hybrid.with(weights, hybrid.traits, hybrid.confidenceNetworks))
  }

  private func calibratedAlone(
    on few: PronunciationDictionary, options: Options
  ) throws -> GraphemeToPhoneme {
    var calibration = ConfidenceCalibration.none
    calibration.temperature = try fittedTemperature(few, workers: Workers(threads: options.threads))
    (calibration.deterministic, calibration.sampled) = try platt(
      of: with(calibration), on: few, options: options)
    return with(calibration)
  }

  func with(
    _ calibration: ConfidenceCalibration, hybrid: Hybrid? = nil
  ) -> GraphemeToPhoneme {
    GraphemeToPhoneme(
      network: network, graphemes: graphemes, phonemes: phonemes, calibration: calibration,
      hybrid: hybrid, maximumWordLength: maximumWordLength, precision: weights.precision)
  }

  /// So many words and up to twice as many are enough for the few numbers of a mixture or a scale.
  private static let fewWords = 10_000

  /// Some of the words, if they are many.
  func thinned(_ dictionary: PronunciationDictionary) -> PronunciationDictionary {
    let step = max(1, dictionary.count / Self.fewWords)
    var place = -1
    return dictionary.removing { _ in
      place += 1
      return place % step != 0
    }
  }

  /// The curves over a predictor's confidence without samples and with them; the same where there are none.
  private func platt(
    of predictor: GraphemeToPhoneme, on dictionary: PronunciationDictionary, options: Options
  ) throws -> (deterministic: PlattScaling, sampled: PlattScaling) {
    func fit(_ options: Options) throws -> PlattScaling {
      let results = try predictor.transcribe(dictionary.words, options: options)
      // A transcription without phones is one that can be right or wrong, if the word was read.
      let readable = zip(results, dictionary).filter { $0.0.wasRead }
      return try PlattScaling.fit(
        confidences: readable.map(\.0.confidence),
        correct: readable.map { result, entry in entry.pronunciations.contains(result.phones) })
    }
    var options = options
    options.samplesBelow = nil
    var meanNetwork = options
    meanNetwork.samples = 0
    let deterministic = try fit(meanNetwork)
    return (deterministic, try sampleCount(options) > 0 ? fit(options) : deterministic)
  }

  private func fittedTemperature(
    _ dictionary: PronunciationDictionary, workers: Workers
  ) throws -> Double {
    let examples = LexiconExamples(
      dictionary, graphemes: graphemes, phonemes: phonemes, maximumWordLength: maximumWordLength)
    var logits: [[Double]] = []
    var labels: [Int] = []
    for start in stride(from: 0, to: examples.sources.count, by: Self.blockSizes.upperBound) {
      let range = start..<min(start + Self.blockSizes.upperBound, examples.sources.count)
      let context = Context<Float>(mode: .deterministic, workers: workers)
      let encoded = network.encode(SymbolBatch(Array(examples.sources[range])), in: context)
      let targets = examples.targets[range].map { network.direction.turned($0) }
      let previous = SymbolBatch(targets.map { [startSymbol] + $0 })
      let next = SymbolBatch(targets.map { $0 + [endSymbol] }).targets
      let values = network.decode(encoded, previous: previous, in: context).value
      let classes = values.shape[2]
      values.withUnsafeElements { values in
        for (row, target) in next.enumerated() where target >= 0 {
          logits.append((0..<classes).map { Double(values[row * classes + $0]) })
          labels.append(Int(target))
        }
      }
    }
    return try TemperatureScaling.fit(logits: logits, labels: labels).temperature
  }
}
