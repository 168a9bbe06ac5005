import Candor
import CandorEngine
import CandorText
import CandorUncertainty
import Foundation
import TestSupport
import Testing

@Suite struct ModelBundleTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// Path and reason of a bundle that is refused; nil, with an issue, where it is read or the error is another.
  private func refusal(
    of path: String, sourceLocation: SourceLocation = #_sourceLocation
  ) -> String? {
    do {
      _ = try ModelBundle(contentsOf: path)
      Issue.record("read", sourceLocation: sourceLocation)
    } catch let error as any CustomStringConvertible & Error {
      if !(error is BundleError || error is FileAccessError || error is SafetensorsError
        || error is VocabularyError)
      {
        Issue.record("\(type(of: error))", sourceLocation: sourceLocation)
      }
      return error.description
    } catch {
      Issue.record("\(error)", sourceLocation: sourceLocation)
    }
    return nil
  }

  // MARK: Whole

  @Test func whatIsWrittenIsRead() throws {
    let calibration = ConfidenceCalibration(
      temperature: 1.25, sampled: try PlattScaling(slope: 0.9, intercept: 0.3),
      deterministic: try PlattScaling(slope: 0.8, intercept: -0.2))
    let trained = try Toy.predictor()
    let g2p = GraphemeToPhoneme(
      network: trained.network.rounded(), graphemes: trained.graphemes,
      phonemes: trained.phonemes, calibration: calibration, maximumWordLength: 99)
    let written = ModelBundle(
      g2p, tokenizer: Tokenizer(mode: .words, locale: "en"), provenance: BundleFiles.provenance)
    let path = folder.path("deep/er/model")
    try written.write(to: path + "/")
    let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(files == BundleFiles.names)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: folder.path("deep/er")) == ["model"])

    let read = try ModelBundle(contentsOf: path)
    #expect(Set(read.manifest.files.keys) == Set(BundleFiles.names.dropFirst()))
    var manifest = read.manifest
    manifest.files = [:]
    #expect(manifest == written.manifest)
    #expect(read.predictor.graphemes.vocabulary == g2p.graphemes.vocabulary)
    #expect(read.predictor.graphemes.normalizer == g2p.graphemes.normalizer)
    #expect(read.predictor.phonemes == g2p.phonemes)
    #expect(read.predictor.calibration == calibration)
    #expect(read.predictor.maximumWordLength == 99)

    let before = g2p.network.tensors()
    let after = read.predictor.network.tensors()
    #expect(before.keys.sorted() == after.keys.sorted())
    for (name, tensor) in trained.network.tensors() {
      let scalars = try #require(after[name]).scalars
      // A matrix is in bytes, the rest in half precision.
      let isMatrix = tensor.shape.count == 2 && !name.hasSuffix("mbedding.table")
      let greatest = tensor.scalars.map { Double(abs($0)) }.max() ?? 0
      expectClose(
        scalars, tensor.scalars, absolute: isMatrix ? greatest / 254 : 1e-7, relative: 0x1p-11, name
      )
      #expect(scalars == before[name]?.scalars)
      #expect(
        try SafetensorsFile(path: path + "/weights.safetensors").type(of: name)
          == (isMatrix ? .byte : .half))
    }
    let options = GraphemeToPhoneme.Options(samples: 8)
    let words = Toy.words + Toy.unseen
    for (a, b) in zip(
      try g2p.transcribe(words, options: options),
      try GraphemeToPhoneme(bundle: path).transcribe(words, options: options))
    {
      #expect(a.phones == b.phones && a.confidence == b.confidence)
    }

    // Written again, what was read is the same to the bit.
    try read.write(to: folder.path("again"))
    for name in BundleFiles.names {
      #expect(
        try BundleFiles(path: path)[name] == BundleFiles(path: folder.path("again"))[name])
    }
  }

  @Test func whereNoFolderCanBeTheCauseIsSaid() throws {
    try Data("a file".utf8).write(to: URL(fileURLWithPath: folder.path("file")))
    let bundle = ModelBundle(try Toy.predictor(), provenance: BundleFiles.provenance)
    let error = #expect(throws: BundleError.self) {
      try bundle.write(to: folder.path("file/model"))
    }
    let words = try #require(error).description
    #expect(words.contains("cannot be made: Not a directory"), "\(words)")
  }

  @Test func aBundleIsReplacedAsAWhole() throws {
    let files = try BundleFiles.written(folder)
    let old = try ModelBundle(contentsOf: files.path)
    try Data("mine".utf8).write(to: URL(fileURLWithPath: files.path + "/notes.txt"))
    var provenance = BundleFiles.provenance
    provenance.seed = 77
    provenance.validation = ["per": .nan, "wer": 0.5]
    try ModelBundle(old.predictor, provenance: provenance).write(to: files.path)
    let new = try ModelBundle(contentsOf: files.path)
    #expect(new.manifest.provenance.seed == 77)
    #expect(new.manifest.provenance.validation == ["wer": 0.5])
    #expect(try files["notes.txt"] == Array("mine".utf8))
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path) == ["model"])

    // Even an older version or a damaged one, as long as it is known to be a bundle.
    #expect(try files.replaceInManifest("\"formatVersion\" : 6", "\"formatVersion\" : 7"))
    try files.write([], "weights.safetensors")
    try old.write(to: files.path)
    #expect(try ModelBundle(contentsOf: files.path).manifest.provenance.seed == .max)
  }

  @Test func whatIsNoBundleIsLeftAlone() throws {
    let manager = FileManager.default
    let bundle = try ModelBundle(contentsOf: BundleFiles.written(folder).path)
    let foreign = folder.path("foreign")
    try manager.createDirectory(atPath: foreign, withIntermediateDirectories: true)
    try Data("{\"kind\": \"web page\"}".utf8).write(
      to: URL(fileURLWithPath: foreign + "/bundle.json"))
    try Data("mine".utf8).write(to: URL(fileURLWithPath: folder.path("file")))
    try manager.createDirectory(atPath: folder.path("empty"), withIntermediateDirectories: true)
    let before = try manager.subpathsOfDirectory(atPath: folder.path).sorted()
    for path in [
      foreign, folder.path("file"), folder.path("empty"), folder.path("file/model"), "", "/",
      "/proc/candor/model", "a\0b", folder.path(String(repeating: "x", count: 300)),
    ] {
      let error = #expect(throws: BundleError.self, "\(path)") { try bundle.write(to: path) }
      #expect(error?.reason.isEmpty == false)
      #expect(try manager.subpathsOfDirectory(atPath: folder.path).sorted() == before)
    }
    #expect(try FileReader.bytes(foreign + "/bundle.json").count == 20)
    #expect(try FileReader.bytes(folder.path("file")) == Array("mine".utf8))
    #expect(throws: BundleError.self) { try ModelBundle.requireReplaceable(foreign) }
    try ModelBundle.requireReplaceable(folder.path("model"))
    try ModelBundle.requireReplaceable(folder.path("nothing there"))
  }

  @Test func weightsBeyondHalfPrecisionAreRefused() throws {
    for value: Float in [70_000, -.infinity, .nan] {
      let g2p = try Toy.random()
      var network = g2p.network
      network.updateParameters { path, parameter in
        if path == "keys.bias" { parameter.value.withUnsafeMutableElements { $0[2] = value } }
      }
      let bundle = ModelBundle(
        GraphemeToPhoneme(network: network, graphemes: g2p.graphemes, phonemes: g2p.phonemes),
        provenance: BundleFiles.provenance)
      let error = #expect(throws: BundleError.self) { try bundle.write(to: folder.path("model")) }
      #expect(error?.reason.contains("keys.bias") == true)
      #expect(!FileManager.default.fileExists(atPath: folder.path("model")))
    }
  }

  // MARK: Damaged

  @Test func noBundleAtAll() throws {
    try Data("text".utf8).write(to: URL(fileURLWithPath: folder.path("file")))
    for path in [
      "", "\0", folder.path("absent"), folder.path("file"), folder.path, "/", "/dev/null",
    ] {
      let refusal = self.refusal(of: path)
      #expect(refusal?.contains(path.isEmpty || path == "\0" ? "is no path" : path) == true)
    }
    #expect(throws: BundleError.self) { try GraphemeToPhoneme(bundle: folder.path("absent")) }
  }

  @Test(arguments: BundleFiles.names) func aFileIsMissingOrCutOrAltered(name: String) throws {
    let files = try BundleFiles.written(folder)
    let whole = try files[name]
    for count in [0, 1, whole.count / 2, whole.count - 2] {
      try files.write(Array(whole.prefix(count)), name)
      #expect(refusal(of: files.path)?.contains(files.path) == true, "\(count) bytes")
    }
    try files.write(whole + [0], name)
    #expect(refusal(of: files.path) != nil)
    try FileManager.default.removeItem(atPath: "\(files.path)/\(name)")
    #expect(refusal(of: files.path)?.contains(files.path) == true)
    try FileManager.default.createDirectory(
      atPath: "\(files.path)/\(name)", withIntermediateDirectories: true)
    #expect(refusal(of: files.path)?.contains(files.path) == true)
    guard name != "bundle.json" else { return }
    try FileManager.default.removeItem(atPath: "\(files.path)/\(name)")
    for position in [0, whole.count / 3, whole.count - 1] {
      var altered = whole
      altered[position] ^= 1
      try files.write(altered, name)
      let refusal = self.refusal(of: files.path)
      #expect(refusal?.contains(name) == true)
      #expect(refusal?.contains("checksum") == true)
    }
  }

  @Test(
    arguments: [
      ("\"formatVersion\" : 6", "\"formatVersion\" : 1", "format version 1"),
      ("\"formatVersion\" : 6", "\"formatVersion\" : \"one\"", "not the manifest"),
      ("grapheme-to-phoneme", "sentiment", "not the manifest"),
      ("\"sourceSymbols\" : 9", "\"sourceSymbols\" : 8", "8 graphemes"),
      ("\"targetSymbols\" : 9", "\"targetSymbols\" : 4000000000", "4000000000"),
      ("\"embedding\" : 4", "\"embedding\" : 4000000000", "embedding 4000000000"),
      ("\"embedding\" : 4", "\"embedding\" : 4096", "not the weights"),
      ("\"embedding\" : 4", "\"embedding\" : 0", "embedding 0"),
      ("\"embedding\" : 4", "\"embedding\" : -4", "embedding -4"),
      ("\"embedding\" : 4", "\"embedding\" : 99999999999999999999", "altered"),
      ("\"encoderLayers\" : 1", "\"encoderLayers\" : 32", "not the weights"),
      ("\"encoderLayers\" : 1", "\"encoderLayers\" : 33", "encoderLayers 33"),
      ("\"encoderLayers\" : 1", "\"encoderLayers\" : 0", "encoderLayers 0"),
      ("\"encoderHidden\" : 3", "\"encoderHidden\" : 4096", "not the weights"),
      ("\"decoderHidden\" : 5", "\"decoderHidden\" : 4096", "not the weights"),
      ("\"decoderHidden\" : 5", "\"decoderHidden\" : 1e300", "altered"),
      ("\"initialRate\" : 0.3", "\"initialRate\" : 1.5", "rate 1.5"),
      ("\"initialRate\" : 0.3", "\"initialRate\" : 1e999", "altered"),
      ("\"lengthScale\" : 0.7", "\"lengthScale\" : -1", "length scale -1"),
      ("\"dataCount\" : 10", "\"dataCount\" : 0", "data count 0"),
      ("\"temperature\" : 1", "\"temperature\" : 0", "calibration"),
      ("\"temperature\" : 1", "\"temperature\" : 1e-300", "calibration"),
      ("\"temperature\" : 1", "\"temperature\" : NaN", "not the manifest"),
      ("\"sampledSlope\" : 1", "\"sampledSlope\" : -1", "altered"),
      ("\"maximumWordLength\" : 40", "\"maximumWordLength\" : 0", "maximumWordLength 0"),
      ("\"maximumWordLength\" : 40", "\"maximumWordLength\" : 4000000000", "maximumWordLength"),
      ("\"form\" : \"nfc\"", "\"form\" : \"nfx\"", "altered"),
      ("\"weights.safetensors\" :", "\"weights\" :", "no checksum of weights.safetensors"),
      ("\"seed\" : 18446744073709551615", "\"seed\" : -1", "altered"),
      ("\"network\" :", "\"net\" :", "no network"),
    ])
  func aManifestThatSaysOtherwise(old: String, new: String, reason: String) throws {
    let files = try BundleFiles.written(folder)
    try #require(try files.replaceInManifest(old, new), "the manifest has no \(old)")
    let refusal = try #require(self.refusal(of: files.path))
    #expect(refusal.contains(reason), "\(refusal)")
    #expect(refusal.hasPrefix(files.path))
  }

  @Test func vocabulariesAndWeightsThatDoNotFit() throws {
    let files = try BundleFiles.written(folder)
    func expectRefusal(_ name: String, _ bytes: [UInt8], _ reason: String) throws {
      let whole = try files[name]
      try files.replace(name, bytes)
      let refusal = try #require(self.refusal(of: files.path))
      #expect(refusal.contains(reason), "\(refusal)")
      try files.replace(name, whole)
      _ = try ModelBundle(contentsOf: files.path)
    }
    let phonemes = String(decoding: try files["phonemes.txt"], as: UTF8.self)
    try expectRefusal(
      "phonemes.txt", Array(phonemes.replacing("\tend", with: "").utf8), "no end symbol")
    try expectRefusal("phonemes.txt", Array((phonemes + "ZH\t0\n").utf8), "10")
    try expectRefusal("phonemes.txt", Array(phonemes.replacing("\t0", with: "\tx").utf8), ":1:")
    try expectRefusal("graphemes.txt", [], "no symbols")
    try expectRefusal("graphemes.txt", [0xFF, 0x09, 0x30], "UTF-8")

    let network = try ModelBundle(contentsOf: files.path).predictor.network
    func weights(
      _ change: (inout [String: Tensor<Float>]) -> Void
    ) throws -> [UInt8] {
      var tensors = network.tensors()
      change(&tensors)
      try SafetensorsFile.write(tensors, to: folder.path("weights"))
      return try FileReader.bytes(folder.path("weights"))
    }
    let name = "weights.safetensors"
    try expectRefusal(name, try weights { $0["keys.bias"] = nil }, "keys.bias")
    try expectRefusal(name, try weights { $0["more"] = Tensor(1) }, "more")
    try expectRefusal(name, try weights { $0["keys.bias"] = Tensor(zeros: [4]) }, "[4]")
    try expectRefusal(name, try weights { $0["keys.bias"]?.fill(.nan) }, "not finite")
    try expectRefusal(
      name, try weights { $0["output.layer.weight"]?.fill(.infinity) }, "not finite")
    try expectRefusal(
      name, try weights { $0["encoder.0.dropout.logit"]?.fill(.nan) }, "not finite")
    try expectRefusal(name, Array("garbage".utf8), "safetensors")
  }

  @Test(arguments: BundleFiles.names, [true, false])
  func randomDamage(name: String, hasNewChecksum: Bool) throws {
    let files = try BundleFiles.written(folder)
    let whole = try files[name]
    let manifest = try files["bundle.json"]
    var generator = SeededGenerator(seed: 1, purpose: name)
    var read = 0
    for round in 0..<(hasNewChecksum ? 300 : 60) {
      var bytes = whole
      switch round % 3 {
      case 0:
        for _ in 0..<Int.random(in: 1...4, using: &generator) {
          bytes[Int.random(in: 0..<bytes.count, using: &generator)] =
            UInt8.random(in: 0...255, using: &generator)
        }
      case 1: bytes.removeSubrange(random(in: bytes.count, &generator))
      default:
        let part = random(in: bytes.count, &generator)
        bytes.insert(contentsOf: bytes[part], at: part.lowerBound)
      }
      if bytes == whole { continue }
      if hasNewChecksum { try files.replace(name, bytes) } else { try files.write(bytes, name) }
      do {
        let g2p = try ModelBundle(contentsOf: files.path).predictor
        read += 1
        // What is read must work.
        let result = try g2p("cAté", options: .init(samples: g2p.isStochastic ? 1 : 0))
        #expect((0...1).contains(result.confidence))
      } catch {
        #expect(
          error is BundleError || error is FileAccessError || error is SafetensorsError
            || error is VocabularyError, "\(error)")
        #expect("\(error)".contains(files.path), "\(error)")
      }
      try files.write(manifest, "bundle.json")
      try files.write(whole, name)
    }
    // A manifest may be altered in what decides nothing, and weights may be others.
    if !hasNewChecksum, name != "bundle.json" { #expect(read == 0) }
  }

  private func random(in count: Int, _ generator: inout SeededGenerator) -> Range<Int> {
    let start = Int.random(in: 0..<count, using: &generator)
    return start..<Int.random(in: start...min(count, start + 40), using: &generator)
  }

  // MARK: By default

  @Test func theEnvironmentNamesTheModel() async {
    await #expect(processExitsWith: .success) {
      let folder = try TemporaryFolder()
      let files = try BundleFiles.written(folder)
      setenv("CANDOR_MODEL", files.path, 1)
      #expect(try ModelBundle.path() == files.path)
      #expect(try ModelBundle.path(folder.path("absent")) == folder.path("absent"))
      #expect(try GraphemeToPhoneme().maximumWordLength == 40)
      setenv("CANDOR_MODEL", folder.path("absent"), 1)
      let error = #expect(throws: BundleError.self) { try GraphemeToPhoneme() }
      #expect(error?.path == folder.path("absent"))
    }
  }
}

extension Tensor {
  fileprivate mutating func fill(_ value: Scalar) {
    withUnsafeMutableElements { $0.update(repeating: value) }
  }
}
