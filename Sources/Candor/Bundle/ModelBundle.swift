import CandorEngine
import CandorText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// A folder with everything that a predictor needs, and the only way to keep one.
///
/// | file | content |
/// |---|---|
/// | `bundle.json` | the manifest, with the checksums of the other files |
/// | `weights.safetensors` | the network's parameters, in half precision |
/// | `graphemes.txt`, `phonemes.txt` | the vocabularies |
///
/// Reading refuses whatever is missing, altered, of another version or inconsistent.
public struct ModelBundle: Sendable {
  /// What the bundle says of itself.
  public let manifest: BundleManifest
  /// The predictor.
  public let predictor: GraphemeToPhoneme

  private enum File {
    static let manifest = "bundle.json"
    static let weights = "weights.safetensors"
    static let graphemes = "graphemes.txt"
    static let phonemes = "phonemes.txt"
  }

  /// Reads a bundle.
  ///
  /// - Throws: `BundleError`, `FileAccessError`, `SafetensorsError` or `VocabularyError`, each with the file and the
  ///   reason.
  public init(contentsOf path: String) throws {
    try Self.requireName(path)
    let manifest = try Self.readManifest(path)
    for name in [File.weights, File.graphemes, File.phonemes] {
      let file = "\(path)/\(name)"
      guard let expected = manifest.files[name] else {
        throw BundleError(path: "\(path)/\(File.manifest)", reason: "no checksum of \(name)")
      }
      guard try Checksum.sha256(path: file) == expected else {
        throw BundleError(path: file, reason: "altered or truncated: its checksum is another")
      }
    }
    let graphemes = try Vocabulary(contentsOf: "\(path)/\(File.graphemes)")
    let phonemes = try Vocabulary(contentsOf: "\(path)/\(File.phonemes)")
    let configuration = manifest.network
    if let problem = configuration.problem(
      sourceSymbols: graphemes.count, targetSymbols: phonemes.count)
    {
      throw BundleError(path: "\(path)/\(File.manifest)", reason: problem)
    }
    guard phonemes.start != nil, phonemes.end != nil else {
      throw BundleError(path: "\(path)/\(File.phonemes)", reason: "no start or no end symbol")
    }
    let network = try Self.network(configuration, weights: "\(path)/\(File.weights)")
    self.manifest = manifest
    predictor = GraphemeToPhoneme(
      network: network,
      graphemes: GraphemeReader(normalizer: manifest.text.normalizer, vocabulary: graphemes),
      phonemes: phonemes, calibration: manifest.calibration,
      maximumWordLength: manifest.maximumWordLength)
  }

  private static func network(
    _ configuration: EncoderDecoderConfiguration, weights path: String
  ) throws -> EncoderDecoder<Float> {
    let file = try SafetensorsFile(path: path)
    // Sizes are compared before a network is made: those of an altered manifest may ask for more than the memory.
    let (hidden, width) = (configuration.encoderHidden, configuration.decoderHidden)
    for (name, shape) in [
      ("sourceEmbedding.table", [configuration.sourceSymbols, configuration.embedding]),
      (
        "encoder.\(configuration.encoderLayers - 1).layer.forward.recurrentWeight",
        [4 * hidden, hidden]
      ),
      ("reader.layer.recurrentWeight", [4 * width, width]),
    ] {
      guard let found = try? file.shape(of: name), found == shape else {
        throw BundleError(
          path: path, reason: "not the weights of the network in the manifest: no \(name) \(shape)")
      }
    }
    var network = EncoderDecoder<Float>(unset: configuration)
    let tensors = try file.tensors(as: Float.self)
    do throws(ModelLoadingError) {
      try network.load(tensors)
    } catch {
      throw BundleError(path: path, reason: error.description)
    }
    if let name = tensors.name(beyond: .greatestFiniteMagnitude) {
      throw BundleError(path: path, reason: "\(name) holds numbers that are not finite")
    }
    return network
  }

