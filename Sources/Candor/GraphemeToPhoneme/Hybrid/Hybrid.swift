import CandorEngine
import CandorJoint
import CandorUncertainty

/// Other models beside the network, and how all are weighed.
///
/// The network, the joint model and analogies propose transcriptions, every model scores them, and a log-linear mixture
/// chooses. A joint n-gram model, words that are spelled alike, a network that writes in the other direction and one of
/// another seed err on other words than the network does.
public struct Hybrid: Sendable {
  /// A joint model, whose symbols are those of the network's vocabularies.
  public let joint: JointModel?
  /// Analogies with the words of a lexicon, with the same symbols.
  public let analogies: AnalogyModel?
  /// Networks over the same vocabularies that score what the others propose, and propose nothing themselves.
  public let rescorers: [EncoderDecoder<Float>]
  /// Lists of words that are known without their pronunciations.
  public let knownWords: KnownWords?
  /// The weights, fitted on validation words.
  public let calibration: HybridCalibration
  /// What letters and differences say for and against the confidence, beside the weights.
  public let traits: ConfidenceTraits?
  /// Whether networks add to both.
  public var hasConfidenceNetworks: Bool { confidenceNetworks != nil }
  let confidenceNetworks: ConfidenceNetworks?

  /// Takes models and weights.
  ///
  /// - Parameters:
  ///   - joint: a joint model
  ///   - analogies: analogies
  ///   - rescorers: rescoring networks, `mostRescorers` at most
  ///   - knownWords: lists of words
  ///   - calibration: of so many rescoring networks and lists; by default they count nothing
  ///   - traits: what belongs to the calibration. Networks, which belong to it too, come with a bundle only: without them
  ///     its confidence is another one
  public init(
    joint: JointModel?, analogies: AnalogyModel? = nil, rescorers: [EncoderDecoder<Float>] = [],
    knownWords: KnownWords? = nil, calibration: HybridCalibration? = nil,
    traits: ConfidenceTraits? = nil
  ) {
    self.init(
      joint: joint, analogies: analogies, rescorers: rescorers, knownWords: knownWords,
      calibration: calibration, traits: traits, confidenceNetworks: nil)
  }

  package init(
    joint: JointModel?, analogies: AnalogyModel?, rescorers: [EncoderDecoder<Float>],
    knownWords: KnownWords?, calibration: HybridCalibration?, traits: ConfidenceTraits?,
    confidenceNetworks: ConfidenceNetworks?
  ) {
    let lists = knownWords?.names.count ?? 0
    let calibration = calibration ?? .unfitted(rescorers: rescorers.count, lists: lists)
    let problem = calibration.problem(rescorers: rescorers.count, lists: lists)
    precondition(problem == nil, "Hybrid: \(problem ?? "")")
    self.joint = joint
    self.analogies = analogies
    self.rescorers = rescorers
    self.knownWords = knownWords
    self.calibration = calibration
    self.traits = traits
    self.confidenceNetworks = confidenceNetworks
  }

  /// The same models with other weights.
  func with(
    _ calibration: HybridCalibration, _ traits: ConfidenceTraits? = nil,
    _ confidenceNetworks: ConfidenceNetworks? = nil
  ) -> Hybrid {
    Hybrid(
      joint: joint, analogies: analogies, rescorers: rescorers, knownWords: knownWords,
      calibration: calibration, traits: traits, confidenceNetworks: confidenceNetworks)
  }

  /// Transcriptions of a word that the joint model proposes at most.
  static let proposals = 3
  /// A proposal by so many nats less probable than the best one is none. On validation words more proposals, and less
  /// probable ones, were scored for nothing.
  static let proposalMargin = 3.0
  /// Chains that its search keeps at each grapheme at most, and by how many nats they may be less probable than the
  /// best one. On validation words more chains found nothing better, and half as many cost 0.1 % of the words.
  static let chains = 12
  static let chainMargin = 6.0
  /// How strong the strongest analogy must be to propose a transcription, in nats. On validation words weaker ones, and
  /// second ones, were scored for nothing.
  static let leastAnalogy = 1.2
  /// Rescoring networks at most.
  public static let mostRescorers = 8
}

/// The weights of a hybrid, once for a network whose weights are sampled and once for the mean network.
public struct HybridCalibration: Sendable, Codable, Equatable {
  /// One set of weights.
  public struct Weights: Sendable, Codable, Equatable {
    /// Chooses among the candidates.
    public var mixture: CandidateMixture
    /// The confidence, from the features `WordFeatures.names` in their order and one for each list of known words.
    public var confidence: LogisticRegression
    /// What becomes of the log-odds of it, the traits and the network together: they may have been learned from the words
    /// of other hybrids.
    public var scaling: PlattScaling

    init(
      mixture: CandidateMixture, confidence: LogisticRegression, scaling: PlattScaling = .identity
    ) {
      (self.mixture, self.confidence, self.scaling) = (mixture, confidence, scaling)
    }

    static func unfitted(rescorers: Int, lists: Int = 0) -> Weights {
      Weights(
        mixture: .unfitted(rescorers: rescorers),
        confidence: LogisticRegression(weights: WordFeatures.prior(lists: lists)))
    }

    /// Why they cannot be used beside so many rescoring networks and lists, or `nil`.
    func problem(rescorers: Int, lists: Int) -> String? {
      if mixture.rescorers.count != rescorers {
        return "weights of \(mixture.rescorers.count) rescoring networks, not of \(rescorers)"
      }
      guard mixture.vector.allSatisfy({ abs($0) <= LogisticRegression.largest }) else {
        return "a weight is not finite, or beyond \(LogisticRegression.largest)"
      }
      if [scaling.slope, scaling.intercept].contains(where: { abs($0) > LogisticRegression.largest }
      ) {
        return "scaling: beyond \(LogisticRegression.largest)"
      }
      return confidence.problem(features: WordFeatures.names.count + lists)
        .map { "confidence: \($0)" }
    }
  }

  /// With samples of the network's weights.
  public var sampled: Weights
  /// Without.
  public var deterministic: Weights

  /// The network and the joint model count alike, rescoring networks, analogies and lists nothing.
  public static func unfitted(rescorers: Int = 0, lists: Int = 0) -> HybridCalibration {
    HybridCalibration(
      sampled: .unfitted(rescorers: rescorers, lists: lists),
      deterministic: .unfitted(rescorers: rescorers, lists: lists))
  }

  /// Why it cannot be used beside so many rescoring networks and lists, or `nil`: values from a file may be anything.
  func problem(rescorers: Int, lists: Int) -> String? {
    if rescorers > Hybrid.mostRescorers {
      return "\(rescorers) rescoring networks, more than \(Hybrid.mostRescorers)"
    }
    return sampled.problem(rescorers: rescorers, lists: lists)
      ?? deterministic.problem(rescorers: rescorers, lists: lists)
  }

  subscript(sampled isSampled: Bool) -> Weights {
    get { isSampled ? sampled : deterministic }
    set { if isSampled { sampled = newValue } else { deterministic = newValue } }
  }
}
