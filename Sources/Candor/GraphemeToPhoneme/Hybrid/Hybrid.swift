import CandorJoint

/// A joint n-gram model beside the network, and how the two are weighed.
///
/// Both propose transcriptions; each is scored by both; a log-linear mixture chooses. The two err on different words.
public struct Hybrid: Sendable {
  /// The joint model; its symbols are those of the network's vocabularies.
  public let joint: JointModel
  /// The weights, fitted on validation words.
  public let calibration: HybridCalibration

  /// Takes a model and weights.
  public init(joint: JointModel, calibration: HybridCalibration = .unfitted) {
    self.joint = joint
    self.calibration = calibration
  }

  /// Transcriptions of a word that the joint model proposes at most.
  static let proposals = 6
  /// A proposal by so many nats less probable than the best one is none.
  static let proposalMargin = 6.0
}

/// The weights of a hybrid, once for a network whose weights are sampled and once for the mean network.
public struct HybridCalibration: Sendable, Codable, Equatable {
  /// One set of weights.
  public struct Weights: Sendable, Codable, Equatable {
    /// Chooses among the candidates.
    public var mixture: CandidateMixture
    /// w of the confidence, σ(Σ w x), in the order of `WordFeatures.names`.
    public var confidence: [Double]

    static let unfitted = Weights(
      mixture: .unfitted, confidence: WordFeatures.prior)

    var isValid: Bool {
      mixture.vector.allSatisfy(\.isFinite) && confidence.allSatisfy(\.isFinite)
        && confidence.count == WordFeatures.names.count
    }
  }

  /// With samples of the network's weights.
  public var sampled: Weights
  /// Without.
  public var deterministic: Weights

  /// Both models count alike.
  public static let unfitted = HybridCalibration(sampled: .unfitted, deterministic: .unfitted)

  /// Whether every weight can be used.
  var isValid: Bool { sampled.isValid && deterministic.isValid }

  subscript(sampled isSampled: Bool) -> Weights {
    get { isSampled ? sampled : deterministic }
    set { if isSampled { sampled = newValue } else { deterministic = newValue } }
  }
}
