import CandorEngine
import CandorExperiments
import CandorText
import Foundation
import Synchronization
import TestSupport
import Testing

/// A made-up language: every letter is a sound, and the last letter is spoken twice.
struct TinyCorpora {
  let folder: String

  init() throws {
    folder = NSTemporaryDirectory() + "candor-experiment-\(UUID().uuidString)"
    try FileManager.default.createDirectory(
      atPath: folder + "/cmudict", withIntermediateDirectories: true)
    let sounds = ["B": "b", "A": "ah", "D": "d", "O": "oh"]
    var generator = SeededGenerator(seed: 9, purpose: "words")
    for (name, count) in [("train", 96), ("val", 20), ("test", 20)] {
      let lines = (0..<count).map { index in
        let letters =
          index < 4
          ? sounds.keys.sorted()
          : (0..<Int.random(in: 1...6, using: &generator)).map { _ in
            ["B", "A", "D", "O"].randomElement(using: &generator) ?? "B"
          }
        let phones = (letters + letters.suffix(1)).map { sounds[$0] ?? "" }
        return letters.joined() + "\t" + phones.joined(separator: " ") + "\n"
      }
      try write(name, lines.joined())
    }
  }

  func write(_ name: String, _ text: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/cmudict/seed-\(name).tsv"))
  }

  func remove() { try? FileManager.default.removeItem(atPath: folder) }

  var output: String { folder + "/output" }
}

extension PaperExperiment {
  static func named(_ names: [String]) throws -> [PaperVariant] {
    try select(names, from: PaperVariant.all)
  }
}

@Suite struct PaperExperimentTests {
  static func settings(epochs: Int = 2) -> PaperSettings {
    var settings = PaperSettings(.smoke)
    settings.epochs = epochs
    settings.features = 8
    return settings
  }

  @Test func smokeScaleRunsEveryVariantAndReports() throws {
    let corpora = try TinyCorpora()
    defer { corpora.remove() }
    let experiment = try PaperExperiment(
      settings: Self.settings(), environment: .init(output: corpora.output))
    #expect(try experiment.train(corpora: corpora.folder))
    let report = try experiment.report()

    #expect(report.rows.map(\.variant) == PaperVariant.all)
    for row in report.rows {
      #expect(row.epochs.map(\.epoch) == [1, 2], "\(row.variant.name)")
      #expect(row.epochs.last?.validation["hamming"] == row.result.validation.hamming)
      #expect(row.result.finalRates.count == 5)
      #expect((row.result.sampledTest == nil) == (row.variant.name == "fixed-0.0"))
      #expect((row.result.initialRates != row.result.finalRates) == row.variant.isConcrete)
      let penalty = row.epochs.last?.penalty ?? .nan
      switch row.variant.kind {
      case .fixed, .unpenalized: #expect(penalty == 0, "\(row.variant.name)")
      case .coefficients, .balanced: #expect(penalty != 0, "\(row.variant.name)")
      }
    }
    let markdown = try String(contentsOfFile: corpora.output + "/table.md", encoding: .utf8)
    #expect(markdown.split(separator: "\n").count == 2 + PaperVariant.all.count)
    #expect(markdown.contains("| fixed rate 0.1 | 0.82 |"))
    let rates = try String(
      contentsOfFile: corpora.output + "/rates-concrete-ours.tsv", encoding: .utf8)
    #expect(rates.hasPrefix("epoch\tencoder.0\tencoder.1\tencoder.2\tdecoder.0\tdecoder.1\n0\t0.1"))
    #expect(rates.split(separator: "\n").count == 4)
    #expect(!rates.contains("NaN"))
    let curves = try String(contentsOfFile: corpora.output + "/hamming.tsv", encoding: .utf8)
    #expect(curves.split(separator: "\n").count == 3)
    let json = try JSONSerialization.jsonObject(
      with: Data(contentsOf: URL(fileURLWithPath: corpora.output + "/report.json")))
    #expect(((json as? [String: Any])?["runs"] as? [Any])?.count == PaperVariant.all.count)
  }

  @Test func learnsTheTinyLanguage() throws {
    let corpora = try TinyCorpora()
    defer { corpora.remove() }
    var settings = Self.settings(epochs: 30)
    settings.learningRate = 0.02
    settings.features = 12
    let experiment = try PaperExperiment(
      settings: settings, runs: PaperExperiment.named(["fixed-0.0"]),
      environment: .init(output: corpora.output))
    #expect(try experiment.train(corpora: corpora.folder))
    let epochs = try experiment.report().rows[0].epochs
    let first = try #require(epochs.first?.loss)
    let last = try #require(epochs.last?.loss)
    #expect(last < 0.7 * first)
  }

