import Candor
import CandorJoint
import CandorText
import CandorUncertainty
import Foundation
import Testing

@Suite struct LearnedConfidenceTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  // MARK: Learning

  /// Words of which those with the trait 1 are always right, those with 2 seldom, and the mixture knows nothing.
  private static func outcomes(_ count: Int) -> [LearnedConfidence.Outcome] {
    (0..<count).map { index in
      let kind = index % 3
      return LearnedConfidence.Outcome(
        features: WordFeatures.names.map { _ in Double(index % 7) / 7 }, traits: [9, UInt32(kind)],
        isRight: kind == 1 || (kind == 2 ? index % 5 == 0 : index % 2 == 0))
    }
  }

  @Test func manyWordsTeachTraitsAndFewDoNot() throws {
    let few = try LearnedConfidence(
      Self.outcomes(ConfidenceTraits.leastWords - 1), lists: 0)
    #expect(few.traits.isEmpty && few.regressions.count == 1)
    let many = try LearnedConfidence(Self.outcomes(ConfidenceTraits.leastWords), lists: 0)
    let (good, bad) = (try #require(many.traits[1]), try #require(many.traits[2]))
    #expect(good > 1 && bad < -1)
    #expect(many.regressions.count == 1)
  }

  /// A hybrid whose confidence is σ(x · mixture) and what its traits add.
  private static func doubter(_ x: Double, _ traits: [UInt32: Double]) -> Hybrid {
    var calibration = HybridCalibration.unfitted()
    calibration.deterministic.confidence = [
      LogisticRegression(weights: WordFeatures.names.map { $0 == "mixture" ? x : 0 })
    ]
    return Hybrid(
      joint: nil, calibration: calibration,
      traits: ConfidenceTraits(
        traits.mapValues { ConfidenceTraits.Weights(sampled: 7, deterministic: $0) }))
  }

  @Test func severalDoubtersCountAlikeAndAreScaled() throws {
    let doubters = [Self.doubter(1, [1: 2, 2: -1]), Self.doubter(3, [1: 4, 3: 6])]
    // σ of twice the mean log-odds of the features, less one.
    let outcomes = (0..<20_000).map { index in
      let mixture = Double(index % 41) / 10 - 2
      let q = 1 / (1 + exp(-(2 * 2 * mixture - 1)))
      return LearnedConfidence.Outcome(
        features: WordFeatures.names.map { $0 == "mixture" ? mixture : 0 }, traits: [1],
        isRight: Double((index * 7919) % 20_011) / 20_011 < q)
    }
    let learned = try LearnedConfidence(
      meanOf: doubters, sampled: false, scaledTo: outcomes)
    #expect(learned.regressions.count == 2)
    let features = WordFeatures.names.map { $0 == "mixture" ? 1.0 : 0 }
    let mean = learned.regressions.reduce(0) { $0 + $1.logOdds(features) } / 2
    #expect(abs(mean - 3) < 0.3)
    // Traits keep their weights, though all of these words have one that was for them.
    #expect(learned.traits == [1: 3, 2: -0.5, 3: 3])
    let sampled = try LearnedConfidence(meanOf: doubters, sampled: true, scaledTo: outcomes)
    #expect(sampled.traits == [1: 7, 2: 3.5, 3: 3.5])
  }

  // MARK: Use

  private func hybrid(
    traits: ConfidenceTraits? = nil, lists: [(name: String, words: Set<String>)] = []
  ) throws -> GraphemeToPhoneme {
    let training = try Toy.training()
    let network = try Toy.trained.get().model
    let trained = try training.predictor(
      of: network,
      knownWords: lists.isEmpty ? nil : KnownWords(lists: lists, reader: training.graphemes),
      options: .init(samples: 2))
    let known = try #require(trained.hybrid)
    return GraphemeToPhoneme(
      network: trained.network, graphemes: trained.graphemes, phonemes: trained.phonemes,
      calibration: trained.calibration,
      hybrid: Hybrid(
        joint: known.joint, analogies: known.analogies, knownWords: known.knownWords,
        calibration: known.calibration, traits: traits))
  }

  private func logOdds(_ q: Double) -> Double { log(q / (1 - q)) }

  @Test(arguments: [0, 2]) func aTraitShiftsTheConfidence(samples: Int) throws {
    let plain = try hybrid()
    // The letters of "bin": only it has "in" at its end, and "bat" has neither.
    let reader = TraitReader(graphemes: plain.graphemes.vocabulary, phonemes: plain.phonemes)
    func letters(_ word: String) -> Set<UInt32> {
      Set(
        reader.traits(
          of: .init(graphemes: plain.graphemes(word).symbols, best: [], others: [])))
    }
    let own = letters("bin").subtracting(letters("ban"))
    let trait = try #require(own.first)
    let weights = ConfidenceTraits.Weights(sampled: -0.75, deterministic: -0.5)
    let changed = try hybrid(traits: ConfidenceTraits([trait: weights]))
    let options = GraphemeToPhoneme.Options(samples: samples)
    let before = try plain.transcribe(["bin", "ban"], options: options)
    let after = try changed.transcribe(["bin", "ban"], options: options)
    let shift = logOdds(after[0].confidence) - logOdds(before[0].confidence)
    #expect(abs(shift - (samples > 0 ? -0.75 : -0.5)) < 1e-6)
    #expect(after[1].confidence == before[1].confidence)
  }

  @Test func differencesAreThoseFromTheNextTranscriptions() throws {
    let plain = try hybrid()
    let reader = TraitReader(graphemes: plain.graphemes.vocabulary, phonemes: plain.phonemes)
    let options = GraphemeToPhoneme.Options(samples: 0, alternatives: 2)
    func symbols(_ phones: [String]) throws -> [Int32] {
      try phones.map { Int32(try #require(plain.phonemes.id(of: $0))) }
    }
    for word in ["cihu", "hchc", "bcti"] {
      let before = try plain(word, options: options)
      let graphemes = plain.graphemes(word).symbols
      let traits = reader.traits(
        of: TraitReader.Subject(
          graphemes: graphemes, best: try symbols(before.phones),
          others: try before.alternatives.map { try symbols($0.phones) }))
      let letters = reader.traits(of: .init(graphemes: graphemes, best: [], others: []))
      let differences = Set(traits).subtracting(letters)
      // Those of the first alternative, and those of the second without one.
      try #require(before.alternatives.count == 2 && differences.count > 5)
      let weight = ConfidenceTraits.Weights(sampled: 9, deterministic: 0.125)
      let changed = try hybrid(
        traits: ConfidenceTraits(
          Dictionary(uniqueKeysWithValues: differences.map { ($0, weight) })))
      let after = try changed(word, options: options)
      #expect(
        abs(
          logOdds(after.confidence) - logOdds(before.confidence) - 0.125 * Double(differences.count)
        ) < 1e-6, "\(word)")
    }
  }

  @Test func whetherAWordIsKnownIsAFeature() throws {
    let lists: [(name: String, words: Set<String>)] = [
      ("words.txt", ["bin", "Ban", "no-such"]), ("names.txt", ["cin", "bin", "ż"]),
    ]
    let g2p = try hybrid(lists: lists)
    let known = try #require(g2p.hybrid?.knownWords)
    #expect(known.names == ["words.txt", "names.txt"] && known.counts == [2, 2])
    for (word, membership) in [
      ("bin", [1.0, 1]), ("ban", [1, 0]), ("cin", [0, 1]), ("tin", [0, 0]),
    ] {
      #expect(known.membership(of: g2p.graphemes(word).symbols) == membership, "\(word)")
    }
    var calibration = try #require(g2p.hybrid?.calibration)
    let count = WordFeatures.names.count + 2
    #expect(calibration.sampled.confidence[0].weights.count == count)
    calibration.deterministic.confidence = [
      LogisticRegression(weights: (0..<count).map { $0 == count - 2 ? 1 : $0 == count - 1 ? 2 : 0 })
    ]
    let told = GraphemeToPhoneme(
      network: g2p.network, graphemes: g2p.graphemes, phonemes: g2p.phonemes,
      hybrid: Hybrid(joint: g2p.hybrid?.joint, knownWords: known, calibration: calibration))
    let options = GraphemeToPhoneme.Options(samples: 0)
    for (word, expected) in [("bin", 3.0), ("BAN", 1), ("cin", 2), ("tin", 0)] {
      #expect(
        abs(logOdds(try told(word, options: options).confidence) - expected) < 1e-9, "\(word)")
    }
  }

  // MARK: Bundles

  private static let lists: [(name: String, words: Set<String>)] = [("words.txt", ["bin", "ban"])]
  private static let traits = ConfidenceTraits([
    5: .init(sampled: 0.5, deterministic: -0.25), 1 << 30: .init(sampled: -1, deterministic: 2),
  ])

  @Test func aBundleKeepsThem() throws {
    let g2p = try hybrid(traits: Self.traits, lists: Self.lists)
    let path = folder.path("model")
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    let read = try ModelBundle(contentsOf: path)
    #expect(read.manifest.knownWords == ["words.txt"] && read.manifest.traits == 2)
    let hybrid = try #require(read.predictor.hybrid)
    #expect(hybrid.traits == Self.traits && hybrid.knownWords == g2p.hybrid?.knownWords)
    #expect(hybrid.calibration == g2p.hybrid?.calibration)
    for samples in [0, 2] {
      let options = GraphemeToPhoneme.Options(samples: samples)
      #expect(
        try read.predictor.transcribe(Toy.unseen, options: options).map(\.confidence)
          == g2p.transcribe(Toy.unseen, options: options).map(\.confidence))
    }
    let network = folder.path("network")
    try read.networkOnly.write(to: network)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: network).sorted() == BundleFiles.names)
    #expect(try ModelBundle(contentsOf: network).manifest.traits == nil)
  }

  @Test(arguments: ["known.words", "confidence.traits"])
  func aDamagedTableIsRefused(name: String) throws {
    let path = folder.path("model")
    try ModelBundle(
      try hybrid(traits: Self.traits, lists: Self.lists), provenance: BundleFiles.provenance
    ).write(to: path)
    let files = BundleFiles(path: path)
    let whole = try files[name]
    let manifest = try files["bundle.json"]
    for damaged in BundleFiles.damaged(whole) {
      try files.write(damaged, name)
      #expect(files.refusal()?.contains("checksum") == true)
      try files.replace(name, damaged)
      #expect(files.refusal()?.contains(name) == true)
    }
    try files.write(whole, name)
    for (old, new, reason) in [
      ("\"known.words\" :", "\"knwon.words\" :", "no checksum of known.words"),
      ("\"confidence.traits\" :", "\"traits\" :", "no checksum of confidence.traits"),
      ("\"traits\" : 2", "\"traits\" : 3", "2 traits, not 3"),
      (
        "\"traits\" : 2", "\"trait\" : 2",
        "a checksum of confidence.traits, of which nothing is said"
      ),
      ("\"hybrid\" :", "\"hybird\" :", "of which nothing is said"),
      ("\"knownWords\" :", "\"known\" :", "confidence: 18 weights, where this version has 17"),
      ("\"words.txt\"", "\"a\", \"b\"", "confidence: 18 weights, where this version has 19"),
      (
        "\"words.txt\"", (0..<9).map { "\"\($0)\"" }.joined(separator: ", "),
        "knownWords: more than 8 lists"
      ),
      ("\"confidence\" : [", "\"confidence\" : [], \"x\" : [", "confidence: none"),
    ] {
      try files.write(manifest, "bundle.json")
      try #require(try files.replaceInManifest(old, new), "the manifest has no \(old)")
      #expect(files.refusal()?.contains(reason) == true, "\(files.refusal() ?? "read")")
    }
  }

  /// Finite numbers whose products are not.
  @Test(arguments: [1e308, -1e10])
  func weightsThatWouldOverflowAreRefused(weight: Double) throws {
    let path = folder.path("model")
    try ModelBundle(try hybrid(traits: Self.traits, lists: []), provenance: BundleFiles.provenance)
      .write(to: path)
    let files = BundleFiles(path: path)
    let manifest = try files["bundle.json"]
    func refusal(
      _ change: (inout [String: Any], inout [String: Any]) -> Void
    ) throws -> String? {
      try files.write(manifest, "bundle.json")
      try files.changeManifest { manifest in
        var hybrid = manifest["hybrid"] as? [String: [String: Any]] ?? [:]
        var mixture = hybrid["sampled"]?["mixture"] as? [String: Any] ?? [:]
        var confidence = hybrid["sampled"]?["confidence"] as? [[String: Any]] ?? [[:]]
        change(&mixture, &confidence[0])
        hybrid["sampled"] = ["mixture": mixture, "confidence": confidence]
        manifest["hybrid"] = hybrid
      }
      return files.refusal()
    }
    #expect(try refusal { _, _ in } == nil)
    for name in ["network", "phone", "none"] {
      let refusal = try refusal { mixture, _ in mixture[name] = weight }
      #expect(
        refusal?.hasSuffix("a weight is not finite, or beyond 1000000000.0") == true, "\(name)")
    }
    let intercept = try refusal { $1["intercept"] = weight }
    #expect(intercept?.contains("a weight is not finite, or beyond") == true)
    let deviation = try refusal { _, confidence in
      var values = confidence["deviations"] as? [Double] ?? []
      values[0] = 1 / abs(weight)
      confidence["deviations"] = values
    }
    #expect(deviation?.contains("a deviation is not positive, or beyond") == true)
  }

  @Test func aWeightThatIsNoNumberIsRefused() throws {
    let bytes = KeyTable(
      [3: [Float.infinity.bitPattern, Float(1).bitPattern]], columns: 2
    ).bytes
    #expect(throws: ModelBytesError(description: "a weight is not finite")) {
      try ConfidenceTraits(bytes: bytes)
    }
  }
}
