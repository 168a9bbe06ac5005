import Candor
import CandorText
import Foundation

/// The files of a bundle, to be damaged.
struct BundleFiles {
  static let names = ["bundle.json", "graphemes.txt", "phonemes.txt", "weights.safetensors"]

  static let provenance = BundleManifest.Provenance(
    command: "g2p train", seed: .max, corpora: [], trainingExamples: 36, validationExamples: 7,
    epochs: 2, bestEpoch: 1, hours: 0.5, validation: ["per": 0.25])

  let path: String

  /// Writes a bundle of a predictor with random weights.
  static func written(_ folder: TemporaryFolder, _ name: String = "model") throws -> BundleFiles {
    let path = folder.path(name)
    try ModelBundle(Toy.random(Tiny.concrete), provenance: provenance).write(to: path)
    return BundleFiles(path: path)
  }

  subscript(name: String) -> [UInt8] {
    get throws { try FileReader.bytes("\(path)/\(name)") }
  }

  func write(_ bytes: [UInt8], _ name: String) throws {
    try Data(bytes).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
  }

  /// Puts other bytes in the place of a file, and its checksum into the manifest: only its content is wrong.
  func replace(_ name: String, _ bytes: [UInt8]) throws {
    try write(bytes, name)
    guard name != "bundle.json" else { return }
    try changeManifest { manifest in
      var files = manifest["files"] as? [String: Any] ?? [:]
      files[name] = Checksum.sha256(bytes)
      manifest["files"] = files
    }
  }

  func changeManifest(_ change: (inout [String: Any]) -> Void) throws {
    let data = Data(try self["bundle.json"])
    var manifest = try JSONSerialization.jsonObject(with: data) as? [String: Any] ?? [:]
    change(&manifest)
    try write(Array(JSONSerialization.data(withJSONObject: manifest)), "bundle.json")
  }

  /// Replaces a part of the manifest's text.
  func replaceInManifest(_ old: String, _ new: String) throws -> Bool {
    let text = String(decoding: try self["bundle.json"], as: UTF8.self)
    try write(Array(text.replacing(old, with: new).utf8), "bundle.json")
    return text.contains(old)
  }

  /// Why the bundle is refused; `nil` where it is read.
  func refusal() -> String? {
    do {
      _ = try ModelBundle(contentsOf: path)
      return nil
    } catch { return "\(error)" }
  }

  /// A file's bytes, gone, cut short, lengthened and altered.
  static func damaged(_ whole: [UInt8]) -> [[UInt8]] {
    [[], Array(whole.dropLast()), whole + [0], [whole[0] ^ 1] + whole.dropFirst()]
  }
}
