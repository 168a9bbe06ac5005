import CandorEngine
import CandorJoint
import CandorText

/// A folder with everything that a predictor of phones needs, and the only way to keep one.
///
/// | file | content |
/// |---|---|
/// | `bundle.json` | the manifest, with the checksums of the other files |
/// | `weights.safetensors` | the network's parameters: rounded matrices in bytes with a scale for each row, the rest in half precision |
/// | `graphemes.txt`, `phonemes.txt` | the vocabularies |
/// | `rescorer-1.safetensors` … | the parameters of the rescoring networks, if there are any |
/// | `joint.ngrams` | the joint model, if there is one |
/// | `analogies.lexicon` | words with their pronunciations and rules for analogies with them, if there are any |
/// | `known.words` | lists of known words, if there are any |
/// | `confidence.traits` | what letters and differences say of the confidence, if it was learned |
/// | `confidence.safetensors` | the networks of the confidence, if they were learned |
/// | `outcomes-mean.tsv`, `outcomes-sampled.tsv` | how held-out words turned out, without and with samples of the weights, if that was kept |
///
/// Reading refuses whatever is missing, altered, of another version or inconsistent.
public struct ModelBundle: Sendable {
  /// What the bundle says of itself.
  public private(set) var manifest: BundleManifest
  /// The predictor.
  public private(set) var predictor: GraphemeToPhoneme
  /// How held-out words turned out, to be written; ``outcomes(in:)`` reads it.
  private var outcomes: WordOutcomes?

  private typealias File = ModelBundleFile

  private static func folder(_ path: String) throws(BundleError) -> BundleFolder<BundleManifest> {
    try BundleFolder(
      path, vocabularies: [File.graphemes, File.phonemes], optional: File.extras.map(\.name))
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
    let graphemes = try folder.vocabulary(File.graphemes)
    let phonemes = try folder.vocabulary(File.phonemes)
    guard phonemes.start != nil, phonemes.end != nil else {
      throw BundleError(path: "\(path)/\(File.phonemes)", reason: "no start or no end symbol")
    }
    // A cold start waits for both.
    let (network, hybrid) = try Workers(threads: 2).both {
      try Self.network(
        BundleFolder<BundleManifest>.weightsName, manifest.network, graphemes, phonemes, in: folder)
    } _: {
      try Self.hybrid(manifest, graphemes, phonemes, in: folder)
    }
    self.manifest = manifest
    predictor = GraphemeToPhoneme(
      network: network,
      graphemes: GraphemeReader(
        normalizer: manifest.text.normalizer, vocabulary: graphemes, unit: manifest.unit ?? .scalar),
      phonemes: phonemes, calibration: manifest.calibration, hybrid: hybrid,
      maximumWordLength: manifest.maximumWordLength, precision: precision)
  }

  private static func network(
    _ file: String, _ configuration: EncoderDecoderConfiguration, _ graphemes: Vocabulary,
    _ phonemes: Vocabulary, in folder: BundleFolder<BundleManifest>
  ) throws -> EncoderDecoder<Float> {
    if let problem = configuration.problem(
      sourceSymbols: graphemes.count, targetSymbols: phonemes.count)
    {
      throw folder.manifestError(problem)
    }
    let (hidden, width) = (configuration.encoderHidden, configuration.decoderHidden)
    return try folder.network(
      file,
      shapes: [
        ("sourceEmbedding.table", [configuration.sourceSymbols, configuration.embedding]),
        (
          "encoder.\(configuration.encoderLayers - 1).layer.forward.recurrentWeight",
          [4 * hidden, hidden]
        ),
        ("reader.layer.recurrentWeight", [4 * width, width]),
      ]
    ) { EncoderDecoder<Float>(unset: configuration) }
  }