  @Test func anInterruptedRunContinuesToTheSameNumbers() throws {
    let corpora = try TinyCorpora()
    defer { corpora.remove() }
    let variants = try PaperExperiment.named(["concrete-ours"])
    var whole = try PaperExperiment(
      settings: Self.settings(), runs: variants,
      environment: .init(output: corpora.output + "/whole"))
    #expect(try whole.train(corpora: corpora.folder))

    var cut = whole
    cut.environment.output = corpora.output + "/cut"
    let steps = Steps()
    cut.environment.shouldStop = { steps.next() == 9 }
    #expect(try !cut.train(corpora: corpora.folder))
    #expect(throws: ExperimentError.self) { try cut.report() }

    // Without a word the half-done run is not overwritten.
    cut.environment.shouldStop = { false }
    #expect(throws: ExperimentError.self) { try cut.train(corpora: corpora.folder) }
    cut.environment.resumes = true
    #expect(try cut.train(corpora: corpora.folder))
    let results = try [whole.report(), cut.report()].map { $0.rows[0] }
    #expect(results[0].result.validation == results[1].result.validation)
    #expect(results[0].result.finalRates == results[1].result.finalRates)
    #expect(results[0].epochs.map(\.loss) == results[1].epochs.map(\.loss))

    // A finished run is left as it is, unless the settings are others.
    whole.environment.resumes = true
    whole.environment.shouldStop = { true }
    #expect(try whole.train(corpora: corpora.folder))
    whole.settings.seed = 43
    #expect(throws: ExperimentError.self) { try whole.train(corpora: corpora.folder) }
  }

  private final class Steps: Sendable {
    private let count = Atomic(0)
    func next() -> Int { count.add(1, ordering: .relaxed).newValue }
  }

  @Test func badInputIsNamed() throws {
    let corpora = try TinyCorpora()
    defer { corpora.remove() }
    #expect(throws: ExperimentError.self) { try PaperExperiment.named(["fixed-0.1", "dropout"]) }
    var settings = Self.settings()
    settings.epochs = 0
    #expect(throws: ExperimentError.self) {
      try PaperExperiment(settings: settings, environment: .init(output: corpora.output))
    }
    let experiment = try PaperExperiment(
      settings: Self.settings(), environment: .init(output: corpora.output))
    #expect(throws: ExperimentError.self) { try experiment.report() }

    let nowhere = try PaperExperiment(
      settings: Self.settings(),
      environment: .init(output: corpora.folder + "/cmudict/seed-val.tsv"))
    #expect(throws: ExperimentError.self) { try nowhere.train(corpora: corpora.folder) }

    try corpora.write("val", "BAD\tb ah d\nBAD\tb ah x\n")
    #expect(
      throws: ExperimentError.data(
        "\(corpora.folder)/cmudict/seed-val.tsv, line 2: no training word has the phone x")
    ) { try PaperLexicon(corpora: corpora.folder) }
    try corpora.write("test", "")
    #expect(throws: ExperimentError.self) { try PaperLexicon(corpora: corpora.folder) }
    try corpora.write("train", "BAD b ah d\n")
    #expect(throws: PronunciationError.self) { try PaperLexicon(corpora: corpora.folder) }
    #expect(throws: FileAccessError.self) { try PaperLexicon(corpora: corpora.folder + "/none") }
  }

  @Test func sitesOfThePapersKindsBeginWhereItsScriptLetsThem() throws {
    let corpora = try TinyCorpora()
    defer { corpora.remove() }
    var settings = Self.settings(epochs: 1)
    settings.learningRate = 1e-9
    let experiment = try PaperExperiment(
      settings: settings, runs: PaperExperiment.named(["concrete-script", "concrete-ours"]),
      environment: .init(output: corpora.output))
    #expect(try experiment.train(corpora: corpora.folder))
    let rows = try experiment.report().rows
    #expect(rows[0].result.initialRates.allSatisfy { (0.05...0.5).contains($0) })
    #expect(Set(rows[0].result.initialRates).count == 5)
    #expect(rows[1].result.initialRates.allSatisfy { abs($0 - 0.1) < 1e-6 })
  }
}

