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
  /// - Throws: `BundleError` with the file and the reason.
  public init(contentsOf path: String) throws {
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
    var network = EncoderDecoder<Float>(unset: configuration)
    do {
      let weights = try SafetensorsFile(path: "\(path)/\(File.weights)")
      try network.load(weights.tensors())
    } catch let error as ModelLoadingError {
      throw BundleError(path: "\(path)/\(File.weights)", reason: error.description)
    }
    self.manifest = manifest
    predictor = GraphemeToPhoneme(
      network: network,
      graphemes: GraphemeReader(normalizer: manifest.text.normalizer, vocabulary: graphemes),
      phonemes: phonemes, calibration: manifest.calibration,
      maximumWordLength: manifest.maximumWordLength)
  }

  private static func readManifest(_ path: String) throws -> BundleManifest {
    let file = "\(path)/\(File.manifest)"
    let bytes: [UInt8]
    do {
      bytes = try FileReader.bytes(file)
    } catch {
      throw BundleError(path: path, reason: "no bundle: \(error)")
    }
    // The version is read alone first: another version may have other fields.
    struct Header: Decodable {
      let kind: String
      let formatVersion: Int
    }
    let data = Data(bytes)
    guard let header = try? JSONDecoder().decode(Header.self, from: data),
      header.kind == kind
    else { throw BundleError(path: file, reason: "not the manifest of a \(kind) bundle") }
    guard header.formatVersion == BundleManifest.currentVersion else {
      throw BundleError(
        path: file,
        reason: "format version \(header.formatVersion); this program reads version "
          + "\(BundleManifest.currentVersion)")
    }
    let manifest: BundleManifest
    do {
      manifest = try JSONDecoder().decode(BundleManifest.self, from: data)
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
    manifest = BundleManifest(
      kind: Self.kind, formatVersion: BundleManifest.currentVersion,
      network: predictor.network.configuration,
      text: TextSettings(normalizer: predictor.graphemes.normalizer, tokenizer: tokenizer),
      maximumWordLength: predictor.maximumWordLength, calibration: predictor.calibration,
      provenance: provenance, files: [:])
  }

  /// Writes the bundle to a folder. An older bundle of that name is replaced only when the new one is whole.
  ///
  /// - Throws: `BundleError`, `FileAccessError` or `SafetensorsError`; what was there before is still there then.
  public func write(to path: String) throws {
    let folder = path.hasSuffix("/") ? String(path.dropLast()) : path
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
        predictor.network.tensors(), type: .half, to: "\(temporary)/\(File.weights)")
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
      if existed {
        guard files.fileExists(atPath: "\(folder)/\(File.manifest)") else {
          throw BundleError(path: folder, reason: "exists and is no bundle; it is left alone")
        }
        try files.moveItem(atPath: folder, toPath: old)
      }
      do {
        try files.moveItem(atPath: temporary, toPath: folder)
      } catch {
        if existed { try? files.moveItem(atPath: old, toPath: folder) }
        throw error
      }
      if existed { try? files.removeItem(atPath: old) }
    } catch let error as BundleError {
      throw error
    } catch {
      throw BundleError(path: folder, reason: "cannot be written: \(Self.cause(error))")
    }
  }

  private static func cause(_ error: any Error) -> String {
    (error as? CocoaError)?.underlying.map { "\($0)" } ?? "\(error)"
  }

  /// The path of the bundle that comes with the package, or of the one that `CANDOR_MODEL` names.
  ///
  /// - Throws: `BundleError` when there is none.
  public static func findDefault() throws -> String { try DefaultBundle.path() }
}

extension GraphemeToPhoneme {
  /// The predictor of a bundle; by default of the English one that comes with the package.
  ///
  /// - Throws: `BundleError` when there is none, or when it is damaged.
  public init(bundle path: String? = nil) throws {
    self = try ModelBundle(contentsOf: path ?? ModelBundle.findDefault()).predictor
  }
}