  /// What stands beside the network.
  private static func hybrid(
    _ manifest: BundleManifest, _ graphemes: Vocabulary, _ phonemes: Vocabulary,
    in folder: BundleFolder<BundleManifest>
  ) throws -> Hybrid? {
    if let problem = File.problem(of: manifest) { throw folder.manifestError(problem) }
    guard let calibration = manifest.hybrid else { return nil }
    // A fit leaves the weight of a model that is not there as it was: another one tells of a file that was lost.
    let unfitted = CandidateMixture.unfitted(rescorers: manifest.rescorers?.count ?? 0)
    for (name, weight) in [(File.joint, \CandidateMixture.joint), (File.analogies, \.analogy)]
    where manifest.files[name] == nil {
      for weights in [calibration.sampled, calibration.deterministic]
      where weights.mixture[keyPath: weight] != unfitted[keyPath: weight] {
        throw folder.manifestError("no checksum of \(name)")
      }
    }
    return Hybrid(
      joint: try counted(File.joint, manifest, in: folder) { bytes throws(ModelBytesError) in
        try JointModel(bytes: bytes, graphemes: graphemes.count, phones: phonemes.count)
      },
      analogies: try counted(File.analogies, manifest, in: folder) {
        bytes throws(ModelBytesError) in try AnalogyModel(bytes: bytes, phones: phonemes.count)
      },
      rescorers: try (manifest.rescorers ?? []).enumerated().map { index, configuration in
        try network(File.rescorer(index), configuration, graphemes, phonemes, in: folder)
      },
      knownWords: try counted(File.knownWords, manifest, in: folder) {
        bytes throws(ModelBytesError) in
        try KnownWords(bytes: bytes, names: manifest.knownWords ?? [], graphemes: graphemes)
      },
      calibration: calibration,
      traits: try counted(File.traits, manifest, in: folder) { bytes throws(ModelBytesError) in
        let traits = try ConfidenceTraits(bytes: bytes)
        guard traits.count == manifest.traits else {
          throw ModelBytesError(
            description: "\(traits.count) traits, not \(manifest.traits ?? 0)")
        }
        return traits
      },
      confidenceNetworks: try manifest.confidenceNetworks == true
        ? confidenceNetworks(manifest, in: folder) : nil)
  }

  private static func confidenceNetworks(
    _ manifest: BundleManifest, in folder: BundleFolder<BundleManifest>
  ) throws -> ConfidenceNetworks {
    let networks = try folder.network(File.confidence, shapes: []) {
      ConfidenceNetworks(lists: manifest.knownWords?.count ?? 0)
    }
    for network in [networks.sampled, networks.deterministic] {
      if let problem = network.problem {
        throw BundleError(path: "\(folder.path)/\(File.confidence)", reason: problem)
      }
    }
    return networks
  }

  /// How the words turned out that the training of this bundle held out.
  ///
  /// - Parameter path: the folder from which the bundle was read
  /// - Returns: `nil` if it has kept nothing of it
  /// - Throws: `BundleError` with the file, the line and the value, `FileAccessError`
  package func outcomes(in path: String) throws -> WordOutcomes? {
    guard let kept = manifest.outcomes else { return nil }
    var outcomes = WordOutcomes()
    for (sampled, count) in [(true, kept.sampled), (false, kept.deterministic)] where count > 0 {
      let name = File.outcomes(sampled: sampled)
      outcomes[sampled: sampled] = try outcomeTable.outcomes(contentsOf: "\(path)/\(name)")
      guard outcomes[sampled: sampled].count == count else {
        throw BundleError(
          path: "\(path)/\(name)",
          reason: "\(outcomes[sampled: sampled].count) words, not \(count)")
      }
    }
    return outcomes
  }

  private var outcomeTable: OutcomeTable {
    OutcomeTable(
      graphemes: predictor.graphemes, phonemes: predictor.phonemes,
      lists: manifest.knownWords?.count ?? 0)
  }

  /// A model that was learned by counting, if the bundle has it.
  private static func counted<Model>(
    _ name: String, _ manifest: BundleManifest, in folder: BundleFolder<BundleManifest>,
    _ read: ([UInt8]) throws(ModelBytesError) -> Model
  ) throws -> Model? {
    guard manifest.files[name] != nil else { return nil }
    let file = "\(folder.path)/\(name)"
    let bytes = try FileReader.bytes(file)
    do throws(ModelBytesError) {
      return try read(bytes)
    } catch {
      throw BundleError(path: file, reason: error.description)
    }
  }

  /// A bundle of a trained predictor.
  public init(
    _ predictor: GraphemeToPhoneme, tokenizer: Tokenizer = Tokenizer(),
    provenance: BundleManifest.Provenance
  ) {
    self.init(predictor, tokenizer: tokenizer, outcomes: nil, provenance: provenance)
  }

  /// A bundle that keeps how held-out words turned out.
  package init(
    _ predictor: GraphemeToPhoneme, tokenizer: Tokenizer = Tokenizer(), outcomes: WordOutcomes?,
    provenance: BundleManifest.Provenance
  ) {
    self.init(
      predictor,
      text: TextSettings(normalizer: predictor.graphemes.normalizer, tokenizer: tokenizer),
      outcomes: outcomes, provenance: provenance)
  }

