import Candor
import CandorEngine
import CandorJoint
import CandorText
import CandorUncertainty
import Foundation
import TestSupport
import Testing

@Suite struct LearnedConfidenceTests {
  private let folder: TemporaryFolder
  init() throws { folder = try TemporaryFolder() }

  // MARK: Learning

  private static let nothing = TraitReader.Subject(graphemes: [], best: [], others: [])

  /// Words of which those with the trait 1 are always right, those with 2 seldom, and the mixture knows nothing.
  private static func outcomes(_ count: Int) -> [WordOutcome] {
    (0..<count).map { index in
      let kind = index % 3
      return WordOutcome(
        word: "\(index)", subject: nothing, traits: [9, UInt32(kind)],
        features: WordFeatures(
          vector: WordFeatures.names.map { _ in Double(index % 7) / 7 },
          details: WordFeatures.detailNames.map { _ in 0 }),
        isRight: kind == 1 || (kind == 2 ? index % 5 == 0 : index % 2 == 0))
    }
  }

  @Test func manyWordsTeachTraitsAndFewDoNot() throws {
    let few = try LearnedConfidence(
      Self.outcomes(ConfidenceTraits.leastWords - 1), lists: 0, seed: 1)
    #expect(few.traits.isEmpty && few.network == nil)
    let many = try LearnedConfidence(Self.outcomes(ConfidenceTraits.leastWords), lists: 0, seed: 1)
    let (good, bad) = (try #require(many.traits[1]), try #require(many.traits[2]))
    #expect(good > 1 && bad < -1)
    #expect(many.network == nil)
  }

  /// Words whose outcome is drawn with log-odds that only the product of three details tells.
  private static func entangled(_ count: Int, lists: Int = 0) -> [WordOutcome] {
    var generator = SeededGenerator(seed: 5, purpose: "outcomes")
    return (0..<count).map { index in
      let signs = (0..<3).map { _ in Bool.random(using: &generator) ? -1.0 : 1 }
      let logOdds = 1 + 2 * signs.reduce(1, *)
      return WordOutcome(
        word: "\(index)", subject: nothing, traits: [],
        features: WordFeatures(
          vector: WordFeatures.names.map { $0 == "mixture" ? 1 : 0 } + (0..<lists).map { _ in 0 },
          details: WordFeatures.detailNames.indices.map { $0 < 3 ? signs[$0] : 0 }),
        isRight: Double.random(in: 0..<1, using: &generator) < 1 / (1 + exp(-logOdds)))
    }
  }

  private static func network(_ words: [WordOutcome], epochs: Int = 20) throws -> ConfidenceNetwork
  {
    try ConfidenceNetwork.learned(
      from: words.map { LearnedConfidence.inputs($0.features, traits: 0) },
      known: words.map { _ in 1 }, isRight: words.map(\.isRight), epochs: epochs, seed: 3)
  }

  @Test func aNetworkFindsWhatNoProductOfTwoTells() throws {
    let words = Self.entangled(4000)
    let network = try Self.network(words)
    let others = Self.entangled(4100).suffix(100)
    let added = network.logOdds(others.map { LearnedConfidence.inputs($0.features, traits: 0) })
    for (word, added) in zip(others, added) {
      let product = word.features.details.prefix(3).reduce(1, *)
      #expect(abs(added - 2 * product) < 0.6)
    }
    let again = try Self.network(words)
    let inputs = [LearnedConfidence.inputs(words[0].features, traits: 0)]
    #expect(again.logOdds(inputs) == network.logOdds(inputs))
  }

  @Test func aNetworkIsLearnedBesideTheRegression() throws {
    let words = Self.entangled(12_000)
    let learned = try LearnedConfidence(words, lists: 0, usesNetwork: true, seed: 1, epochs: 4)
    let network = try #require(learned.network)
    let said = network.logOdds(
      words.prefix(50).map { LearnedConfidence.inputs($0.features, traits: 0) })
    for (word, said) in zip(words, said) {
      let product = word.features.details.prefix(3).reduce(1, *)
      let logOdds = learned.regression.logOdds(word.features.vector) + said
      #expect(abs(logOdds - (1 + 2 * product)) < 0.4)
    }
    let both = learned.logOdds(Array(words.prefix(50)))
    for (word, (said, all)) in zip(words, zip(said, both)) {
      #expect(all == learned.regression.logOdds(word.features.vector) + said)
    }
  }

  /// Traits of about five words each say nothing, but of these very words they could tell all.
  @Test func aNetworkIsNotToldWhatTraitsSayOfTheirOwnWords() throws {
    var generator = SeededGenerator(seed: 8, purpose: "outcomes")
    let words = (0..<12_000).map { index in
      var word = Self.entangled(1)[0]
      word.word = "\(index)"
      word.traits = (0..<20).map { UInt32($0 * 2400 + Int.random(in: 0..<2400, using: &generator)) }
      word.isRight = Bool.random(using: &generator)
      return word
    }
    let learned = try LearnedConfidence(words, lists: 0, usesNetwork: true, seed: 1, epochs: 6)
    let network = try #require(learned.network)
    let said = words.map { $0.traits.reduce(0) { $0 + (learned.traits[$1] ?? 0) } }
    let added = network.logOdds(
      zip(words, said).map { LearnedConfidence.inputs($0.features, traits: $1) })
    let told = zip(words, added).reduce(0) { $0 + ($1.0.isRight ? $1.1 : -$1.1) }
    #expect(told / Double(words.count) < 0.3)
  }

  @Test(arguments: [0, 2]) func whatOthersLearnedIsScaledToOnesOwnWords(samples: Int) throws {
    let training = try Toy.training()
    let network = try Toy.trained.get().model
    let options = GraphemeToPhoneme.Options(samples: samples)
    let (alone, own) = try training.fitted(network, options: options)
    let outcomes = try #require(own)
    #expect(outcomes.deterministic.count == training.validation.count)
    #expect(outcomes.sampled.count == (samples > 0 ? training.validation.count : 0))
    #expect(alone.hybrid?.calibration.deterministic.scaling == .identity)
    // Of its own words nothing is learned, whatever numbers their letters had elsewhere: they are to judge it.
    func renumbered(_ words: [WordOutcome]) -> [WordOutcome] {
      words.map {
        var word = $0
        word.subject.graphemes = word.subject.graphemes.map { $0 + 1 }
        return word
      }
    }
    #expect(throws: GraphemeToPhonemeTraining.UnusableLexicon.self) {
      try training.fitted(
        network,
        learningFrom: WordOutcomes(
          sampled: renumbered(outcomes.sampled), deterministic: renumbered(outcomes.deterministic)),
        options: options)
    }
    // The same outcomes of words that nobody has.
    func strange(_ words: [WordOutcome]) -> [WordOutcome] {
      words.map {
        var word = $0
        // The numbers of its symbols are those of another vocabulary, and say nothing.
        word.word += "?"
        return word
      }
    }
    var others = WordOutcomes(
      sampled: strange(outcomes.sampled), deterministic: strange(outcomes.deterministic))
    let same = try training.fitted(network, learningFrom: others, options: options).predictor
    let (calibration, first) = (
      try #require(same.hybrid?.calibration), try #require(alone.hybrid?.calibration)
    )
    #expect(calibration.deterministic.confidence == first.deterministic.confidence)
    #expect(calibration.sampled.confidence == first.sampled.confidence)
    #expect(calibration.deterministic.scaling != .identity)
    // What others got wrong makes nobody doubt what one gets right oneself.
    for index in others.deterministic.indices { others.deterministic[index].isRight = false }
    let strict = try training.fitted(network, learningFrom: others, options: options).predictor
    let believed = try strict.transcribe(training.validation.words, options: .init(samples: 0))
    let right = Double(outcomes.deterministic.count { $0.isRight })
    let wrong = Double(outcomes.deterministic.count) - right
    // The mean of the targets of Platt's method.
    let expected = (right * (right + 1) / (right + 2) + wrong / (wrong + 2)) / (right + wrong)
    let mean = believed.reduce(0) { $0 + $1.confidence } / Double(believed.count)
    #expect(abs(mean - expected) < 1e-6)
  }

