// Only the public products, as a user imports them.
import Candor
import CandorEngine
import CandorText
import Testing

/// The example of the documentation, which has to compile and run.
@Suite struct UsageTests {
  @Test func readTheDocumentation() throws {
    let folder = try TemporaryFolder()

    // Train on a lexicon of one's own, calibrate on words that were held out, and keep the result.
    var settings = GraphemeToPhonemeSettings()
    settings.encoderHidden = 8
    settings.decoderHidden = 8
    settings.epochs = 1
    let training = try GraphemeToPhonemeTraining(
      lexicon: Toy.dictionary(), validation: Toy.dictionary(["bati", "ban"]), normalizer: .english,
      settings: settings, seed: 1)
    var options = TrainingOptions()
    options.note = { _ in }
    let result = try training.run(options)
    let trained = try training.predictor(of: result.model)
    try ModelBundle(
      trained,
      provenance: BundleManifest.Provenance(
        command: "an example", seed: 1, corpora: [],
        trainingExamples: training.examples.sources.count,
        validationExamples: training.validation.count, epochs: result.reports.count,
        bestEpoch: result.bestEpoch, hours: 0, validation: [:])
    ).write(to: folder.path("toy"))

    // Transcribe.
    let g2p = try GraphemeToPhoneme(bundle: folder.path("toy"))
    let transcription = try g2p("bacu")
    print(transcription.phones, transcription.confidence, transcription.uncertainty ?? 0)

    let several = try g2p.transcribe(
      ["tabi", "cuna", "😀"], options: .init(beamWidth: 8, samples: 32, alternatives: 3, seed: 7))
    for transcription in several {
      if let problem = transcription.problem { print(transcription.word, problem) }
      for other in transcription.alternatives { print(other.phones, other.confidence) }
    }
    #expect(several.map(\.word) == ["tabi", "cuna", "😀"])
    #expect(several[2].problem == .nothingToRead)
    #expect(several[0].alternatives.count == 3)
  }
}
