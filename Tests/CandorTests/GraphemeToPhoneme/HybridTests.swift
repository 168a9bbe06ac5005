import Candor
import CandorEngine
import CandorJoint
import CandorText
import CandorUncertainty
import Foundation
import TestSupport
import Testing

@Suite struct HybridTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  /// The toy network with a joint model of the same words, calibrated.
  private static let hybrid = Result {
    let training = try Toy.training()
    return try training.predictor(
      of: Toy.trained.get().model, options: GraphemeToPhoneme.Options(samples: 4))
  }

  @Test func bothModelsTogetherTranscribe() throws {
    let g2p = try Self.hybrid.get()
    let joint = try #require(g2p.hybrid?.joint)
    #expect(joint.ngramCount > joint.graphones.count)
    for samples in [0, 4] {
      let results = try g2p.transcribe(
        Toy.words, options: .init(samples: samples, alternatives: 3))
      var right = 0
      let lexicon = Toy.dictionary()
      for result in results {
        right += lexicon[result.word]?.contains(result.phones) == true ? 1 : 0
        #expect((0...1).contains(result.confidence))
        #expect(result.phoneProbabilities.count == result.phones.count)
        let sum = result.alternatives.reduce(result.confidence) { $0 + $1.confidence }
        #expect(sum <= 1 + 1e-9)
        #expect(result.alternatives.allSatisfy { $0.confidence <= result.confidence })
        #expect(result.alternatives.allSatisfy { $0.phones != result.phones })
        #expect((result.uncertainty == nil) == (samples == 0))
      }
      #expect(right * 10 >= 9 * results.count, "\(right) of \(results.count)")
    }
  }

  /// The same models under other weights of the mixture.
  private func weighed(
    network: Double, joint: Double, analogy: Double = 0, analogies: AnalogyModel? = nil
  ) throws -> GraphemeToPhoneme {
    let g2p = try Self.hybrid.get()
    var calibration = HybridCalibration.unfitted()
    calibration.deterministic.mixture.network = network
    calibration.deterministic.mixture.joint = joint
    calibration.deterministic.mixture.analogy = analogy
    calibration.deterministic.mixture.phone = 0
    return GraphemeToPhoneme(
      network: g2p.network, graphemes: g2p.graphemes, phonemes: g2p.phonemes,
      calibration: g2p.calibration,
      hybrid: Hybrid(
        joint: try #require(g2p.hybrid?.joint), analogies: analogies, calibration: calibration))
  }

  @Test func theMixtureChoosesAndEitherModelProposes() throws {
    let options = GraphemeToPhoneme.Options(beamWidth: 1, samples: 0)
    // Not all of it can be read right: the two models must differ somewhere.
    let words = Toy.words + Toy.unseen + ["zzzz", "qxqx", "aaaaaaa", "bcdfgh"]
    let jointAlone = try weighed(network: 0, joint: 1).transcribe(words, options: options)
    let networkAlone = try weighed(network: 1, joint: 0).transcribe(words, options: options)
    let g2p = try Self.hybrid.get()
    let joint = try #require(g2p.hybrid?.joint)
    for result in jointAlone where result.problem == nil {
      let symbols = g2p.graphemes(result.word).symbols
      guard let best = joint.candidates(for: symbols, count: 3, width: 16, margin: 8).list.first
      else { continue }
      #expect(result.phones == best.phones.map { g2p.phonemes[Int($0)] }, "\(result.word)")
    }
    #expect(zip(jointAlone, networkAlone).contains { $0.phones != $1.phones })
  }

  @Test func aGivenPronunciationHasTheConfidenceOfAnAlternative() throws {
    let g2p = try Self.hybrid.get()
    for samples in [0, 4] {
      let options = GraphemeToPhoneme.Options(samples: samples, alternatives: 3)
      for result in try g2p.transcribe(Array(Toy.words.prefix(8)), options: options) {
        let variants =
          [(result.phones, result.confidence)]
          + result.alternatives.map { ($0.phones, $0.confidence) }
        let scores = try g2p.score(variants.map { (result.word, $0.0) }, options: options)
        for (score, (_, confidence)) in zip(scores, variants) {
          expectClose(score.confidence, confidence, absolute: 1e-5, relative: 1e-3)
        }
      }
      // What no model proposes is improbable, and not impossible.
      let word = Toy.words[0]
      let phones = Array(repeating: try #require(Toy.dictionary()[word]?.first?.last), count: 9)
      let odd = try g2p.score([(word, phones)], options: options)[0]
      #expect(odd.confidence > 0 && odd.confidence < 0.01 && odd.problem == nil)
    }
  }

  @Test func aWordsNumbersDoNotDependOnItsCompany() throws {
    let g2p = try Self.hybrid.get()
    let options = GraphemeToPhoneme.Options(samples: 4, alternatives: 2)
    let together = try g2p.transcribe(Toy.words + Toy.unseen, options: options)
    for transcription in together.prefix(5) + together.suffix(3) {
      let alone = try g2p(transcription.word, options: options)
      #expect(alone.phones == transcription.phones)
      expectClose(alone.confidence, transcription.confidence, absolute: 1e-4, relative: 1e-4)
    }
  }

  @Test func whatHelpsTheNetworkCanBeLeftOut() throws {
    for (joint, analogies) in [(false, false), (false, true), (true, false)] {
      let training = try Toy.training { ($0.joint, $0.analogies) = (joint, analogies) }
      let g2p = try training.predictor(of: Toy.trained.get().model, options: .init(samples: 4))
      #expect((g2p.hybrid != nil) == (joint || analogies))
      #expect((g2p.hybrid?.joint != nil) == joint)
      #expect((g2p.hybrid?.analogies != nil) == analogies)
    }
  }

  @Test func analogiesAloneNeedNoOtherModel() throws {
    let training = try Toy.training { $0.joint = false }
    let g2p = try training.predictor(of: Toy.trained.get().model, options: .init(samples: 4))
    let path = folder.path("model")
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted()
        == (BundleFiles.names + ["analogies.lexicon"]).sorted())
    let read = try ModelBundle(contentsOf: path).predictor
    #expect(read.hybrid?.analogies == g2p.hybrid?.analogies)
    let options = GraphemeToPhoneme.Options(samples: 4, alternatives: 2)
    #expect(
      try read.transcribe(Toy.words + Toy.unseen, options: options)
        == g2p.transcribe(Toy.words + Toy.unseen, options: options))
  }

  /// Analogies of many words of five letters with a sixth, which all add the same phone, and of one of five letters
  /// without, the sixth of which is `word`; and what they propose for it.
  private func analogies(
    of g2p: GraphemeToPhoneme
  ) -> (model: AnalogyModel, word: String, symbols: [Int32], proposed: [String]) {
    let letters = (1..<Int32(g2p.graphemes.vocabulary.count)).prefix(6)
    let (first, last) = (letters[letters.startIndex], letters[letters.endIndex - 1])
    let phones = (0..<Int32(g2p.phonemes.count)).filter {
      ![g2p.phonemes.start, g2p.phonemes.end].contains(Int($0))
    }
    var (words, pronunciations): ([[Int32]], [[Int32]]) = ([], [])
    func add(_ word: [Int32], _ answer: [Int32]) {
      words.append(word)
      pronunciations.append(answer)
    }
    for second in letters {
      for third in letters where [second, third] != [first, first] {
        let stem = [second, third, first, second, third]
        add(stem, [phones[0], phones[1]])
        add(stem + [last], [phones[0], phones[1], phones[2]])
      }
    }
    let stem = Array(repeating: first, count: 5)
    add(stem, [phones[2], phones[2], phones[0]])
    return (
      AnalogyModel(words: words, pronunciations: pronunciations),
      (stem + [last]).map { g2p.graphemes.vocabulary[Int($0)] }.joined(), stem + [last],
      [phones[2], phones[2], phones[0], phones[2]].map { g2p.phonemes[Int($0)] }
    )
  }

  @Test func whatAnalogiesProposeCanBeChosen() throws {
    let (model, word, _, proposed) = analogies(of: try Self.hybrid.get())
    let options = GraphemeToPhoneme.Options(samples: 0)
    func answer(_ analogy: Double, _ analogies: AnalogyModel?) throws -> Transcription {
      try weighed(network: 1, joint: 0, analogy: analogy, analogies: analogies)(
        word, options: options)
    }
    let plain = try answer(0, nil)
    #expect(plain.phones != proposed)
    // Known, proposed and not counted: chosen where the network finds it best, which it does not.
    #expect(try answer(0, model).phones == plain.phones)
    let trusted = try answer(100, model)
    #expect(trusted.phones == proposed)
    #expect(trusted.confidence > 0.9)
    // That another transcription is proposed makes the network's own less probable.
    #expect(try answer(0.01, model).confidence < answer(0.01, nil).confidence)
  }

  /// σ of one of a word's features.
  private func confidence(reading feature: Int) -> LogisticRegression {
    let count = HybridCalibration.unfitted().deterministic.confidence.weights.count
    return LogisticRegression(weights: (0..<count).map { $0 == feature ? 1 : 0 })
  }

  @Test func theConfidenceReadsWhatAnalogiesSay() throws {
    let g2p = try Self.hybrid.get()
    let (model, word, symbols, proposed) = analogies(of: g2p)
    let strength = try #require(model.proposals(for: symbols).first?.strength)
    #expect(strength > 1)
    /// σ of the fifteenth feature or one of the two after it.
    func confidence(_ feature: Int, _ word: String, chosenByAnalogy: Bool) throws -> Double {
      var calibration = HybridCalibration.unfitted()
      calibration.deterministic.mixture.analogy = chosenByAnalogy ? 100 : 0
      calibration.deterministic.confidence = self.confidence(reading: 14 + feature)
      let changed = GraphemeToPhoneme(
        network: g2p.network, graphemes: g2p.graphemes, phonemes: g2p.phonemes,
        hybrid: Hybrid(joint: nil, analogies: model, calibration: calibration))
      let result = try changed(word, options: .init(samples: 0))
      #expect((result.phones == proposed) == chosenByAnalogy)
      return result.confidence
    }
    func sigma(_ x: Double) -> Double { 1 / (1 + exp(-x)) }
    for (chosen, features) in [
      (true, [log1p(strength), 0, 0]), (false, [0, log1p(strength), 0]),
    ] {
      for (feature, value) in features.enumerated() {
        expectClose(
          try confidence(feature, word, chosenByAnalogy: chosen), sigma(value), absolute: 1e-9,
          relative: 1e-6)
      }
    }
    // A word without neighbours.
    for (feature, value) in [0.0, 0, 1].enumerated() {
      expectClose(
        try confidence(feature, Toy.words[0], chosenByAnalogy: false), sigma(value), absolute: 1e-9,
        relative: 1e-6)
    }
  }

  @Test func aBundleKeepsIt() throws {
    let g2p = try Self.hybrid.get()
    let path = folder.path("model")
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    let files = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(files == (BundleFiles.names + ["analogies.lexicon", "joint.ngrams"]).sorted())
    let read = try ModelBundle(contentsOf: path)
    #expect(read.predictor.hybrid?.joint == g2p.hybrid?.joint)
    #expect(read.predictor.hybrid?.calibration == g2p.hybrid?.calibration)
    #expect(read.manifest.files.keys.contains("joint.ngrams"))
    try read.write(to: folder.path("again"))
    for name in files {
      #expect(try BundleFiles(path: path)[name] == BundleFiles(path: folder.path("again"))[name])
    }
    // Without the joint model it is a bundle like any other.
    try read.networkOnly.write(to: folder.path("network"))
    let network = try ModelBundle(contentsOf: folder.path("network"))
    #expect(network.predictor.hybrid == nil)
    #expect(!network.manifest.files.keys.contains("joint.ngrams"))
    // A bundle without one takes its place, and nothing of it is left.
    let plain = try ModelBundle(contentsOf: BundleFiles.written(folder, "plain").path)
    try plain.write(to: path)
    #expect(
      try FileManager.default.contentsOfDirectory(atPath: path).sorted() == BundleFiles.names)
    #expect(try ModelBundle(contentsOf: path).predictor.hybrid == nil)
  }

  @Test(arguments: ["joint.ngrams", "analogies.lexicon"])
  func aDamagedModelIsRefused(name: String) throws {
    let path = folder.path("model")
    try ModelBundle(try Self.hybrid.get(), provenance: BundleFiles.provenance).write(to: path)
    let files = BundleFiles(path: path)
    let whole = try files[name]
    let manifest = try files["bundle.json"]
    for damaged in BundleFiles.damaged(whole) {
      try files.write(damaged, name)
      #expect(files.refusal()?.contains(name) == true)
      // Even with the right checksum.
      try files.replace(name, damaged)
      #expect(files.refusal()?.contains(name) == true)
    }
    try FileManager.default.removeItem(atPath: path + "/" + name)
    #expect(files.refusal()?.contains(name) == true)
    try files.replace(name, whole)
    #expect(files.refusal() == nil)
    try files.changeManifest { manifest in
      var checksums = manifest["files"] as? [String: Any] ?? [:]
      checksums[name] = nil
      manifest["files"] = checksums
      // The toy language's words have no analogies: their weight is as it was.
      var hybrid = manifest["hybrid"] as? [String: [String: Any]] ?? [:]
      var mixture = hybrid["sampled"]?["mixture"] as? [String: Any] ?? [:]
      if name == "analogies.lexicon" { mixture["analogy"] = 0.25 }
      hybrid["sampled"]?["mixture"] = mixture
      manifest["hybrid"] = hybrid
    }
    #expect(files.refusal()?.contains("no checksum of \(name)") == true)
    for (old, new, reason) in [
      ("\"joint\" :", "\"jont\" :", "no joint"),
      ("\"weights\" : [", "\"weights\" : [1,", "confidence: 18 weights, where this version has 17"),
    ] {
      try files.write(manifest, "bundle.json")
      try #require(try files.replaceInManifest(old, new), "the manifest has no \(old)")
      #expect(files.refusal()?.contains(reason) == true, "\(files.refusal() ?? "read")")
    }
  }

  @Test(arguments: [(-1000.0, 1e-4), (1000.0, 1.0)])
  func aFeatureIsHowProbableItIsThatNothingIsRight(none: Double, expected: Double) throws {
    let g2p = try Self.hybrid.get()
    let known = try #require(g2p.hybrid)
    var calibration = known.calibration
    calibration.deterministic.mixture.none = none
    // The fourteenth of them.
    calibration.deterministic.confidence = confidence(reading: 13)
    let changed = GraphemeToPhoneme(
      network: g2p.network, graphemes: g2p.graphemes, phonemes: g2p.phonemes,
      hybrid: Hybrid(joint: known.joint, calibration: calibration))
    // σ(ln q) = q / (1 + q), and q is not taken for less than 10⁻⁴.
    let result = try changed(Toy.words[0], options: .init(samples: 0))
    expectClose(result.confidence, expected / (1 + expected), absolute: 1e-9, relative: 1e-6)
  }

  @Test func weightsOfAnotherVersionAreRefused() throws {
    let path = folder.path("older")
    let g2p = try Self.hybrid.get()
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    let manifest = URL(fileURLWithPath: path + "/bundle.json")
    var fields = try #require(
      try JSONSerialization.jsonObject(with: Data(contentsOf: manifest)) as? [String: Any])
    var hybrid = try #require(fields["hybrid"] as? [String: [String: Any]])
    for mode in hybrid.keys {
      var confidence = try #require(hybrid[mode]?["confidence"] as? [String: Any])
      let weights = try #require(confidence["weights"] as? [Double])
      confidence["weights"] = Array(weights.dropLast())
      hybrid[mode]?["confidence"] = confidence
    }
    fields["hybrid"] = hybrid
    try JSONSerialization.data(withJSONObject: fields).write(to: manifest)
    let error = #expect(throws: BundleError.self) { try ModelBundle(contentsOf: path) }
    #expect(error?.reason.contains("confidence: 16 weights") == true)
  }

  @Test func aFinishedNetworkIsTakenOnlyWithItsOwnWords() throws {
    let training = try Toy.training()
    let network = try Toy.trained.get().model
    var provenance = BundleFiles.provenance
    provenance.seed = 1
    provenance.trainingExamples = training.examples.sources.count
    provenance.validationExamples = training.validation.count
    let plain = GraphemeToPhoneme(
      network: network, graphemes: training.graphemes, phonemes: training.phonemes)
    #expect(
      try training.network(of: ModelBundle(plain, provenance: provenance)).tensors().count
        == network.tensors().count)
    var other = provenance
    other.trainingExamples += 1
    #expect(throws: GraphemeToPhonemeTraining.UnusableLexicon.self) {
      try training.network(of: ModelBundle(plain, provenance: other))
    }
    // The seed did not choose these held-out words, of which there may have been fewer.
    provenance.seed = 2
    provenance.validationExamples -= 1
    _ = try training.network(of: ModelBundle(plain, provenance: provenance))
  }

  @Test func whereTheSeedChoosesHeldOutWordsItMustBeTheSame() throws {
    var settings = Toy.settings
    settings.heldOutFraction = 0.2
    let training = try GraphemeToPhonemeTraining(
      lexicon: Toy.dictionary(), normalizer: .english, settings: settings, seed: 1)
    let plain = GraphemeToPhoneme(
      network: training.initialNetwork(), graphemes: training.graphemes,
      phonemes: training.phonemes)
    var provenance = BundleFiles.provenance
    provenance.seed = 1
    provenance.trainingExamples = training.examples.sources.count
    provenance.validationExamples = training.validation.count
    _ = try training.network(of: ModelBundle(plain, provenance: provenance))
    for change: (inout BundleManifest.Provenance) -> Void in [
      { $0.trainingExamples += 1 }, { $0.validationExamples -= 1 }, { $0.seed = 2 },
    ] {
      var other = provenance
      change(&other)
      #expect(throws: GraphemeToPhonemeTraining.UnusableLexicon.self) {
        try training.network(of: ModelBundle(plain, provenance: other))
      }
    }
  }

  // MARK: Rescoring networks

  /// A network that writes the last phone first, trained on the same words.
  private static let backward = Result {
    try Toy.training { $0.writes = .rightToLeft }.run(Toy.quiet).model
  }
  /// The toy network, the joint model and a rescoring network.
  private static let three = Result {
    try Toy.training().predictor(
      of: Toy.trained.get().model, rescorers: [backward.get()],
      options: GraphemeToPhoneme.Options(samples: 4))
  }

  @Test func threeModelsTogetherTranscribe() throws {
    let g2p = try Self.three.get()
    #expect(g2p.hybrid?.rescorers.map(\.direction) == [.rightToLeft])
    #expect(g2p.hybrid?.joint != nil)
    let lexicon = Toy.dictionary()
    for samples in [0, 4] {
      let results = try g2p.transcribe(Toy.words, options: .init(samples: samples))
      let right = results.count { lexicon[$0.word]?.contains($0.phones) == true }
      #expect(right * 10 >= 9 * results.count, "\(right) of \(results.count)")
      for result in results { #expect(result.phoneProbabilities.count == result.phones.count) }
    }
  }

  @Test func aRescoringNetworkChoosesAmongWhatTheOthersPropose() throws {
    let first = try Toy.trained.get().model
    let training = try Toy.training()
    // A network that knows nothing beside one that does, which alone has a say.
    let ignorant = training.initialNetwork()
    var calibration = HybridCalibration.unfitted(rescorers: 1)
    calibration.deterministic.mixture.network = 0
    calibration.deterministic.mixture.rescorers = [1]
    calibration.deterministic.mixture.joint = 0
    let options = GraphemeToPhoneme.Options(beamWidth: 4, samples: 0, alternatives: 3)
    let judged = GraphemeToPhoneme(
      network: ignorant, graphemes: training.graphemes, phonemes: training.phonemes,
      hybrid: Hybrid(joint: training.jointModel(), rescorers: [first], calibration: calibration))
    let judge = GraphemeToPhoneme(
      network: first, graphemes: training.graphemes, phonemes: training.phonemes)
    var turned = 0
    for result in try judged.transcribe(Toy.words + Toy.unseen, options: options) {
      let candidates = [result.phones] + result.alternatives.map(\.phones)
      let scores = try judge.score(candidates.map { (result.word, $0) }, options: options)
        .map(\.logProbability)
      #expect(scores.allSatisfy { $0 <= scores[0] + 1e-5 }, "\(result.word)")
      turned += scores.count > 1 ? 1 : 0
    }
    #expect(turned > 5)
  }

  @Test(arguments: [0, 4]) func whatElseIsListedChangesNoConfidence(samples: Int) throws {
    for g2p in [try Self.hybrid.get(), try Self.three.get()] {
      let words = Toy.words + Toy.unseen
      let alone = try g2p.transcribe(words, options: .init(samples: samples))
      for count in [2, 7, 20] {
        // As the command does; the search is the wider, the more is to be listed.
        let options = GraphemeToPhoneme.Options(
          beamWidth: count + 2, samples: samples, alternatives: count - 1)
        var listed = 0
        for (one, other) in zip(alone, try g2p.transcribe(words, options: options)) {
          #expect(one.phones == other.phones)
          // A wider search may find another fourth.
          #expect(
            abs(one.confidence - other.confidence) < (count == 2 ? 1e-6 : 5e-3),
            "\(one.word), \(count)")
          listed += other.alternatives.count
          let sum = other.alternatives.reduce(other.confidence) { $0 + $1.confidence }
          #expect(sum <= 1 + 1e-9 && other.alternatives.allSatisfy { $0.confidence >= 0 })
        }
        #expect(listed >= words.count)
      }
    }
  }

  @Test(arguments: [0, 2]) func aRescoringNetworkThatOverflowsSaysSo(samples: Int) throws {
    let g2p = try Self.hybrid.get()
    let hybrid = try #require(g2p.hybrid)
    for value in [Float.nan, .infinity] {
      var broken = try Self.backward.get()
      broken.updateParameters { path, parameter in
        guard path == "output.layer.bias" else { return }
        parameter.value.withUnsafeMutableElements { $0[4] = value }
      }
      let judged = GraphemeToPhoneme(
        network: g2p.network, graphemes: g2p.graphemes, phonemes: g2p.phonemes,
        hybrid: Hybrid(joint: hybrid.joint, analogies: hybrid.analogies, rescorers: [broken]))
      let options = GraphemeToPhoneme.Options(samples: samples)
      let results = try judged.transcribe(["bin", "ж", "tin"], options: options)
      #expect(results.map(\.problem) == [.notFinite, .nothingToRead, .notFinite])
    }
  }

  @Test func whatTheSearchReadIsWhatScoringComputes() throws {
    // Without samples the logits come from the search where it has been, and from a pass over the rest.
    for g2p in [try Self.hybrid.get(), try Self.three.get()] {
      let options = GraphemeToPhoneme.Options(samples: 0)
      let words = Toy.words + Toy.unseen
      let results = try g2p.transcribe(words, options: options)
      let scores = try g2p.score(results.map { ($0.word, $0.phones) }, options: options)
      for (result, score) in zip(results, scores) where result.problem == nil {
        #expect(result.phoneProbabilities.count == score.phoneProbabilities.count)
        for (a, b) in zip(result.phoneProbabilities, score.phoneProbabilities) {
          expectClose(a, b, absolute: 1e-5, relative: 1e-4)
        }
      }
    }
  }

  @Test func doubtfulWordsAreThoseOfSamplesAndSureOnesThoseOfNone() throws {
    for g2p in [try Self.hybrid.get(), try Self.three.get()] {
      let words = Toy.words + Toy.unseen
      var auto = GraphemeToPhoneme.Options(samples: 4, seed: 2)
      let sampled = try g2p.transcribe(words, options: auto)
      let plain = try g2p.transcribe(words, options: .init(samples: 0))
      let confidences = plain.map(\.confidence).sorted()
      let limit = confidences[confidences.count / 2]
      auto.samplesBelow = limit
      for (index, result) in try g2p.transcribe(words, options: auto).enumerated() {
        #expect(result == (plain[index].confidence < limit ? sampled[index] : plain[index]))
      }
    }
  }

  @Test func aBundleKeepsARescoringNetwork() throws {
    let g2p = try Self.three.get()
    let path = folder.path("model")
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    let names = try FileManager.default.contentsOfDirectory(atPath: path).sorted()
    #expect(
      names
        == (BundleFiles.names + ["analogies.lexicon", "joint.ngrams", "rescorer-1.safetensors"])
        .sorted())
    let read = try ModelBundle(contentsOf: path)
    #expect(
      read.predictor.hybrid?.rescorers.map(\.configuration)
        == g2p.hybrid?.rescorers.map(\.configuration))
    #expect(read.predictor.hybrid?.calibration == g2p.hybrid?.calibration)
    try read.write(to: folder.path("again"))
    let (files, again) = (BundleFiles(path: path), BundleFiles(path: folder.path("again")))
    for name in names { #expect(try files[name] == again[name]) }

    let whole = try files["rescorer-1.safetensors"]
    for damaged in [
      [], Array(whole.dropLast()), Array(try files["weights.safetensors"].prefix(40)),
    ] {
      try files.replace("rescorer-1.safetensors", damaged)
      #expect(throws: (any Error).self) { try ModelBundle(contentsOf: path) }
    }
    try files.replace("rescorer-1.safetensors", whole)
    #expect(throws: Never.self) { try ModelBundle(contentsOf: path) }
    try files.changeManifest { manifest in
      var checksums = manifest["files"] as? [String: Any] ?? [:]
      checksums["rescorer-1.safetensors"] = nil
      manifest["files"] = checksums
    }
    #expect(throws: BundleError.self) { try ModelBundle(contentsOf: path) }
  }

  @Test func severalNetworksRescore() throws {
    let first = try Toy.trained.get().model
    let g2p = try Toy.training().predictor(
      of: first, rescorers: [Self.backward.get(), first], options: .init(samples: 4))
    #expect(g2p.hybrid?.calibration.deterministic.mixture.rescorers.count == 2)
    let path = folder.path("four")
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    let read = try ModelBundle(contentsOf: path).predictor
    #expect(read.hybrid?.rescorers.map(\.direction) == [.rightToLeft, .leftToRight])
    for samples in [0, 4] {
      let options = GraphemeToPhoneme.Options(samples: samples)
      #expect(
        try read.transcribe(Toy.unseen, options: options)
          == g2p.transcribe(Toy.unseen, options: options))
    }
    // As many as are given count nothing until they are fitted.
    let unfitted = GraphemeToPhoneme(
      network: first, graphemes: g2p.graphemes, phonemes: g2p.phonemes,
      hybrid: Hybrid(joint: nil, rescorers: [first]))
    try ModelBundle(unfitted, provenance: BundleFiles.provenance).write(to: folder.path("unfitted"))
    #expect(
      try ModelBundle(contentsOf: folder.path("unfitted")).predictor.hybrid?.calibration
        == .unfitted(rescorers: 1))
    // Weights that are not those of the networks are refused.
    try BundleFiles(path: path).changeManifest { manifest in
      manifest["rescorers"] = (manifest["rescorers"] as? [Any])?.dropLast().map { $0 }
    }
    let error = #expect(throws: BundleError.self) { try ModelBundle(contentsOf: path) }
    #expect(error?.reason.contains("weights of 2 rescoring networks, not of 1") == true)
  }

  @Test func strangeTensorsAreRefused() throws {
    let g2p = try Self.three.get()
    let path = folder.path("strange")
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    let file = "rescorer-1.safetensors"
    let tensors = try SafetensorsFile(path: path + "/" + file).tensors(as: Float.self)
    for (name, tensor) in [
      ("stranger", Tensor<Float>(zeros: [2])), ("reader.layer.bias", Tensor<Float>(zeros: [3])),
      ("keys.weight", Tensor<Float>(shape: [1, 2], repeating: .nan)),
    ] {
      var tensors = tensors
      tensors[name] = tensor
      try SafetensorsFile.write(tensors, to: folder.path("x"))
      let files = BundleFiles(path: path)
      try files.replace(file, try FileReader.bytes(folder.path("x")))
      let error = #expect(throws: BundleError.self) { try ModelBundle(contentsOf: path) }
      #expect(error?.path.hasSuffix(file) == true)
    }
  }

  /// Names and shapes are compared first: a matrix without its scales would be another error, were it read.
  @Test func aStrangeTensorIsNotRead() throws {
    let g2p = try Self.three.get()
    let path = folder.path("unread")
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    var tensors = try SafetensorsFile(path: path + "/weights.safetensors").tensors(as: Float.self)
    tensors["stranger"] = tensors["keys.weight"]
    try SafetensorsFile.write(tensors, to: folder.path("x"))
    var bytes = try FileReader.bytes(folder.path("x"))
    let scale = try #require(bytes.firstRange(of: Array("stranger.scale".utf8)))
    bytes.replaceSubrange(scale, with: Array("stranger.other".utf8))
    try BundleFiles(path: path).replace("weights.safetensors", bytes)
    let error = #expect(throws: BundleError.self) { try ModelBundle(contentsOf: path) }
    #expect(error?.reason.contains("unknown to this model: \"stranger\"") == true)
  }

  @Test func twoNetworksNeedNoJointModel() throws {
    let g2p = try Toy.training { ($0.joint, $0.analogies) = (false, false) }.predictor(
      of: Toy.trained.get().model, rescorers: [Self.backward.get()], options: .init(samples: 4))
    #expect(g2p.hybrid?.joint == nil && g2p.hybrid?.rescorers.count == 1)
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: folder.path("two"))
    let read = try ModelBundle(contentsOf: folder.path("two")).predictor
    let options = GraphemeToPhoneme.Options(samples: 4)
    #expect(
      try read.transcribe(Toy.unseen, options: options).map(\.phones)
        == g2p.transcribe(Toy.unseen, options: options).map(\.phones))
  }
}