  @Test func aFeatureIsWhatItsNameSays() throws {
    let candidate = CandidateFeatures(
      network: -1, rescorers: [-2, -4], joint: -3, analogy: .init(own: 0.5, other: 0.25), phones: 5)
    let next = CandidateFeatures(network: -1.5, rescorers: [-2.5, -4.5], joint: -2, phones: 6)
    var doubt = WordFeatures.Doubt.none
    (doubt.uncertainty, doubt.entropy) = (0.25, 0.5)
    (doubt.greatestUncertainty, doubt.greatestEntropy) = (0.125, 0.375)
    (doubt.leastProbability, doubt.secondLeastProbability) = (0.75, 0.9)
    var other = doubt
    (other.uncertainty, other.entropy) = (0.75, 1.5)
    (other.greatestUncertainty, other.greatestEntropy) = (0.375, 1.125)
    (other.leastProbability, other.secondLeastProbability) = (0.25, 0.5)
    func features(
      _ rescorers: [WordFeatures.Doubt], _ others: WordFeatures.Others, hasAnalogies: Bool? = true
    ) -> [String: Double] {
      let features = WordFeatures(
        probability: 0.8, none: 0.05, candidate: candidate,
        agreeing: .init(network: true, rescorers: 0.5, joint: false), doubt: doubt,
        rescorersDoubt: .mean(rescorers), spelling: -2, graphemes: 7, hasAnalogies: hasAnalogies,
        others: others, lists: [1, 0])
      let names = WordFeatures.names + ["list 1", "list 2"] + WordFeatures.detailNames
      return Dictionary(uniqueKeysWithValues: zip(names, features.vector + features.details))
    }
    let found = features(
      [doubt, other], .init(probabilities: [0.1, 0.02], next: next, count: 3))
    let expected: [String: Double] = [
      "mixture": log(4), "network": log(3), "rescorers": log(7), "joint": log(7),
      "network agrees": 1, "rescorers agree": 0.5, "joint agrees": 0, "uncertainty": log(0.26),
      "rescorers' uncertainty": log(0.51), "entropy": log(0.51), "rescorers' entropy": log(1.01),
      "spelling": -2, "graphemes": 7, "none": log(0.05), "analogy": log(1.5),
      "another analogy": log(1.25), "no analogy": 0, "list 1": 1, "list 2": 0,
      "least phone": log(3), "second least phone": log(0.11), "greatest entropy": log(0.385),
      "greatest uncertainty": log(0.135), "rescorers' least phone": 0,
      "rescorers' second least phone": log(0.31), "rescorers' greatest entropy": log(0.76),
      "rescorers' greatest uncertainty": log(0.26), "next": log(0.1), "next but one": log(0.02),
      "network's lead": 0.5, "rescorers' lead": 0.5, "joint lead": -1, "phones": 5,
      "candidates": log(4),
    ]
    #expect(found.count == expected.count)
    for (name, value) in expected {
      #expect(abs(try #require(found[name]) - value) < 1e-9, "\(name)")
    }
    // Where there is nothing else, the lead is the greatest and the next has almost no probability.
    let alone = features(
      [], .init(probabilities: [], next: nil, count: 0), hasAnalogies: false)
    let without: [String: Double] = [
      "no analogy": 1, "rescorers' least phone": logOdds(0.9999),
      "rescorers' second least phone": log(0.01), "rescorers' greatest entropy": log(0.01),
      "next": log(1e-4), "next but one": log(1e-4), "network's lead": 10, "rescorers' lead": 10,
      "joint lead": 10, "candidates": 0,
    ]
    for (name, value) in without {
      #expect(abs(try #require(alone[name]) - value) < 1e-9, "\(name)")
    }
    let one = features([], .init(probabilities: [0.1], next: next, count: 1), hasAnalogies: nil)
    #expect(one["next but one"] == log(1e-4) && one["no analogy"] == 0)
  }

