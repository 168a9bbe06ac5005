import CandorEngine
import CandorText

/// Everything about a sentiment bundle that is not a number of the network or a symbol: `bundle.json`.
public struct SentimentManifest: BundleDescription, Equatable {
  /// What bundles of this kind are for.
  public static let kind = "sentiment"
  /// The version of the format that this library writes and reads.
  public static let currentVersion = 2

  /// What the bundle is for: always `sentiment`.
  public var kind: String
  /// The version of the format.
  public var formatVersion: Int
  /// The sizes and the dropout of the network.
  public var network: SentimentNetworkConfiguration
  /// The labels, in the order of the logits.
  public var labels: SentimentLabels
  /// How texts are cut and spelled.
  public var reader: TextReader
  /// The ICU that cut and spelled the texts of training.
  public var text: TextSettings
  /// Texts of more tokens are cut.
  public var maximumLength: Int
  /// From probabilities to such that can be relied on.
  public var calibration: SentimentCalibration
  /// Where the network comes from.
  public var provenance: BundleManifest.Provenance
  /// SHA-256 of each other file in the bundle, by name.
  public var files: [String: String]

  /// Why the values cannot be used, or `nil`.
  public var problem: String? {
    if !(1...10_000).contains(maximumLength) {
      return "maximumLength \(maximumLength) is not in 1…10000"
    }
    if Set(labels.names).count != labels.count || labels.names.contains("") {
      return "labels \(labels.names) are not distinct"
    }
    return calibration.isValid ? nil : "calibration \(calibration) is out of range"
  }
}

/// A folder with everything that a classifier of texts needs, and the only way to keep one.
///
/// | file | content |
/// |---|---|
/// | `bundle.json` | the manifest, with the checksums of the other files |
/// | `weights.safetensors` | the network's parameters: rounded matrices in bytes with a scale for each row, the rest in half precision |
/// | `words.txt` | the words |
/// | `pieces.txt` | the pieces of words, where the network reads any |
///
/// Reading refuses whatever is missing, altered, of another version or inconsistent.
public struct SentimentBundle: Sendable {
  /// What the bundle says of itself.
  public let manifest: SentimentManifest
  /// The predictor.
  public let predictor: SentimentClassifier

  private enum File {
    static let words = "words.txt"
    static let pieces = "pieces.txt"
  }

  private static func folder(
    _ path: String
  ) throws(BundleError) -> BundleFolder<SentimentManifest> {
    try BundleFolder(path, vocabularies: [File.words], optional: [File.pieces])
  }

  /// Reads a bundle.
  ///
  /// - Parameters:
  ///   - path: the folder
  ///   - precision: in which its predictor multiplies by weights
  /// - Throws: `BundleError`, `FileAccessError`, `SafetensorsError` or `VocabularyError`, each with the file and the
  ///   reason.
  public init(
    contentsOf path: String, precision: FrozenWeights<Float>.Precision = .bytes
  ) throws {
    let folder = try Self.folder(path)
    let manifest = try folder.manifest()
    let words = try folder.vocabulary(File.words)
    let hasPieces = manifest.files[File.pieces] != nil
    let pieces = hasPieces ? try folder.vocabulary(File.pieces) : nil
    let configuration = manifest.network
    if let problem = configuration.problem(
      words: words.count, pieces: pieces?.count ?? 0, classes: manifest.labels.count)
    {
      throw folder.manifestError(problem)
    }
    guard words.unknown != nil else {
      throw BundleError(path: "\(path)/\(File.words)", reason: "no unknown symbol")
    }
    let hidden = configuration.hidden
    let network = try folder.network(shapes: [
      ("words.table", [configuration.words, configuration.embedding]),
      (
        "encoder.\(configuration.layers - 1).layer.forward.recurrentWeight", [4 * hidden, hidden]
      ),
      (
        "output.layer.weight",
        [configuration.classes + configuration.fineClasses, configuration.pooled]
      ),
    ]) { SentimentNetwork<Float>(unset: configuration) }
    self.manifest = manifest
    predictor = SentimentClassifier(
      network: network, reader: SentenceReader(text: manifest.reader, words: words, pieces: pieces),
      labels: manifest.labels, calibration: manifest.calibration,
      maximumLength: manifest.maximumLength, precision: precision)
  }

  /// A bundle of a trained predictor.
  public init(_ predictor: SentimentClassifier, provenance: BundleManifest.Provenance) {
    self.predictor = predictor
    let reader = predictor.reader.text
    manifest = SentimentManifest(
      kind: SentimentManifest.kind, formatVersion: SentimentManifest.currentVersion,
      network: predictor.network.configuration, labels: predictor.labels, reader: reader,
      text: TextSettings(normalizer: reader.normalizer, tokenizer: reader.tokenizer),
      maximumLength: predictor.maximumLength, calibration: predictor.calibration,
      provenance: provenance, files: [:])
  }

  /// Refuses a path where something else than a bundle stands, which `write(to:)` would not replace.
  ///
  /// - Throws: `BundleError`
  public static func requireReplaceable(_ path: String) throws(BundleError) {
    try folder(path).requireReplaceable()
  }

  /// Writes the bundle to a folder. An older bundle of that name is replaced only when the new one is whole; other
  /// files in its folder stay.
  ///
  /// - Throws: `BundleError`, `FileAccessError` or `SafetensorsError`; what was there before is still there then.
  public func write(to path: String) throws {
    let reader = predictor.reader
    var vocabularies = [File.words: reader.words]
    vocabularies[File.pieces] = reader.pieces
    try Self.folder(path).write(
      manifest, weights: predictor.network.tensors(), vocabularies: vocabularies)
  }

  /// The path of a bundle: a folder, or `sentiment`, which comes with the package; without a name the one that
  /// `CANDOR_SENTIMENT_MODEL` names, else `sentiment`.
  ///
  /// - Throws: `BundleError` when there is none.
  public static func path(_ name: String? = nil) throws(BundleError) -> String {
    try ShippedBundle.path(name, among: [.sentiment])
  }
}

extension SentimentClassifier {
  /// The predictor of a bundle; by default of the English one that comes with the package.
  ///
  /// - Parameters:
  ///   - path: the folder
  ///   - precision: of products with weights; `bytes` is faster, and hardly errs more often
  /// - Throws: `BundleError` when there is none, or when it is damaged.
  public init(
    bundle path: String? = nil, precision: FrozenWeights<Float>.Precision = .bytes
  ) throws {
    self = try SentimentBundle(contentsOf: SentimentBundle.path(path), precision: precision)
      .predictor
  }
}
