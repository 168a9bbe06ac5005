import Candor
import CandorText
import Foundation
import TestSupport
import Testing

@Suite struct SentimentBundleTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  private func written() throws -> String {
    let path = folder.path("model")
    try SentimentBundle(
      try ToyReviews.trained.get().predictor, provenance: BundleFiles.provenance
    ).write(to: path)
    return path
  }

  @Test func whatIsWrittenIsRead() throws {
    let path = try written()
    let original = try ToyReviews.trained.get().predictor
    let read = try SentimentBundle(contentsOf: path)
    #expect(read.manifest.labels == .binary)
    #expect(read.predictor.calibration == original.calibration)
    #expect(read.predictor.reader.words == original.reader.words)
    #expect(read.predictor.reader.pieces == original.reader.pieces)
    #expect(read.predictor.reader.text == original.reader.text)
    let texts = ToyReviews.texts(30, seed: 8).map(\.text)
    for (a, b) in zip(try read.predictor.classify(texts), try original.classify(texts)) {
      expectClose(a.probability, b.probability, absolute: 0.01, relative: 0.01)
    }
    try read.write(to: folder.path("again"))
    for name in ["bundle.json", "weights.safetensors", "words.txt", "pieces.txt"] {
      #expect(
        FileManager.default.contentsEqual(
          atPath: "\(path)/\(name)", andPath: folder.path("again/\(name)")), "\(name)")
    }
  }

  @Test func whatIsAlteredIsRefused() throws {
    let path = try written()
    func refusal() -> String? {
      do {
        _ = try SentimentBundle(contentsOf: path)
        return nil
      } catch { return "\(error)" }
    }
    let manifest = try String(contentsOfFile: path + "/bundle.json", encoding: .utf8)
    func alter(_ old: String, _ new: String) throws {
      #expect(manifest.contains(old), "\(old)")
      try manifest.replacingOccurrences(of: old, with: new).write(
        toFile: path + "/bundle.json", atomically: true, encoding: .utf8)
    }
    for (old, new, reason) in [
      ("\"kind\" : \"sentiment\"", "\"kind\" : \"x\"", "not the manifest of a sentiment bundle"),
      ("\"formatVersion\" : 2", "\"formatVersion\" : 1", "format version 1"),
      ("\"hidden\" : 8", "\"hidden\" : 9", "not the weights of the network"),
      ("\"hidden\" : 8", "\"hidden\" : 900000000", "hidden 900000000"),
      ("\"classes\" : 2", "\"classes\" : 3", "the vocabularies have"),
      ("\"positive\"", "\"negative\"", "are not distinct"),
      ("\"maximumLength\" : 400", "\"maximumLength\" : 0", "maximumLength 0"),
    ] {
      try alter(old, new)
      #expect(refusal()?.contains(reason) == true, "\(refusal() ?? "read")")
    }
    try manifest.write(toFile: path + "/bundle.json", atomically: true, encoding: .utf8)
    #expect(refusal() == nil)
    try "x\t1\n".write(toFile: path + "/words.txt", atomically: true, encoding: .utf8)
    #expect(refusal()?.contains("its checksum is another") == true)
  }

  @Test func kindsAreNotTakenForEachOther() throws {
    let path = try written()
    #expect(throws: BundleError.self) { try ModelBundle(contentsOf: path) }
    #expect(throws: BundleError.self) { try ModelBundle.requireReplaceable(path) }
    #expect(throws: BundleError.self) {
      try SentimentBundle(contentsOf: BundleFiles.written(folder).path)
    }
  }
}