  private init(
    _ predictor: GraphemeToPhoneme, text: TextSettings, outcomes: WordOutcomes?,
    provenance: BundleManifest.Provenance
  ) {
    self.predictor = predictor
    self.outcomes = outcomes
    let hybrid = predictor.hybrid
    let rescorers = hybrid?.rescorers.map(\.configuration) ?? []
    manifest = BundleManifest(
      kind: BundleManifest.kind, formatVersion: BundleManifest.currentVersion,
      network: predictor.network.configuration, rescorers: rescorers.isEmpty ? nil : rescorers,
      text: text, unit: predictor.graphemes.unit == .scalar ? nil : predictor.graphemes.unit,
      maximumWordLength: predictor.maximumWordLength, calibration: predictor.calibration,
      hybrid: hybrid?.calibration, knownWords: hybrid?.knownWords?.names,
      traits: hybrid?.traits?.count,
      confidenceNetworks: hybrid?.confidenceNetworks == nil ? nil : true,
      outcomes: outcomes.map {
        BundleManifest.Outcomes(sampled: $0.sampled.count, deterministic: $0.deterministic.count)
      },
      provenance: provenance, files: [:])
  }

  /// The bundle without the models beside the network, of which nothing has been measured.
  public var networkOnly: ModelBundle {
    guard predictor.hybrid != nil else { return self }
    var provenance = manifest.provenance
    provenance.validation = [:]
    return ModelBundle(
      predictor.networkOnly, text: manifest.text, outcomes: nil, provenance: provenance)
  }

  /// Refuses a path where something else than a bundle stands, which `write(to:)` would not replace.
  ///
  /// - Throws: `BundleError`
  public static func requireReplaceable(_ path: String) throws(BundleError) {
    try folder(path).requireReplaceable()
  }

  /// Writes the bundle to a folder, without what one that was read may have kept of held-out words. An older bundle of
  /// that name is replaced only when the new one is whole; other files in its folder stay.
  ///
  /// - Throws: `BundleError`, `FileAccessError` or `SafetensorsError`; what was there before is still there then.
  public func write(to path: String) throws {
    var otherWeights = Dictionary(
      uniqueKeysWithValues: (predictor.hybrid?.rescorers ?? []).enumerated().map {
        (File.rescorer($0), $1.tensors())
      })
    otherWeights[File.confidence] = predictor.hybrid?.confidenceNetworks?.tensors()
    var manifest = manifest
    if outcomes == nil { manifest.outcomes = nil }
    var tables: [String: [UInt8]] = [:]
    for sampled in [true, false] {
      guard let words = outcomes?[sampled: sampled], !words.isEmpty else { continue }
      tables[File.outcomes(sampled: sampled)] = Array(outcomeTable.text(words).utf8)
    }
    try Self.folder(path).write(
      manifest, weights: predictor.network.tensors(),
      vocabularies: [
        File.graphemes: predictor.graphemes.vocabulary, File.phonemes: predictor.phonemes,
      ],
      otherWeights: otherWeights,
      other: [
        File.joint: predictor.hybrid?.joint?.bytes,
        File.analogies: predictor.hybrid?.analogies?.bytes,
        File.knownWords: predictor.hybrid?.knownWords?.bytes,
        File.traits: predictor.hybrid?.traits?.bytes,
      ].compactMapValues { $0 }.merging(tables) { $1 })
  }

  /// The path of a bundle.
  ///
  /// - Parameter name: a folder, or the name of a bundle that comes with the package: `english` or `canonical`. Without a
  ///   name it is the one that `CANDOR_MODEL` names, else `english`.
  /// - Throws: `BundleError` when there is none.
  public static func path(_ name: String? = nil) throws(BundleError) -> String {
    try ShippedBundle.path(name, among: [.english, .canonical])
  }
}

extension GraphemeToPhoneme {
  /// The predictor of a bundle, which may be one of those that come with the package (`english`, `canonical`); by
  /// default of the English one.
  ///
  /// - Parameters:
  ///   - path: the folder or the name
  ///   - precision: of products with weights; `bytes` is more than twice as fast, and hardly errs more often
  /// - Throws: `BundleError` when there is none, or when it is damaged.
  public init(
    bundle path: String? = nil, precision: FrozenWeights<Float>.Precision = .bytes
  ) throws {
    self = try ModelBundle(contentsOf: ModelBundle.path(path), precision: precision).predictor
  }
}