@Suite struct PooledScoresTests {
  @Test func countsSlotsThatDiffer() throws {
    // An untrained network hardly transcribes anything right: the scores agree with those of its words one by one.
    let corpora = try TinyCorpora()
    defer { corpora.remove() }
    let lexicon = try PaperLexicon(corpora: corpora.folder)
    var sizes = PooledEncoderDecoderConfiguration(
      graphemes: lexicon.graphemes.count, phones: lexicon.phones.count)
    sizes.features = 8
    let network = PooledEncoderDecoder<Float>(
      sizes, dropout: Array(repeating: .none, count: 5), seed: 2)
    let scores = [500, 3, 1].map {
      PooledScores(
        of: network, on: lexicon.test, phones: lexicon.phones, workers: .single, batchSize: $0)
    }
    #expect(scores[0].hamming == scores[1].hamming && scores[1].hamming == scores[2].hamming)
    #expect(abs(scores[0].nll - scores[2].nll) < 1e-4)
    #expect(scores[0].hamming > 1 && scores[0].hamming <= 40)
    #expect(scores[0].wer > 0.5)
    // For a line of progress.
    let line = "\(scores[0])"
    #expect(line.hasPrefix("Hamming distance ") && line.contains(" %, WER "), "\(line)")
    #expect(!line.contains("("))
  }

  @Test func samplesOfTheWeightsAreAveraged() throws {
    let corpora = try TinyCorpora()
    defer { corpora.remove() }
    let lexicon = try PaperLexicon(corpora: corpora.folder)
    func scores(_ dropout: DropoutChoice, samples: Int?, seed: UInt64 = 3, batchSize: Int = 500)
      -> PooledScores
    {
      var sizes = PooledEncoderDecoderConfiguration(
        graphemes: lexicon.graphemes.count, phones: lexicon.phones.count)
      sizes.features = 8
      return PooledScores(
        of: PooledEncoderDecoder<Float>(
          sizes, dropout: Array(repeating: dropout, count: 5), seed: 2),
        on: lexicon.test, phones: lexicon.phones, samples: samples, seed: seed, workers: .single,
        batchSize: batchSize)
    }
    // Without dropout a sample is the mean network.
    let plain = scores(.none, samples: nil)
    #expect(scores(.none, samples: 1).hamming == plain.hamming)
    #expect(abs(scores(.none, samples: 3).nll - plain.nll) < 1e-6)
    // With it, a word's masks are its own, whatever batch it stands in.
    let sampled = scores(.fixed(rate: 0.5), samples: 4)
    #expect(abs(sampled.nll - scores(.fixed(rate: 0.5), samples: nil).nll) > 1e-3)
    let inThrees = scores(.fixed(rate: 0.5), samples: 4, batchSize: 3)
    #expect(abs(sampled.nll - inThrees.nll) < 1e-4 && sampled.hamming == inThrees.hamming)
    #expect(sampled.nll != scores(.fixed(rate: 0.5), samples: 4, seed: 4).nll)
  }

  @Test func aNetworkThatNeverEndsFillsTheSlots() throws {
    let corpora = try TinyCorpora()
    defer { corpora.remove() }
    let lexicon = try PaperLexicon(corpora: corpora.folder)
    var sizes = PooledEncoderDecoderConfiguration(
      graphemes: lexicon.graphemes.count, phones: lexicon.phones.count)
    sizes.features = 8
    var network = PooledEncoderDecoder<Float>(
      sizes, dropout: Array(repeating: .none, count: 5), seed: 2)
    func alwaysSay(_ symbol: Int) {
      network.updateParameters { path, parameter in
        if path == "output.bias" {
          parameter.value.withUnsafeMutableElements {
            for index in $0.indices { $0[index] = index == symbol ? 100 : 0 }
          }
        }
      }
    }
    let phones = lexicon.test.phones
    let lengths = phones.map { Double($0.count) }
    let meanLength = lengths.reduce(0, +) / Double(phones.count)

    alwaysSay(try #require(lexicon.phones.end))
    let silent = PooledScores(
      of: network, on: lexicon.test, phones: lexicon.phones, workers: .single)
    #expect(abs(silent.hamming - meanLength) < 1e-12)
    #expect(silent.per == 1 && silent.wer == 1)

    alwaysSay(try #require(lexicon.phones.id(of: "d")))
    let endless = PooledScores(
      of: network, on: lexicon.test, phones: lexicon.phones, workers: .single)
    let right = phones.map { Double($0.filter { $0 == "d" }.count) }.reduce(0, +)
    #expect(abs(endless.hamming - (40 - right / Double(phones.count))) < 1e-12)
  }
}