  private static func requireName(_ path: String) throws(BundleError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw BundleError(path: path.debugDescription, reason: "is no path")
    }
  }

  /// What tells a bundle of another version, which may have other fields, from something else.
  private struct Header: Decodable {
    let kind: String
    let formatVersion: Int

    init?(_ json: [UInt8]) {
      guard let header = try? JSONDecoder().decode(Header.self, from: Data(json)),
        header.kind == ModelBundle.kind
      else { return nil }
      self = header
    }
  }

  private static func readManifest(_ path: String) throws -> BundleManifest {
    let file = "\(path)/\(File.manifest)"
    let bytes: [UInt8]
    do {
      bytes = try FileReader.bytes(file)
    } catch {
      throw BundleError(path: path, reason: "no bundle: \(error)")
    }
    guard let header = Header(bytes) else {
      throw BundleError(path: file, reason: "not the manifest of a \(kind) bundle")
    }
    guard header.formatVersion == BundleManifest.currentVersion else {
      throw BundleError(
        path: file,
        reason: "format version \(header.formatVersion); this program reads version "
          + "\(BundleManifest.currentVersion)")
    }
    let manifest: BundleManifest
    do {
      manifest = try JSONDecoder().decode(BundleManifest.self, from: Data(bytes))
    } catch {
      throw BundleError(path: file, reason: "altered or truncated: \(Self.reason(error))")
    }
    guard (1...10_000).contains(manifest.maximumWordLength) else {
      throw BundleError(
        path: file, reason: "maximumWordLength \(manifest.maximumWordLength) is not in 1…10000")
    }
    guard manifest.calibration.isValid else {
      throw BundleError(path: file, reason: "calibration \(manifest.calibration) is out of range")
    }
    return manifest
  }

  private static func reason(_ error: any Error) -> String {
    switch error as? DecodingError {
    case .keyNotFound(let key, _): "no \(key.stringValue)"
    case .typeMismatch(_, let context), .valueNotFound(_, let context),
      .dataCorrupted(let context):
      (context.codingPath.map(\.stringValue) + [context.debugDescription]).joined(separator: ": ")
    default: "\(error)"
    }
  }

  static let kind = "grapheme-to-phoneme"

  /// A bundle of a trained predictor.
  public init(
    _ predictor: GraphemeToPhoneme, tokenizer: Tokenizer = Tokenizer(),
    provenance: BundleManifest.Provenance
  ) {
    self.predictor = predictor
    // JSON has no NaN, and a figure that could not be measured is no reason to lose a trained network.
    var provenance = provenance
    provenance.validation = provenance.validation.filter { $0.value.isFinite }
    if !provenance.hours.isFinite { provenance.hours = 0 }
    manifest = BundleManifest(
      kind: Self.kind, formatVersion: BundleManifest.currentVersion,
      network: predictor.network.configuration,
      text: TextSettings(normalizer: predictor.graphemes.normalizer, tokenizer: tokenizer),
      maximumWordLength: predictor.maximumWordLength, calibration: predictor.calibration,
      provenance: provenance, files: [:])
  }

  /// Refuses a path where something else than a bundle stands, which `write(to:)` would not replace.
  ///
  /// - Throws: `BundleError`
  public static func requireReplaceable(_ path: String) throws(BundleError) {
    try requireName(path)
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let json = try? FileReader.bytes("\(path)/\(File.manifest)"), Header(json) != nil else {
      throw BundleError(path: path, reason: "exists and is no bundle; it is left alone")
    }
  }

  /// Writes the bundle to a folder. An older bundle of that name is replaced only when the new one is whole; other
  /// files in its folder stay.
  ///
  /// - Throws: `BundleError`, `FileAccessError` or `SafetensorsError`; what was there before is still there then.
  public func write(to path: String) throws {
    try Self.requireReplaceable(path)
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    let weights = predictor.network.tensors()
    if let name = weights.name(beyond: 65_504) {
      throw BundleError(
        path: folder, reason: "\(name) holds numbers that are not finite in half precision")
    }
    let temporary = "\(folder).\(ProcessInfo.processInfo.processIdentifier).partial"
    let files = FileManager.default
    try? files.removeItem(atPath: temporary)
    do {
      try files.createDirectory(atPath: temporary, withIntermediateDirectories: true)
    } catch {
      throw BundleError(path: temporary, reason: "cannot be made: \(Self.cause(error))")
    }
    do {
      try SafetensorsFile.write(
        weights, type: .half, to: "\(temporary)/\(File.weights)")
      try predictor.graphemes.vocabulary.write(to: "\(temporary)/\(File.graphemes)")
      try predictor.phonemes.write(to: "\(temporary)/\(File.phonemes)")
      var manifest = manifest
      for name in [File.weights, File.graphemes, File.phonemes] {
        manifest.files[name] = try Checksum.sha256(path: "\(temporary)/\(name)")
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let json = try encoder.encode(manifest)
      try FileWriter.write([UInt8](json) + [10], to: "\(temporary)/\(File.manifest)")
      try replace(folder, with: temporary)
    } catch {
      try? files.removeItem(atPath: temporary)
      throw error
    }
  }

  private func replace(_ folder: String, with temporary: String) throws {
    let files = FileManager.default
    let old = "\(temporary).old"
    do {
      let existed = files.fileExists(atPath: folder)
      if existed { try files.moveItem(atPath: folder, toPath: old) }
      do {
        try files.moveItem(atPath: temporary, toPath: folder)
      } catch {
        if existed { try? files.moveItem(atPath: old, toPath: folder) }
        throw error
      }
      // The new bundle stands; what is left of the old one is no reason to call that a failure.
      if existed { try? removeFiles(of: old, keepingOthersIn: folder) }
    } catch {
      throw BundleError(path: folder, reason: "cannot be written: \(Self.cause(error))")
    }
  }

  /// Removes a bundle that was replaced. What a bundle does not consist of is someone else's and moves on.
  private func removeFiles(of old: String, keepingOthersIn folder: String) throws {
    let files = FileManager.default
    // Of a bundle that was linked to, the link alone is replaced.
    if (try? files.destinationOfSymbolicLink(atPath: old)) != nil {
      return try files.removeItem(atPath: old)
    }
    let own = [File.manifest, File.weights, File.graphemes, File.phonemes]
    for name in try files.contentsOfDirectory(atPath: old) where !own.contains(name) {
      try files.moveItem(atPath: "\(old)/\(name)", toPath: "\(folder)/\(name)")
    }
    try files.removeItem(atPath: old)
  }

  private static func cause(_ error: any Error) -> String {
    (error as? CocoaError)?.underlying.map { "\($0)" } ?? "\(error)"
  }

  /// The path of the bundle that comes with the package, or of the one that `CANDOR_MODEL` names.
  ///
  /// - Throws: `BundleError` when there is none.
  public static func findDefault() throws -> String { try DefaultBundle.path() }
}

extension [String: Tensor<Float>] {
  /// The first tensor, by name, with an element beyond ± `limit` or none that is a number.
  fileprivate func name(beyond limit: Float) -> String? {
    self.sorted { $0.key < $1.key }.first { _, tensor in
      tensor.withUnsafeElements { !$0.allSatisfy { abs($0) <= limit } }
    }?.key
  }
}

extension GraphemeToPhoneme {
  /// The predictor of a bundle; by default of the English one that comes with the package.
  ///
  /// - Throws: `BundleError` when there is none, or when it is damaged.
  public init(bundle path: String? = nil) throws {
    self = try ModelBundle(contentsOf: path ?? ModelBundle.findDefault()).predictor
  }
}
