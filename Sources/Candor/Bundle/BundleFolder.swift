import CandorEngine
import CandorText

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif
#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#endif

/// What a bundle's `bundle.json` says, whatever the bundle is for.
public protocol BundleDescription: Sendable, Codable {
  /// What bundles of this kind are for.
  static var kind: String { get }
  /// The version of the format that this library writes and reads.
  static var currentVersion: Int { get }
  /// SHA-256 of each other file in the bundle, by name.
  var files: [String: String] { get set }
  /// Where the network comes from.
  var provenance: BundleManifest.Provenance { get set }
  /// Why the values cannot be used, or `nil`.
  var problem: String? { get }
}

/// The folder of a bundle: a manifest, the weights, some vocabularies, and what else a bundle may have.
///
/// It is read only when it is whole and unaltered, and written so that an older bundle stays until the new one is whole.
struct BundleFolder<Manifest: BundleDescription> {
  /// The folder.
  let path: String
  /// The names of the vocabularies' files that every bundle of the kind has.
  let vocabularies: [String]
  /// The names of the files that some have.
  let optional: [String]

  static var manifestName: String { "bundle.json" }
  static var weightsName: String { "weights.safetensors" }
  /// No weight is greater: half precision ends there.
  private static var largestWeight: Float { 65_504 }
  private var required: [String] { [Self.weightsName] + vocabularies }

  /// A folder by its path, which need not exist.
  ///
  /// - Throws: `BundleError` for what can be no path
  init(_ path: String, vocabularies: [String], optional: [String] = []) throws(BundleError) {
    guard !path.isEmpty, !path.utf8.contains(0) else {
      throw BundleError(path: path.debugDescription, reason: "is no path")
    }
    self.path = path
    self.vocabularies = vocabularies
    self.optional = optional
  }

  /// An error of the manifest.
  func manifestError(_ reason: String) -> BundleError {
    BundleError(path: "\(path)/\(Self.manifestName)", reason: reason)
  }

  // MARK: Reading

  /// What tells a bundle of another version, which may have other fields, from something else.
  private struct Header: Decodable {
    let kind: String
    let formatVersion: Int

    init?(_ json: [UInt8]) {
      guard let header = try? JSONDecoder().decode(Header.self, from: Data(json)),
        header.kind == Manifest.kind
      else { return nil }
      self = header
    }
  }

  /// The manifest, once every other file has proved to be the one that it names.
  ///
  /// - Throws: `BundleError` or `FileAccessError`
  func manifest() throws -> Manifest {
    let manifest = try readManifest()
    if let problem = manifest.problem { throw manifestError(problem) }
    let names = required + optional.filter { manifest.files[$0] != nil }
    // A cold start waits for the checksums of the large files: two are computed at once.
    _ = try Workers(threads: 2).map(names.count) { index in
      let name = names[index]
      guard let expected = manifest.files[name] else {
        throw manifestError("no checksum of \(name)")
      }
      let file = "\(path)/\(name)"
      guard try Checksum.sha256(path: file) == expected else {
        throw BundleError(path: file, reason: "altered or truncated: its checksum is another")
      }
    }
    return manifest
  }

