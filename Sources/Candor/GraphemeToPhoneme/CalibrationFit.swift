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
    let (deterministic, sampled) = try platt(of: with(calibration), on: few, options: options)
    calibration.sampledSlope = sampled.slope
    calibration.sampledIntercept = sampled.intercept
    calibration.deterministicSlope = deterministic.slope
    calibration.deterministicIntercept = deterministic.intercept
    return with(calibration)
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
  /// those of the confidence are fitted by logistic regression to what turned out right, first those of the features and
  /// then, if there are many words, those of traits, and a network learns what both leave (``ConfidenceNetwork``). What
  /// tells right from wrong can be learned better from more words than can be spared here: from what hybrids of the same
  /// kind made of them that learned from fewer words and held out the others. Then only scale and offset of the log-odds
  /// are fitted to the words held out here (Platt 1999).
  ///
  /// - Parameters:
  ///   - models: a joint model, analogies with words among which none of `dictionary` is, networks over the same
  ///     vocabularies, and lists of words
  ///   - outcomes: how words turned out that other hybrids held out, with as many rescoring networks and lists; those of
  ///     `dictionary` are left out
  ///   - dictionary: words that no model has seen
  ///   - options: samples and seed
  /// - Returns: the predictor, and how the words of `dictionary` turned out
  /// - Throws: `UncertaintyError` when no word can be read, `NothingStochastic`, `UnusableLexicon` when the outcomes are of
  ///   no other word, `TrainingError`
  package func joined(
    with models: Hybrid, learningFrom outcomes: WordOutcomes? = nil,
    calibratedOn dictionary: PronunciationDictionary, options: Options = Options()
  ) throws -> (predictor: GraphemeToPhoneme, outcomes: WordOutcomes) {
    let samples = try sampleCount(options)
    let modes = samples > 0 ? [false, true] : [false]
    var own = WordOutcomes()
    var mixtures: [CandidateMixture] = []
    for isSampled in modes {
      let (mixture, found) = try self.outcomes(
        of: models, on: dictionary, options: options, sampled: isSampled)
      mixtures.append(mixture)
      own[sampled: isSampled] = found
    }
    let others = outcomes?.removing(Set(own.deterministic.map(\.word)))
    // What one mode has, the other has too.
    let count = modes.map { (others ?? own)[sampled: $0].count }.min() ?? 0
    let fits = try zip(modes, mixtures).map { isSampled, mixture in
      try fit(
        models, mixture, to: own[sampled: isSampled], learningFrom: others?[sampled: isSampled],
        usesNetwork: count >= ConfidenceNetwork.leastWords, seed: options.seed)
    }
    let (deterministic, sampled) = (fits[0], fits[fits.count - 1])
    var traits: [UInt32: ConfidenceTraits.Weights] = [:]
    for (isSampled, fit) in [(true, sampled), (false, deterministic)] {
      for (trait, weight) in fit.traits {
        traits[trait, default: .init()][sampled: isSampled] = weight
      }
    }
    let networks = sampled.network.flatMap { sampled in
      deterministic.network.map { ConfidenceNetworks(sampled: sampled, deterministic: $0) }
    }
    let hybrid = models.with(
      HybridCalibration(sampled: sampled.weights, deterministic: deterministic.weights),
      traits.isEmpty ? nil : ConfidenceTraits(traits), networks)
    return (with(calibration, hybrid: hybrid), own)
  }

  /// So many words and up to twice as many are enough for the few numbers of a mixture or a scale.
  private static let fewWords = 10_000

  /// Some of the words, if they are many.
  private func thinned(_ dictionary: PronunciationDictionary) -> PronunciationDictionary {
    let step = max(1, dictionary.count / Self.fewWords)
    var place = -1
    return dictionary.removing { _ in
      place += 1
      return place % step != 0
    }
  }

  /// What is fitted to validation words.
  private typealias Fit = (
    weights: HybridCalibration.Weights, traits: [UInt32: Double], network: ConfidenceNetwork?
  )

  /// The mixture that suits words best, and how they turn out with it.
  private func outcomes(
    of models: Hybrid, on dictionary: PronunciationDictionary, options: Options, sampled: Bool
  ) throws -> (CandidateMixture, [WordOutcome]) {
    var options = options
    options.samplesBelow = nil
    if !sampled { options.samples = 0 }
    let lists = models.knownWords?.names.count ?? 0
    var calibration = HybridCalibration.unfitted(rescorers: models.rescorers.count, lists: lists)
    func assessed(
      _ dictionary: PronunciationDictionary
    ) throws -> [(assessment: Assessment, isRight: [Bool])] {
      let predictor = with(self.calibration, hybrid: models.with(calibration))
      let readable = dictionary.map { (graphemes($0.word).symbols, $0.pronunciations) }
        .filter { (1...maximumWordLength).contains($0.0.count) }
      let assessments = try predictor.assess(readable.map(\.0), options: options)
      return zip(assessments, readable).compactMap { assessment, word in
        assessment.map {
          ($0, $0.hypotheses.map { word.1.contains(phones($0.symbols)) })
        }
      }
    }
    calibration[sampled: sampled].mixture = .fit(
      try assessed(thinned(dictionary)).map {
        ($0.assessment.hybrid?.candidates ?? [], $0.isRight)
      }, rescorers: models.rescorers.count)
    // Uncertainty and entropy are measured along the candidate that is chosen now.
    let outcomes = try assessed(dictionary).compactMap { assessment, isRight in
      assessment.hybrid.map {
        WordOutcome(
          word: graphemes.text(of: $0.subject.graphemes), subject: $0.subject,
          traits: traitReader.traits(of: $0.subject),
          features: $0.word, isRight: isRight[assessment.scores.best])
      }
    }
    return (calibration[sampled: sampled].mixture, outcomes)
  }

  /// Learns the confidence from what others made of their words, if they did, and else from what was made of these.
  private func fit(
    _ models: Hybrid, _ mixture: CandidateMixture, to own: [WordOutcome],
    learningFrom others: [WordOutcome]?, usesNetwork: Bool, seed: UInt64
  ) throws -> Fit {
    if let others, others.isEmpty {
      throw GraphemeToPhonemeTraining.UnusableLexicon(
        description:
          "the confidence is to be learned from other words than those held out here, and "
          + "no other is among the outcomes, with samples and without")
    }
    let learned = try LearnedConfidence(
      others ?? own, lists: models.knownWords?.names.count ?? 0, usesNetwork: usesNetwork,
      seed: seed)
    var weights = HybridCalibration.Weights(mixture: mixture, confidence: learned.regression)
    if others != nil {
      weights.scaling = try PlattScaling.fit(
        confidences: learned.logOdds(own).map { logistic($0) }, correct: own.map(\.isRight))
    }
    if let problem = weights.problem(
      rescorers: models.rescorers.count, lists: models.knownWords?.names.count ?? 0)
    {
      throw GraphemeToPhonemeTraining.UnusableLexicon(
        description: "no confidence can be learned from the outcomes: \(problem)")
    }
    return (weights, learned.traits, learned.network)
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
