import Candor
import CandorEngine
import CandorText
import Foundation
import TestSupport
import Testing

@Suite struct GraphemeToPhonemeTrainingTests {
  @Test func theToyLanguageIsLearned() throws {
    let result = try Toy.trained.get()
    #expect(result.outcome == .finished)
    #expect(result.reports.count == 60)
    let losses = result.reports.map(\.loss)
    #expect(losses[59] < losses[0] / 10)
    #expect(result.reports.allSatisfy { $0.penalty != 0 && $0.skippedSteps == 0 })
    let results = try Toy.predictor().transcribe(
      Toy.words, options: .init(beamWidth: 1, samples: 0))
    let wrong = results.filter { $0.phones != Toy.phones($0.word) }
    #expect(Double(wrong.count) <= 0.1 * Double(Toy.words.count), "\(wrong.map(\.word))")
    let rates = result.reports.compactMap { $0.validation["wer"] }
    #expect(result.bestMetric == rates.min())
    // Of equally good epochs the one with the fewest wrong phones.
    let best = result.reports.filter { $0.validation["wer"] == rates.min() }.min {
      $0.validation["per"] ?? 1 < $1.validation["per"] ?? 1
    }
    #expect(result.bestEpoch == best?.epoch)
  }

  /// Not the first ones: those of a lexicon in alphabetical order begin with the same letter.
  @Test func theEpochIsChosenByWordsFromAllOfThose() throws {
    func checked(_ count: Int) throws -> (checked: [String], all: [String]) {
      let training = try Toy.training { $0.validationWords = count }
      return (training.checkedWords.map(\.word), training.validation.words)
    }
    let (some, all) = try checked(2)
    #expect(all.count > 3 && some == [all[0], all[all.count / 2]])
    #expect(try checked(all.count).checked == all)
  }

  @Test func aContinuedTrainingGivesTheSameBits() throws {
    let training = try Toy.training { $0.epochs = 3 }
    let whole = try training.run(Toy.quiet)
    for stop in [2, 9] {
      let folder = try TemporaryFolder()
      var options = Toy.quiet
      options.checkpointPath = folder.path("state")
      let counter = Counter()
      options.shouldStop = { counter.next() == stop }
      let first = try training.run(options)
      #expect(first.outcome == .interrupted)
      #expect((2..<whole.step).contains(first.step))
      options.shouldStop = { false }
      let second = try Toy.training { $0.epochs = 3 }.run(
        options, resumingFrom: folder.path("state"))
      #expect(second.step == whole.step)
      #expect(bits(second.model) == bits(whole.model))
      #expect(bits(second.lastWeights) == bits(whole.lastWeights))
      #expect(second.reports.last?.loss == whole.reports.last?.loss)
      #expect(second.reports.last?.validation == whole.reports.last?.validation)
    }
  }

  @Test func threadsGiveTheSameBits() throws {
    let training = try Toy.training {
      $0.epochs = 1
      $0.batchSize = 40
    }
    var two = Toy.quiet
    two.workers = Workers(threads: 2)
    #expect(bits(try training.run(Toy.quiet).model) == bits(try training.run(two).model))
    let other = try Toy.training(
      {
        $0.epochs = 1
        $0.batchSize = 40
      }, seed: 2)
    #expect(bits(try training.run(Toy.quiet).model) != bits(try other.run(Toy.quiet).model))
  }

  private func bits(_ network: EncoderDecoder<Float>) -> [String: [UInt32]] {
    network.tensors().mapValues { $0.scalars.map(\.bitPattern) }
  }

  // MARK: Division

  @Test func heldOutWordsAreNotInTraining() throws {
    var lexicon = Toy.dictionary()
    for word in Toy.words.prefix(10) { lexicon.add(word, ["AA1", "B"]) }
    var settings = Toy.settings
    settings.heldOutFraction = 0.3
    let training = try GraphemeToPhonemeTraining(
      lexicon: lexicon, normalizer: .english, settings: settings, seed: 5)
    let (kept, out) = (Set(training.training.words), Set(training.validation.words))
    #expect(kept.isDisjoint(with: out))
    #expect(kept.union(out) == Set(Toy.words))
    #expect((4...20).contains(out.count))
    // All pronunciations of a word are on one side.
    for (word, pronunciations) in training.validation {
      #expect(pronunciations == lexicon[word])
    }
    #expect(training.examples.sources.count == training.training.pronunciationCount)

    // A word's side does not depend on the other words.
    let (_, fewer) = Toy.dictionary(Array(Toy.words.suffix(20))).holdingOut(fraction: 0.3, seed: 5)
    #expect(Set(fewer.words) == out.intersection(Toy.words.suffix(20)))
    let (_, otherwise) = lexicon.holdingOut(fraction: 0.3, seed: 6)
    #expect(Set(otherwise.words) != out)
    #expect(lexicon.holdingOut(fraction: 0, seed: 1).heldOut.isEmpty)
    #expect(lexicon.holdingOut(fraction: 1, seed: 1).training.isEmpty)
  }

