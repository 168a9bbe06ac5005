import CandorEngine
import CandorJoint
import CandorText

/// A folder with everything that a predictor of phones needs, and the only way to keep one.
///
/// | file | content |
/// |---|---|
/// | `bundle.json` | the manifest, with the checksums of the other files |
/// | `weights.safetensors` | the network's parameters, in half precision |
/// | `graphemes.txt`, `phonemes.txt` | the vocabularies |
/// | `joint.ngrams` | the joint model, if there is one |
///
/// Reading refuses whatever is missing, altered, of another version or inconsistent.
public struct ModelBundle: Sendable {
  /// What the bundle says of itself.
  public let manifest: BundleManifest
  /// The predictor.
  public let predictor: GraphemeToPhoneme

  private enum File {
    static let graphemes = "graphemes.txt"
    static let phonemes = "phonemes.txt"
    static let joint = "joint.ngrams"
  }

  private static func folder(_ path: String) throws(BundleError) -> BundleFolder<BundleManifest> {
    try BundleFolder(path, vocabularies: [File.graphemes, File.phonemes], optional: [File.joint])
  }

  /// Reads a bundle.
  ///
  /// - Throws: `BundleError`, `FileAccessError`, `SafetensorsError` or `VocabularyError`, each with the file and the
  ///   reason.
  public init(contentsOf path: String) throws {
    let folder = try Self.folder(path)
    let manifest = try folder.manifest()
    let graphemes = try folder.vocabulary(File.graphemes)
    let phonemes = try folder.vocabulary(File.phonemes)
    let configuration = manifest.network
    if let problem = configuration.problem(
      sourceSymbols: graphemes.count, targetSymbols: phonemes.count)
    {
      throw folder.manifestError(problem)
    }
    guard phonemes.start != nil, phonemes.end != nil else {
      throw BundleError(path: "\(path)/\(File.phonemes)", reason: "no start or no end symbol")
    }
    let (hidden, width) = (configuration.encoderHidden, configuration.decoderHidden)
    let network = try folder.network(shapes: [
      ("sourceEmbedding.table", [configuration.sourceSymbols, configuration.embedding]),
      (
        "encoder.\(configuration.encoderLayers - 1).layer.forward.recurrentWeight",
        [4 * hidden, hidden]
      ),
      ("reader.layer.recurrentWeight", [4 * width, width]),
    ]) { EncoderDecoder<Float>(unset: configuration) }
    let hybrid = try manifest.hybrid.map { calibration in
      guard manifest.files[File.joint] != nil else {
        throw folder.manifestError("no checksum of \(File.joint)")
      }
      let file = "\(path)/\(File.joint)"
      let bytes = try FileReader.bytes(file)
      do throws(JointModelError) {
        return Hybrid(
          joint: try JointModel(bytes: bytes, graphemes: graphemes.count, phones: phonemes.count),
          calibration: calibration)
      } catch {
        throw BundleError(path: file, reason: error.description)
      }
    }
    self.manifest = manifest
    predictor = GraphemeToPhoneme(
      network: network,
      graphemes: GraphemeReader(
        normalizer: manifest.text.normalizer, vocabulary: graphemes, unit: manifest.unit ?? .scalar),
      phonemes: phonemes, calibration: manifest.calibration, hybrid: hybrid,
      maximumWordLength: manifest.maximumWordLength)
  }

  /// A bundle of a trained predictor.
  public init(
    _ predictor: GraphemeToPhoneme, tokenizer: Tokenizer = Tokenizer(),
    provenance: BundleManifest.Provenance
  ) {
    self.predictor = predictor
    manifest = BundleManifest(
      kind: BundleManifest.kind, formatVersion: BundleManifest.currentVersion,
      network: predictor.network.configuration,
      text: TextSettings(normalizer: predictor.graphemes.normalizer, tokenizer: tokenizer),
      unit: predictor.graphemes.unit == .scalar ? nil : predictor.graphemes.unit,
      maximumWordLength: predictor.maximumWordLength, calibration: predictor.calibration,
      hybrid: predictor.hybrid?.calibration, provenance: provenance, files: [:])
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
    try Self.folder(path).write(
      manifest, weights: predictor.network.tensors(),
      vocabularies: [
        File.graphemes: predictor.graphemes.vocabulary, File.phonemes: predictor.phonemes,
      ],
      other: predictor.hybrid.map { [File.joint: $0.joint.bytes] } ?? [:])
  }

  /// The path of the bundle that comes with the package, or of the one that `CANDOR_MODEL` names.
  ///
  /// - Throws: `BundleError` when there is none.
  public static func findDefault() throws -> String { try DefaultBundle.english.path() }
}

extension GraphemeToPhoneme {
  /// The predictor of a bundle; by default of the English one that comes with the package.
  ///
  /// - Throws: `BundleError` when there is none, or when it is damaged.
  public init(bundle path: String? = nil) throws {
    self = try ModelBundle(contentsOf: path ?? ModelBundle.findDefault()).predictor
  }
}