  @Test func theDetailsAreThoseOfTheTranscription() throws {
    let training = try Toy.training()
    let (predictor, own) = try training.fitted(
      try Toy.trained.get().model, options: .init(samples: 2))
    let outcomes = try #require(own)
    func detail(_ name: String, _ outcome: WordOutcome) throws -> Double {
      outcome.features.details[try #require(WordFeatures.detailNames.firstIndex(of: name))]
    }
    for samples in [0, 2] {
      for outcome in samples > 0 ? outcomes.sampled : outcomes.deterministic {
        let found = try predictor(outcome.word, options: .init(samples: samples))
        let steps = Double(found.phones.count + 1)
        #expect(try detail("phones", outcome) == steps - 1)
        // The end is one more step.
        let least = try #require(found.phoneProbabilities.min())
        #expect(try detail("least phone", outcome) <= logOdds(min(least, 0.9999)) + 1e-9)
        // ln(nats + 0.01) of one phone: less than of all, at least the mean.
        for (name, mean) in [
          ("greatest entropy", found.entropy), ("greatest uncertainty", found.uncertainty ?? 0),
        ] {
          let greatest = exp(try detail(name, outcome)) - 0.01
          #expect(greatest >= mean - 1e-9, "\(name)")
          #expect(mean == 0 ? abs(greatest) < 1e-9 : greatest < mean * steps - 1e-9, "\(name)")
        }
      }
    }
  }

  // MARK: Use

  private func hybrid(
    traits: ConfidenceTraits? = nil, lists: [(name: String, words: Set<String>)] = [],
    networks: ConfidenceNetworks? = nil
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
        joint: known.joint, analogies: known.analogies, rescorers: [],
        knownWords: known.knownWords, calibration: known.calibration, traits: traits,
        confidenceNetworks: networks))
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
    #expect(calibration.sampled.confidence.weights.count == count)
    calibration.deterministic.confidence = LogisticRegression(
      weights: (0..<count).map { $0 == count - 2 ? 1 : $0 == count - 1 ? 2 : 0 })
    let told = GraphemeToPhoneme(
      network: g2p.network, graphemes: g2p.graphemes, phonemes: g2p.phonemes,
      hybrid: Hybrid(joint: g2p.hybrid?.joint, knownWords: known, calibration: calibration))
    let options = GraphemeToPhoneme.Options(samples: 0)
    for (word, expected) in [("bin", 3.0), ("BAN", 1), ("cin", 2), ("tin", 0)] {
      #expect(
        abs(logOdds(try told(word, options: options).confidence) - expected) < 1e-9, "\(word)")
    }
  }

  /// What two networks learned of which both look at other things.
  private static func learnedNetworks(
    lists: Int = 0
  ) throws -> (sampled: ConfidenceNetwork, deterministic: ConfidenceNetwork) {
    let words = entangled(600, lists: lists)
    return (
      try network(words, epochs: 1).rounded(), try network(words.reversed(), epochs: 2).rounded()
    )
  }

  private static func networks(lists: Int = 0) throws -> ConfidenceNetworks {
    let learned = try learnedNetworks(lists: lists)
    return ConfidenceNetworks(sampled: learned.sampled, deterministic: learned.deterministic)
  }

  @Test func everyParameterOfANetworkIsVisited() throws {
    ParameterAudit.expectComplete(try Self.learnedNetworks().sampled)
    #expect(try Self.networks().parameters.count == 16)
  }

  @Test(
    arguments: [
      ("deviations", 0, "a deviation is not positive"),
      ("perceptron.layers.1.layer.bias", 1e9, "beyond 65504"),
    ] as [(String, Float, String)])
  func aNetworkWhoseNumbersWouldOverflowIsRefused(
    name: String, value: Float, reason: String
  ) throws {
    let path = folder.path("model")
    try ModelBundle(
      try hybrid(networks: try Self.networks()), provenance: BundleFiles.provenance
    ).write(to: path)
    let file = folder.path("other.safetensors")
    var networks = try Self.networks()
    networks.updateParameters { path, parameter in
      guard path == "sampled.\(name)" else { return }
      parameter.value = Tensor(shape: parameter.value.shape, repeating: value)
    }
    try SafetensorsFile.write(networks.tensors(), to: file)
    let files = BundleFiles(path: path)
    try files.replace(
      "confidence.safetensors", Array(try Data(contentsOf: URL(fileURLWithPath: file))))
    #expect(
      files.refusal()?.contains("confidence.safetensors: ") == true
        && files.refusal()?.contains(reason) == true, "\(files.refusal() ?? "read")")
  }

  @Test(arguments: [0, 2]) func aNetworkAddsToTheConfidenceOfEachWordAlone(samples: Int) throws {
    let learned = try Self.learnedNetworks()
    let network = samples > 0 ? learned.sampled : learned.deterministic
    let plain = try hybrid()
    let changed = try hybrid(networks: try Self.networks())
    let options = GraphemeToPhoneme.Options(samples: samples)
    // What is looked at of each word; the mixture is the same.
    let fitted = try Toy.training().fitted(
      try Toy.trained.get().model, options: .init(samples: 2))
    let outcomes = try #require(fitted.outcomes)
    let kept = samples > 0 ? outcomes.sampled : outcomes.deterministic
    let words = kept.map(\.word)
    let before = try plain.transcribe(words, options: options)
    let after = try changed.transcribe(words, options: options)
    #expect(before.map(\.phones) == after.map(\.phones))
    var said: Set<Double> = []
    for (word, (before, together)) in zip(kept, zip(before, after)) {
      let own = network.logOdds([LearnedConfidence.inputs(word.features, traits: 0)])[0]
      let added = logOdds(together.confidence) - logOdds(before.confidence)
      #expect(abs(added - own) < 1e-4, "\(word.word)")
      #expect(try changed(word.word, options: options).confidence == together.confidence)
      said.insert(own)
    }
    #expect(said.count == words.count)
  }

  @Test func calibratingAnewFitsOnlyTheScale() throws {
    let networks = try Self.networks(lists: 1)
    let g2p = try hybrid(traits: Self.traits, lists: Self.lists, networks: networks)
    // Half of them right.
    var dictionary = PronunciationDictionary()
    for (index, word) in (Toy.words + Toy.unseen).enumerated() {
      dictionary.add(word, index % 2 == 0 ? Toy.phones(word) : ["K", "K", "K"])
    }
    let again = try g2p.calibrated(on: dictionary, options: .init(samples: 2))
    let (before, after) = (try #require(g2p.hybrid), try #require(again.hybrid))
    #expect(after.joint != nil && after.joint == before.joint)
    #expect(after.analogies != nil && after.analogies == before.analogies)
    #expect(after.knownWords == before.knownWords && after.traits == Self.traits)
    #expect(after.hasConfidenceNetworks && again.calibration == g2p.calibration)
    for (old, new) in [
      (before.calibration.sampled, after.calibration.sampled),
      (before.calibration.deterministic, after.calibration.deterministic),
    ] {
      #expect(new.mixture == old.mixture && new.confidence == old.confidence)
      #expect(new.scaling != old.scaling)
    }
    // A scale over one that is there already.
    let twice = try again.calibrated(on: dictionary, options: .init(samples: 2))
    for (samples, calibrated) in [(0, again), (2, again), (0, twice), (2, twice)] {
      let options = GraphemeToPhoneme.Options(samples: samples)
      let (old, new) = (
        try g2p.transcribe(dictionary.words, options: options),
        try calibrated.transcribe(dictionary.words, options: options)
      )
      #expect(old.map(\.phones) == new.map(\.phones))
      let right = Double(
        zip(new, dictionary).count { $0.0.phones == $0.1.pronunciations[0] })
      let wrong = Double(new.count) - right
      // The mean of the targets of Platt's method.
      let expected = (right * (right + 1) / (right + 2) + wrong / (wrong + 2)) / (right + wrong)
      let mean = new.reduce(0) { $0 + $1.confidence } / Double(new.count)
      #expect(abs(mean - expected) < 1e-6)
    }
  }

  // MARK: Bundles

  private static let lists: [(name: String, words: Set<String>)] = [("words.txt", ["bin", "ban"])]
  private static let traits = ConfidenceTraits([
    5: .init(sampled: 0.5, deterministic: -0.25), 1 << 30: .init(sampled: -1, deterministic: 2),
  ])

  @Test func aBundleKeepsThem() throws {
    let g2p = try hybrid(
      traits: Self.traits, lists: Self.lists, networks: try Self.networks(lists: 1))
    let path = folder.path("model")
    try ModelBundle(g2p, provenance: BundleFiles.provenance).write(to: path)
    #expect(try ModelBundle(contentsOf: path).outcomes(in: path) == nil)
    let read = try ModelBundle(contentsOf: path)
    #expect(read.manifest.knownWords == ["words.txt"] && read.manifest.traits == 2)
    #expect(read.manifest.confidenceNetworks == true)
    let hybrid = try #require(read.predictor.hybrid)
    #expect(hybrid.hasConfidenceNetworks)
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
    // The figures are those of all models.
    #expect(read.manifest.provenance.validation == BundleFiles.provenance.validation)
    #expect(read.networkOnly.manifest.provenance.validation.isEmpty)
  }

  @Test(arguments: ["known.words", "confidence.traits", "confidence.safetensors"])
  func aDamagedTableIsRefused(name: String) throws {
    let path = folder.path("model")
    try ModelBundle(
      try hybrid(traits: Self.traits, lists: Self.lists, networks: try Self.networks(lists: 1)),
      provenance: BundleFiles.provenance
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
      (
        "\"confidence.safetensors\" :", "\"networks\" :", "no checksum of confidence.safetensors"
      ),
      (
        "\"confidenceNetworks\" : true", "\"confidenceNetworks\" : false",
        "a checksum of confidence.safetensors, of which nothing is said"
      ),
      ("\"hybrid\" :", "\"hybird\" :", "of which nothing is said"),
      ("\"knownWords\" :", "\"known\" :", "confidence: 18 weights, where this version has 17"),
      ("\"words.txt\"", "\"a\", \"b\"", "confidence: 18 weights, where this version has 19"),
      (
        "\"words.txt\"", (0..<9).map { "\"\($0)\"" }.joined(separator: ", "),
        "knownWords: more than 8 lists"
      ),
      ("\"slope\" : 1", "\"slope\" : -1", "altered or truncated"),
      ("\"slope\" : 1", "\"slope\" : 1e300", "scaling: beyond"),
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
        var confidence = hybrid["sampled"]?["confidence"] as? [String: Any] ?? [:]
        change(&mixture, &confidence)
        hybrid["sampled"]?["mixture"] = mixture
        hybrid["sampled"]?["confidence"] = confidence
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

  // MARK: Outcomes

  @Test func aBundleKeepsHowWordsTurnedOut() throws {
    let training = try Toy.training()
    let fitted = try training.fitted(
      try Toy.trained.get().model,
      knownWords: KnownWords(lists: Self.lists, reader: training.graphemes),
      options: .init(samples: 2))
    var outcomes = try #require(fitted.outcomes)
    // No other transcription, and one without phones.
    outcomes.sampled[0].subject.others = []
    outcomes.sampled[1].subject.others = [[]]
    outcomes.sampled[2].subject.best = []
    let reader = TraitReader(graphemes: training.graphemes.vocabulary, phonemes: training.phonemes)
    for index in 0..<3 {
      outcomes.sampled[index].traits = reader.traits(of: outcomes.sampled[index].subject)
    }
    let path = folder.path("model")
    try ModelBundle(
      fitted.predictor, outcomes: outcomes, provenance: BundleFiles.provenance
    ).write(to: path)
    #expect(try ModelBundle(contentsOf: path).outcomes(in: path) == outcomes)

    let files = BundleFiles(path: path)
    let name = "outcomes-mean.tsv"
    let whole = String(decoding: try files[name], as: UTF8.self)
    func refusal() -> String? {
      do {
        _ = try ModelBundle(contentsOf: path).outcomes(in: path)
        return nil
      } catch { return "\(error)" }
    }
    try files.write(Array((whole + "x").utf8), name)
    #expect(refusal()?.contains("checksum") == true)
    let lines = whole.split(separator: "\n").map(String.init)
    let columns = lines[1].split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    func changed(_ column: Int, to value: String) -> String {
      var columns = columns
      columns[column] = value
      return lines[0] + "\n" + columns.joined(separator: "\t") + "\n"
    }
    for (text, reason) in [
      (lines[1] + "\n", "line 1: outcomes of another version, or of other lists"),
      (lines[0] + "\nabc\t1\n", "line 2: 2 columns, not 38"),
      (changed(1, to: "yes"), "line 2: \"yes\" is neither 0 nor 1"),
      (changed(2, to: ""), "line 2: no transcription"),
      (changed(2, to: "K XX"), "line 2: no word of this lexicon has the phone"),
      (changed(5, to: "nan"), "line 2: \"nan\" is no number"),
      (changed(37, to: ""), "line 2: \"\" is no number"),
      (changed(7, to: "1e999"), "line 2: \"1e999\" is no number"),
      (changed(7, to: "-1e300"), "line 2: \"-1e300\" is no number"),
      (changed(7, to: "1"), "1 words, not 5"),
    ] {
      try files.replace(name, Array(text.utf8))
      #expect(refusal()?.contains("\(name): \(reason)") == true, "\(refusal() ?? "read")")
    }
  }

  /// Phones are any text without blanks, and with `--swap` blanks too.
  @Test func everyPhoneComesBackFromATable() throws {
    let phones = ["\\", "s", "\\s", " ", "\\\\s", "a\\", "\\ ", "AA1"]
    var builder = VocabularyBuilder(specials: .labels)
    builder.add(contentsOf: phones)
    let phonemes = try builder.build()
    let training = try Toy.training()
    let symbols = try phones.map { Int32(try #require(phonemes.id(of: $0))) }
    let subject = TraitReader.Subject(
      graphemes: training.graphemes("bin").symbols, best: symbols,
      others: [Array(symbols.reversed()), [symbols[1]]])
    let outcome = WordOutcome(
      word: "bin", subject: subject,
      traits: TraitReader(graphemes: training.graphemes.vocabulary, phonemes: phonemes).traits(
        of: subject), features: Self.outcomes(1)[0].features, isRight: true)
    let table = OutcomeTable(graphemes: training.graphemes, phonemes: phonemes, lists: 0)
    let path = folder.path("table.tsv")
    try table.text([outcome]).write(toFile: path, atomically: true, encoding: .utf8)
    #expect(try table.outcomes(contentsOf: path) == [outcome])
  }
}