  @Test func aShareOfTheWordsIsHeldOut() {
    var lexicon = PronunciationDictionary()
    for index in 0..<4000 { lexicon.add("word\(index)", ["A"]) }
    let (training, out) = lexicon.holdingOut(fraction: 0.1, seed: 1)
    #expect((340...460).contains(out.count))
    #expect(training.count + out.count == 4000)
  }

  @Test func spellingsOfOneWordStayTogether() throws {
    // The network reads all of these alike: one in validation and another in training would be no validation.
    var lexicon = Toy.dictionary()
    lexicon.add("BATI", ["B", "AA1", "T", "IY0"])
    let training = try GraphemeToPhonemeTraining(
      lexicon: lexicon, validation: Toy.dictionary(["bati", "Cati"]), normalizer: .english,
      settings: Toy.settings)
    #expect(!training.training.words.contains { ["bati", "cati"].contains($0.lowercased()) })

    var settings = Toy.settings
    settings.heldOutFraction = 0.5
    var both = PronunciationDictionary()
    for word in Toy.words {
      both.add(word, Toy.phones(word))
      both.add(word.uppercased(), Toy.phones(word))
    }
    let halves = try GraphemeToPhonemeTraining(
      lexicon: both, normalizer: .english, settings: settings)
    let out = Set(halves.validation.words.map { $0.lowercased() })
    #expect(out.isDisjoint(with: halves.training.words.map { $0.lowercased() }))
  }

