import Candor
import CandorEngine
import CandorText
import CandorUncertainty
import Foundation
import TestSupport
import Testing

@Suite struct CalibrationFitTests {
  private let validation = Toy.dictionary(Toy.unseen + Toy.words.prefix(8))

  /// ln softmax inputs of every phone of every word, and the phones.
  private func logits(_ g2p: GraphemeToPhoneme) throws -> (values: [[Double]], labels: [Int]) {
    let start = Int32(try #require(g2p.phonemes.start))
    let end = try #require(g2p.phonemes.end)
    var values: [[Double]] = []
    var labels: [Int] = []
    for (word, pronunciations) in validation {
      let context = Context<Float>(mode: .deterministic)
      let phones = pronunciations[0].compactMap { g2p.phonemes.id(of: $0) }
      let encoded = g2p.network.encode(SymbolBatch([g2p.graphemes(word).symbols]), in: context)
      let scores = g2p.network.decode(
        encoded, previous: SymbolBatch([[start] + phones.map(Int32.init)]), in: context
      ).value.scalars.map(Double.init)
      for step in 0...phones.count {
        let classes = g2p.phonemes.count
        values.append(Array(scores[step * classes..<(step + 1) * classes]))
      }
      labels += phones + [end]
    }
    return (values, labels)
  }

  @Test func temperatureMinimisesTheLikelihood() throws {
    let plain = try Toy.predictor()
    let g2p = try plain.calibrated(on: validation, options: .init(samples: 4))
    let (values, labels) = try logits(plain)
    func loss(_ temperature: Double) throws -> Double {
      try TemperatureScaling(temperature: temperature).negativeLogLikelihood(
        logits: values, labels: labels)
    }
    let temperature = g2p.calibration.temperature
    #expect(TemperatureScaling.range.contains(temperature))
    let best = try loss(temperature)
    #expect(best <= (try loss(1)) + 1e-9)
    #expect(best <= (try loss(temperature * 1.05)))
    #expect(best <= (try loss(temperature / 1.05)))
  }

  /// The mean cross-entropy of right and wrong to the confidences.
  private func loss(_ results: [Transcription]) -> Double {
    let sum = zip(results, validation).reduce(0.0) { sum, pair in
      let isRight = pair.1.pronunciations.contains(pair.0.phones)
      return sum - log(max(isRight ? pair.0.confidence : 1 - pair.0.confidence, 1e-12))
    }
    return sum / Double(results.count)
  }

  @Test(arguments: [0, 6]) func confidencesBecomeMoreHonest(samples: Int) throws {
    // Far too sure: its confidences are all near 1, right or wrong.
    let trained = try Toy.predictor()
    var network = trained.network
    network.updateParameters { path, parameter in
      guard path == "output.layer.weight" else { return }
      parameter.value.withUnsafeMutableElements { for i in $0.indices { $0[i] *= 4 } }
    }
    let plain = GraphemeToPhoneme(
      network: network, graphemes: trained.graphemes, phonemes: trained.phonemes)
    let options = GraphemeToPhoneme.Options(samples: samples)
    let g2p = try plain.calibrated(on: validation, options: options)
    #expect(g2p.calibration.temperature.isFinite)
    let before = loss(try plain.transcribe(validation.words, options: options))
    let after = loss(try g2p.transcribe(validation.words, options: options))
    // Platt's targets keep a little back, so that a fit on few words may lose that much.
    #expect(after <= before + 0.05)
    #expect(after < 0.7)
  }

  @Test func aNetworkWithoutDropoutIsCalibratedAsItIs() throws {
    let g2p = try Toy.random(.none).calibrated(on: Toy.dictionary(["bati", "nabi", "ti"]))
    #expect(g2p.calibration.sampled == g2p.calibration.deterministic)
  }

  @Test func aNetworkThatSaysNothingIsWrong() throws {
    // Every transcription is empty: that is no reason for an error after hours of training.
    let random = try Toy.random()
    var network = random.network
    let end = try #require(random.phonemes.end)
    network.updateParameters { path, parameter in
      guard path == "output.layer.bias" else { return }
      parameter.value.withUnsafeMutableElements { $0[end] = 50 }
    }
    let g2p = try GraphemeToPhoneme(
      network: network, graphemes: random.graphemes, phonemes: random.phonemes
    ).calibrated(on: Toy.dictionary(["bati", "nabi", "ti"]), options: .init(samples: 2))
    let result = try g2p("tin")
    #expect(result.phones.isEmpty)
    #expect(result.problem == nil)
    #expect(result.confidence < 0.5)
  }

  @Test func wordsThatCannotBeReadAreNoCalibration() throws {
    var foreign = PronunciationDictionary()
    foreign.add("жук", ["K"])
    #expect(throws: UncertaintyError.self) { try Toy.random().calibrated(on: foreign) }
    #expect(throws: UncertaintyError.self) {
      try Toy.random().calibrated(on: PronunciationDictionary())
    }
  }
}
