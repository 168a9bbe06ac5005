import CandorEngine
import CandorJoint
import CandorText
import CandorUncertainty

extension GraphemeToPhoneme {
  /// This predictor with confidences calibrated on words that no model of it has seen.
  ///
  /// The temperature is the one with the least negative log-likelihood of the reference phones under the mean
  /// network (Guo et al. 2017). With it, a logistic curve maps the probability of a transcription to the share that
  /// is right (Platt 1999), once for probabilities averaged over samples of the weights and once for the mean
  /// network: a word may have several right transcriptions that share the probability. Where other models help, their
  /// mixture and its confidence are fitted as by ``joined(with:analogies:rescorers:confidence:calibratedOn:options:)``.
  ///
  /// - Parameters:
  ///   - dictionary: words and their references, none of which was in training
  ///   - options: samples and seed
  /// - Throws: `UncertaintyError` when no word can be read, `NothingStochastic`
  public func calibrated(
    on dictionary: PronunciationDictionary, options: Options = Options()
  ) throws -> GraphemeToPhoneme {
    let temperature = try fittedTemperature(dictionary, workers: Workers(threads: options.threads))
    var calibration = ConfidenceCalibration.none
    calibration.temperature = temperature
    var meanNetwork = options
    meanNetwork.samples = 0
    let deterministic = try platt(dictionary, temperature: temperature, options: meanNetwork)
    let sampled =
      try sampleCount(options) > 0
      ? try platt(dictionary, temperature: temperature, options: options) : deterministic
    calibration.sampledSlope = sampled.slope
    calibration.sampledIntercept = sampled.intercept
    calibration.deterministicSlope = deterministic.slope
    calibration.deterministicIntercept = deterministic.intercept
    let calibrated = with(calibration)
    guard let hybrid else { return calibrated }
    return try calibrated.joined(
      with: hybrid.joint, analogies: hybrid.analogies, rescorers: hybrid.rescorers,
      calibratedOn: dictionary, options: options)
  }

  private func with(
    _ calibration: ConfidenceCalibration, hybrid: Hybrid? = nil
  ) -> GraphemeToPhoneme {
    GraphemeToPhoneme(
      network: network, graphemes: graphemes, phonemes: phonemes, calibration: calibration,
      hybrid: hybrid, maximumWordLength: maximumWordLength, precision: weights.precision)
  }

  /// This predictor, which is calibrated, with the help of other models.
  ///
  /// The weights of the mixture are those that make the right candidates of the validation words most probable; then
  /// those of the confidence are fitted by logistic regression to what turned out right. What tells right from wrong can be
  /// learned better from more words than can be spared here: a hybrid of the same kind that learned from fewer words and
  /// held out the others gives its confidence, of which only scale and offset are fitted (Platt 1999).
  ///
  /// - Parameters:
  ///   - joint: a joint model
  ///   - analogies: with words among which none of `dictionary` is
  ///   - rescorers: networks over the same vocabularies
  ///   - confidence: of another hybrid, which held out more words
  ///   - dictionary: words that no model has seen
  ///   - options: samples and seed
  /// - Throws: `UncertaintyError` when no word can be read, `NothingStochastic`
  public func joined(
    with joint: JointModel?, analogies: AnalogyModel? = nil,
    rescorers: [EncoderDecoder<Float>] = [], confidence: HybridCalibration? = nil,
    calibratedOn dictionary: PronunciationDictionary, options: Options = Options()
  ) throws -> GraphemeToPhoneme {
    let unfitted = Hybrid(joint: joint, analogies: analogies, rescorers: rescorers)
    func weights(sampled: Bool) throws -> HybridCalibration.Weights {
      try self.weights(
        of: unfitted, confidence: confidence?[sampled: sampled].confidence, dictionary,
        options: options, sampled: sampled)
    }
    var fitted = HybridCalibration.unfitted(rescorers: rescorers.count)
    fitted.deterministic = try weights(sampled: false)
    fitted.sampled =
      try sampleCount(options) > 0 ? try weights(sampled: true) : fitted.deterministic
    return with(
      calibration,
      hybrid: Hybrid(
        joint: joint, analogies: analogies, rescorers: rescorers, calibration: fitted))
  }

  private func weights(
    of hybrid: Hybrid, confidence: LogisticRegression?, _ dictionary: PronunciationDictionary,
    options: Options, sampled: Bool
  ) throws -> HybridCalibration.Weights {
    var options = options
    if !sampled { options.samples = 0 }
    var calibration = hybrid.calibration
    func assessed() throws -> [(assessment: Assessment, isRight: [Bool])] {
      let predictor = with(
        self.calibration,
        hybrid: Hybrid(
          joint: hybrid.joint, analogies: hybrid.analogies, rescorers: hybrid.rescorers,
          calibration: calibration))
      let readable = dictionary.map { (graphemes($0.word).symbols, $0.pronunciations) }
        .filter { (1...maximumWordLength).contains($0.0.count) }
      let assessments = try predictor.assess(readable.map(\.0), options: options)
      return zip(assessments, readable).compactMap { assessment, word in
        assessment.map {
          ($0, $0.hypotheses.map { word.1.contains(phones($0.symbols)) })
        }
      }
    }
    var weights = hybrid.calibration[sampled: sampled]
    weights.mixture = .fit(
      try assessed().map { ($0.assessment.hybrid?.candidates ?? [], $0.isRight) })
    calibration[sampled: sampled] = weights
    // Uncertainty and entropy are measured along the candidate that is chosen now.
    let chosen = try assessed().compactMap { assessment, isRight in
      assessment.hybrid.map { ($0.word.vector, isRight[assessment.scores.best]) }
    }
    let (features, correct) = (chosen.map(\.0), chosen.map(\.1))
    weights.confidence =
      try confidence.map {
        $0.rescaled(
          by: try PlattScaling.fit(confidences: features.map($0.probability), correct: correct))
      }
      ?? LogisticRegression.fit(
        features: features, correct: correct, prior: WordFeatures.prior,
        productRidge: WordFeatures.productRidge)
    return weights
  }

  private func platt(
    _ dictionary: PronunciationDictionary, temperature: Double, options: Options
  ) throws -> PlattScaling {
    var raw = ConfidenceCalibration.none
    raw.temperature = temperature
    let results = try with(raw).transcribe(dictionary.words, options: options)
    // A transcription without phones is one that can be right or wrong, if the word was read.
    let readable = zip(results, dictionary).filter {
      $0.0.problem == nil || $0.0.problem == .truncated
    }
    return try PlattScaling.fit(
      confidences: readable.map(\.0.confidence),
      correct: readable.map { result, entry in entry.pronunciations.contains(result.phones) })
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
