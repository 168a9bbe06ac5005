import CandorText

/// Everything about a bundle that is not a number of the network or a symbol: `bundle.json`.
public struct BundleManifest: BundleDescription, Equatable {
  /// What bundles of this kind are for.
  public static let kind = "grapheme-to-phoneme"
  /// The version of the format that this library writes and reads.
  public static let currentVersion = 6

  /// What the bundle is for: always `grapheme-to-phoneme`.
  public var kind: String
  /// The version of the format.
  public var formatVersion: Int
  /// The sizes and the dropout of the network.
  public var network: EncoderDecoderConfiguration
  /// The sizes and the dropout of the rescoring networks, if there are any.
  public var rescorers: [EncoderDecoderConfiguration]?
  /// How words are normalised, and the ICU that did so in training.
  public var text: TextSettings
  /// What the symbols of a word are; its Unicode scalars if nothing is said.
  public var unit: GraphemeReader.Unit?
  /// Words of more graphemes are refused.
  public var maximumWordLength: Int
  /// From probabilities to confidences.
  public var calibration: ConfidenceCalibration
  /// How the network and other models are weighed, if the bundle has any.
  public var hybrid: HybridCalibration?
  /// The names of the lists of known words, if there are any.
  public var knownWords: [String]?
  /// How many traits have a weight in the confidence, if any.
  public var traits: Int?
  /// Whether networks add to the confidence; if nothing is said, none do.
  public var confidenceNetworks: Bool?
  /// Of how many held-out words the bundle has kept how they turned out, if of any.
  public var outcomes: Outcomes?
  /// Where the network comes from.
  public var provenance: Provenance
  /// SHA-256 of each other file in the bundle, by name.
  public var files: [String: String]

  /// Why the values cannot be used, or `nil`.
  public var problem: String? {
    if !(1...10_000).contains(maximumWordLength) {
      return "maximumWordLength \(maximumWordLength) is not in 1…10000"
    }
    if !calibration.isValid { return "calibration \(calibration) is out of range" }
    if knownWords?.count ?? 0 > KnownWords.mostLists {
      return "knownWords: more than \(KnownWords.mostLists) lists"
    }
    if let problem = hybrid?.problem(
      rescorers: rescorers?.count ?? 0, lists: knownWords?.count ?? 0)
    {
      return "hybrid: \(problem)"
    }
    return nil
  }

  /// Numbers of words.
  public struct Outcomes: Sendable, Codable, Equatable {
    /// With samples of the network's weights.
    public var sampled: Int
    /// Without.
    public var deterministic: Int
  }

  /// How a network was trained.
  public struct Provenance: Sendable, Codable, Equatable {
    /// A training file.
    public struct Corpus: Sendable, Codable, Hashable {
      /// Its name, without folders.
      public var name: String
      /// What it served: `training`, `validation`, `left out`, `vectors`, `teacher`, `known words` or `calibration`.
      public var role: String
      /// SHA-256 of its bytes.
      public var sha256: String

      /// A training file as it is now.
      ///
      /// - Throws: `FileAccessError` when it cannot be read.
      public init(path: String, role: String) throws {
        name = String(path.split(separator: "/").last ?? "")
        self.role = role
        sha256 = try Checksum.sha256(path: path)
      }
    }

    /// The command that trained it.
    public var command: String
    /// The seed of everything random.
    public var seed: UInt64
    /// The files it learned from or left out.
    public var corpora: [Corpus]
    /// Pronunciations, or texts, in training.
    public var trainingExamples: Int
    /// Words, or texts, held out for choices and calibration.
    public var validationExamples: Int
    /// Epochs run.
    public var epochs: Int
    /// The epoch, from 1, whose weights these are.
    public var bestEpoch: Int
    /// Hours of training on one machine.
    public var hours: Double
    /// Figures measured on what was held out.
    public var validation: [String: Double]

    /// How a network was trained.
    public init(
      command: String, seed: UInt64, corpora: [Corpus], trainingExamples: Int,
      validationExamples: Int, epochs: Int, bestEpoch: Int, hours: Double,
      validation: [String: Double]
    ) {
      self.command = command
      self.seed = seed
      self.corpora = corpora
      self.trainingExamples = trainingExamples
      self.validationExamples = validationExamples
      self.epochs = epochs
      self.bestEpoch = bestEpoch
      self.hours = hours
      self.validation = validation
    }

    private enum CodingKeys: String, CodingKey {
      case command, seed, corpora, trainingExamples, epochs, bestEpoch, hours, validation
      // Bundles had words only, once.
      case validationExamples = "validationWords"
    }
  }
}
