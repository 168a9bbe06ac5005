import CandorEngine
import CandorText
import CandorUncertainty

extension GraphemeToPhoneme {
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
}