  @Test func vocabulariesAreMadeOfTrainingWords() throws {
    var validation = Toy.dictionary(["bati"])
    validation.add("zoo", ["Z", "UW1"])
    let training = try GraphemeToPhonemeTraining(
      lexicon: Toy.dictionary(), validation: validation, normalizer: .english,
      settings: Toy.settings)
    #expect(!training.graphemes.vocabulary.contains("z"))
    #expect(!training.phonemes.contains("Z"))
    #expect(training.phonemes.start != nil && training.phonemes.end != nil)
    #expect(training.phonemes.unknown == nil)
    #expect(
      Set(training.graphemes.vocabulary.ordinarySymbols) == [
        "a", "i", "u", "b", "c", "h", "n", "t",
      ])
  }

  // MARK: Lexicons

  @Test func unusableLexiconsAreRefused() throws {
    func make(
      _ lexicon: PronunciationDictionary, _ validation: PronunciationDictionary? = nil
    ) throws -> GraphemeToPhonemeTraining {
      try GraphemeToPhonemeTraining(
        lexicon: lexicon, validation: validation, normalizer: .english, settings: Toy.settings)
    }
    #expect(throws: GraphemeToPhonemeTraining.UnusableLexicon.self) {
      try make(PronunciationDictionary())
    }
    #expect(throws: GraphemeToPhonemeTraining.UnusableLexicon.self) {
      try make(Toy.dictionary(["bati"]))
    }
    #expect(throws: GraphemeToPhonemeTraining.UnusableLexicon.self) {
      try make(Toy.dictionary(), Toy.dictionary())
    }
    #expect(throws: GraphemeToPhonemeTraining.UnusableLexicon.self) {
      try make(Toy.dictionary(), PronunciationDictionary())
    }
    var silent = PronunciationDictionary()
    silent.add("bat", [])
    #expect(throws: (any Error).self) { try make(silent, Toy.dictionary()) }
  }

  @Test func thePrecisionReachesTheTraining() throws {
    var settings = Toy.settings
    for precision in ProductPrecision.allCases {
      settings.precision = precision
      let training = try GraphemeToPhonemeTraining(
        lexicon: Toy.dictionary(), validation: Toy.dictionary(["bati"]), normalizer: .english,
        settings: settings)
      #expect(training.configuration.precision == precision)
    }
  }

  @Test func endlessWordsAreLeftOut() throws {
    // A batch is as long as its longest word: one line could ask for more than the memory.
    var lexicon = Toy.dictionary()
    lexicon.add(String(repeating: "a", count: 100_000), ["AA1"])
    lexicon.add("an", Array(repeating: "N", count: 100_000))
    let training = try GraphemeToPhonemeTraining(
      lexicon: lexicon, validation: Toy.dictionary(["bati"]), normalizer: .english,
      settings: Toy.settings)
    #expect(training.examples.skippedCount == 2)
    #expect((training.examples.sources.map(\.count).max() ?? 0) < 10)
    #expect((training.examples.targets.map(\.count).max() ?? 0) < 10)
  }

  // MARK: Settings

  @Test(
    arguments: [
      ("embedding", "0"), ("embedding", "5000"), ("encoderLayers", "0"), ("encoderLayers", "33"),
      ("encoderHidden", "-1"), ("decoderHidden", "99999999999"), ("fixedRate", "1"),
      ("fixedRate", "-0.1"), ("initialRate", "0"), ("initialRate", "0.6"), ("lengthScale", "-1"),
      ("beta", "-1"), ("labelSmoothing", "1"), ("batchSize", "0"), ("epochs", "0"),
      ("learningRate", "0"), ("learningRate", "2"), ("warmUpSteps", "-1"),
      ("finalRateShare", "1.5"), ("dropoutLogitMultiplier", "-1"), ("gradientNorm", "0"),
      ("averageDecay", "1"), ("patience", "0"), ("heldOutFraction", "0"), ("heldOutFraction", "1"),
      ("validationWords", "0"),
    ])
  func settingsOutsideTheirRangeAreNamed(name: String, value: String) throws {
    let json = Data("{\"\(name)\": \(value)}".utf8)
    let settings = try JSONDecoder().decode(GraphemeToPhonemeSettings.self, from: json)
    let error = try #require(throws: InvalidSetting.self) {
      try settings.validate()
    }
    #expect(error.description.hasPrefix("\(name) is "))
    #expect(throws: InvalidSetting.self) {
      try GraphemeToPhonemeTraining(
        lexicon: Toy.dictionary(), normalizer: .english, settings: settings)
    }
  }

  @Test func settingsAsJSON() throws {
    let decoder = JSONDecoder()
    func read(_ json: String) throws -> GraphemeToPhonemeSettings {
      try decoder.decode(GraphemeToPhonemeSettings.self, from: Data(json.utf8))
    }
    #expect(try read("{}") == GraphemeToPhonemeSettings())
    var expected = GraphemeToPhonemeSettings()
    expected.encoderHidden = 32
    expected.fixedRate = 0.2
    #expect(try read("{\"encoderHidden\": 32, \"fixedRate\": 0.2}") == expected)
    #expect(
      try decoder.decode(
        GraphemeToPhonemeSettings.self, from: JSONEncoder().encode(expected)) == expected)
    #expect(try read("{\"fixedRate\": null, \"epochs\": null}") == GraphemeToPhonemeSettings())
    try GraphemeToPhonemeSettings().validate()
    for (json, name) in [
      ("{\"encoderHiden\": 32}", "encoderHiden"), ("{\"epochs\": 3, \"Beta\": 1}", "Beta"),
      ("{\"epochs\": \"many\"}", "epochs"),
    ] {
      let error = try #require(throws: DecodingError.self) { try read(json) }
      #expect("\(error)".contains(name))
    }
  }

  @Test func everySettingIsReadAndWritten() throws {
    // Each of them is changed, written and read back: a setting that `init(from:)` forgot would fall back.
    let names = Mirror(reflecting: GraphemeToPhonemeSettings()).children.compactMap(\.label)
    #expect(names.count == 26)
    for name in names {
      let value =
        switch name {
        case "fixedRate", "initialRate", "heldOutFraction": "0.25"
        case "joint", "analogies": "false"
        case "precision": "\"bfloat16\""
        case "writes": "\"right-to-left\""
        default: "1"
        }
      let settings = try JSONDecoder().decode(
        GraphemeToPhonemeSettings.self, from: Data("{\"\(name)\": \(value)}".utf8))
      #expect(settings != GraphemeToPhonemeSettings(), "\(name)")
      let copy = try JSONDecoder().decode(
        GraphemeToPhonemeSettings.self, from: JSONEncoder().encode(settings))
      #expect(copy == settings, "\(name)")
    }
  }
}