  private func readManifest() throws -> Manifest {
    let bytes: [UInt8]
    do {
      bytes = try FileReader.bytes("\(path)/\(Self.manifestName)")
    } catch {
      throw BundleError(path: path, reason: "no bundle: \(error)")
    }
    guard let header = Header(bytes) else {
      throw manifestError("not the manifest of a \(Manifest.kind) bundle")
    }
    guard header.formatVersion == Manifest.currentVersion else {
      throw manifestError(
        "format version \(header.formatVersion); this program reads version "
          + "\(Manifest.currentVersion)")
    }
    do {
      return try JSONDecoder().decode(Manifest.self, from: Data(bytes))
    } catch {
      throw manifestError("altered or truncated: \(Self.reason(error))")
    }
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

  /// A vocabulary.
  ///
  /// - Throws: `FileAccessError` or `VocabularyError`
  func vocabulary(_ name: String) throws -> Vocabulary {
    try Vocabulary(contentsOf: "\(path)/\(name)")
  }

  /// A network with the bundle's weights.
  ///
  /// - Parameters:
  ///   - name: the file of the weights
  ///   - shapes: some tensors that tell the network's size. They are compared before a network is made: the sizes of an
  ///     altered manifest may ask for more than the memory
  ///   - make: makes the network whose weights are loaded
  /// - Throws: `BundleError` or `SafetensorsError`
  func network<Network: Module<Float>>(
    _ name: String = Self.weightsName, shapes: [(name: String, shape: [Int])],
    _ make: () -> Network
  ) throws -> Network {
    let path = "\(path)/\(name)"
    let file = try SafetensorsFile(path: path)
    for (name, shape) in shapes {
      guard let found = try? file.shape(of: name), found == shape else {
        throw BundleError(
          path: path, reason: "not the weights of the network in the manifest: no \(name) \(shape)")
      }
    }
    var network = make()
    let tensors: [String: Tensor<Float>]
    do {
      // Before anything is read: a stranger may be of any size.
      try network.requireShapes(file.shapes)
      tensors = try file.tensors(as: Float.self)
      try network.load(tensors)
    } catch let error as ModelLoadingError {
      throw BundleError(path: path, reason: error.description)
    }
    if let name = tensors.name(beyond: Self.largestWeight) {
      throw BundleError(
        path: path,
        reason: "\(name) holds numbers that are not finite, or beyond \(Self.largestWeight)")
    }
    return network
  }

  // MARK: Writing

  /// Refuses a path where something else than such a bundle stands, which `write` would not replace.
  ///
  /// - Throws: `BundleError`
  func requireReplaceable() throws(BundleError) {
    guard FileManager.default.fileExists(atPath: path) else { return }
    guard let json = try? FileReader.bytes("\(path)/\(Self.manifestName)"), Header(json) != nil
    else { throw BundleError(path: path, reason: "exists and is no bundle; it is left alone") }
  }

  /// Writes the bundle. An older one of that name is replaced only when the new one is whole; other files in its folder
  /// stay.
  ///
  /// - Throws: `BundleError`, `FileAccessError` or `SafetensorsError`; what was there before is still there then.
  func write(
    _ manifest: Manifest, weights: [String: Tensor<Float>], vocabularies: [String: Vocabulary],
    otherWeights: [String: [String: Tensor<Float>]] = [:], other: [String: [UInt8]] = [:]
  ) throws {
    try requireReplaceable()
    if let problem = manifest.problem { throw manifestError(problem) }
    var folder = path
    while folder.count > 1, folder.hasSuffix("/") { folder.removeLast() }
    let networks = otherWeights.merging([Self.weightsName: weights]) { _, own in own }
    for (_, weights) in networks.sorted(by: { $0.key < $1.key }) {
      if let name = weights.name(beyond: Self.largestWeight) {
        throw BundleError(
          path: folder,
          reason: "\(name) holds numbers that are not finite, or too great for half precision")
      }
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
      for (name, weights) in networks {
        try SafetensorsFile.write(weights, type: .half, to: "\(temporary)/\(name)")
      }
      for (name, vocabulary) in vocabularies { try vocabulary.write(to: "\(temporary)/\(name)") }
      for (name, bytes) in other { try FileWriter.write(bytes, to: "\(temporary)/\(name)") }
      var manifest = manifest
      // JSON has no NaN, and a figure that could not be measured is no reason to lose a trained network.
      manifest.provenance.validation = manifest.provenance.validation.filter { $0.value.isFinite }
      if !manifest.provenance.hours.isFinite { manifest.provenance.hours = 0 }
      // A bundle that was read and written again may have lost some of its files.
      manifest.files = [:]
      for name in Array(networks.keys) + vocabularies.keys + other.keys {
        manifest.files[name] = try Checksum.sha256(path: "\(temporary)/\(name)")
      }
      let encoder = JSONEncoder()
      encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
      let json = try encoder.encode(manifest)
      try FileWriter.write([UInt8](json) + [10], to: "\(temporary)/\(Self.manifestName)")
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
    let own = [Self.manifestName] + required + optional
    for name in try files.contentsOfDirectory(atPath: old) where !own.contains(name) {
      try files.moveItem(atPath: "\(old)/\(name)", toPath: "\(folder)/\(name)")
    }
    try files.removeItem(atPath: old)
  }

  private static func cause(_ error: any Error) -> String {
    let cause = (error as? CocoaError)?.underlying ?? error
    return (cause as? POSIXError).map { String(cString: strerror($0.code.rawValue)) } ?? "\(cause)"
  }
}

extension [String: Tensor<Float>] {
  /// The first tensor, by name, with an element beyond ± `limit` or none that is a number.
  fileprivate func name(beyond limit: Float) -> String? {
    self.sorted { $0.key < $1.key }.first { _, tensor in
      !tensor.isWithin(limit)
    }?.key
  }
}
