import Candor
import CandorText
import CandorUncertainty
import TestSupport
import Testing

@Suite struct TranscriptionEvaluationTests {
  @Test func figuresOfFourWords() throws {
    var evaluation = TranscriptionEvaluation()
    evaluation.add(
      Transcription("a", phones: ["AA1", "B"], confidence: 0.9, uncertainty: 0.1),
      references: [["K"], ["AA1", "B"]])
    evaluation.add(
      Transcription("b", phones: ["B"], confidence: 0.8, uncertainty: 0.3), references: [["B"]])
    evaluation.add(
      Transcription("c", phones: ["K", "AA0"], confidence: 0.6, uncertainty: 0.2),
      references: [["K", "AA1"]])
    evaluation.add(
      Transcription("d", phones: [], confidence: 0, problem: .nothingToRead),
      references: [["D", "D"]])
    evaluation.add(Transcription("e", phones: ["K"], confidence: 1), references: [])
    let figures = try evaluation.figures()
    #expect(figures.words == 4)
    #expect(figures.unreadWords == 1)
    expectClose(figures.wordErrorRate, 0.5)
    expectClose(figures.phoneErrorRate, 3.0 / 7)
    expectClose(figures.wordErrorRateWithoutStress, 0.25)
    expectClose(figures.phoneErrorRateWithoutStress, 2.0 / 7)
    expectClose(figures.hammingDistance, 0.75)
    expectClose(figures.meanConfidence, 2.3 / 4)
    expectClose(figures.brierScore, (0.01 + 0.04 + 0.36 + 0) / 4)
    expectClose(
      figures.negativeLogLikelihood, (0.105361 + 0.223144 + 0.916291 + 0) / 4, absolute: 1e-6)
    expectClose(figures.expectedCalibrationError, (0.1 + 0.2 + 0.6 + 0) / 4)
    // Both wrong words are less sure than both right ones; by uncertainty b is above c.
    #expect(figures.errorDetectionByConfidence == 1)
    expectClose(try #require(figures.errorDetectionByUncertainty), 0.75)
    expectClose(try #require(figures.errorsFoundByConfidence), 0.4)
  }

  @Test func withoutSamplesNothingIsSaidOfUncertainty() throws {
    var evaluation = TranscriptionEvaluation()
    evaluation.add(Transcription("a", phones: ["B"], confidence: 0.9), references: [["B"]])
    let figures = try evaluation.figures()
    #expect(figures.errorDetectionByUncertainty == nil)
    #expect(figures.errorDetectionByConfidence == nil)
    #expect(figures.named["aurocUncertainty"] == nil)
    #expect(figures.named["wer"] == 0)
    #expect(figures.lines.contains { $0 == ("AUROC by confidence", "not measured") })
    // There were no errors to find.
    #expect(figures.errorsFoundByConfidence == nil)
    #expect(
      figures.lines.contains { $0 == ("errors in the 20 % of least confidence", "not measured") })
  }

  @Test func phonesCanCountAsOneBesides() throws {
    var evaluation = TranscriptionEvaluation(merging: ["AH": "IH"])
    evaluation.add(
      Transcription("a", phones: ["AH0", "B"], confidence: 0.9), references: [["IH0", "B"]])
    evaluation.add(
      Transcription("b", phones: ["AH1", "K"], confidence: 0.7), references: [["IH0", "B"]])
    let figures = try evaluation.figures()
    #expect(figures.wordErrorRate == 1 && figures.wordErrorRateWhenMerged == 0.5)
    // Stress is no part of the merging.
    #expect(figures.phoneErrorRate == 0.75 && figures.phoneErrorRateWhenMerged == 0.5)
    #expect(figures.named["werMerged"] == 0.5)
    #expect(figures.lines.contains { $0 == ("WER, AH = IH", "50.00 %") })
    var plain = TranscriptionEvaluation()
    plain.add(Transcription("a", phones: ["B"], confidence: 1), references: [["B"]])
    #expect(try plain.figures().wordErrorRateWhenMerged == nil)
  }

  @Test func confidentMistakesComeFirst() throws {
    var evaluation = TranscriptionEvaluation(ignoringStress: true)
    for (word, confidence) in [("a", 0.4), ("b", 0.9), ("c", 0.9), ("d", 0.6)] {
      evaluation.add(
        Transcription(word, phones: ["K", "AA1"], confidence: confidence),
        references: word == "d" ? [["K", "AA"]] : [["B"], ["K", "AE"]])
    }
    #expect(evaluation.confidentMistakes(2).map(\.word) == ["b", "c"])
    #expect(evaluation.mistakes.map(\.word) == ["a", "b", "c"])
    #expect(evaluation.mistakes[0].phones == ["K", "AA"])
    #expect(evaluation.mistakes[0].reference == ["K", "AE"])
    #expect(evaluation.confusions.count("AE", as: "AA") == 3)
    #expect(evaluation.confusions.count("AA", as: "AA") == 1)
    #expect(try evaluation.reliability().count == 4)
    #expect(try evaluation.detectionByConfidence().errorCount == 3)
    let byUncertainty = try evaluation.detectionByUncertainty()
    #expect(byUncertainty == nil)
  }

  /// The surest words are those that `--samples auto` does not sample.
  @Test func withoutTheUncertaintyOfSomeWordsThereIsNoRanking() throws {
    var evaluation = TranscriptionEvaluation()
    var unread = Transcription("?", phones: [], confidence: 0)
    unread.problem = .nothingToRead
    evaluation.add(unread, references: [["B"]])
    #expect(try evaluation.detectionByUncertainty() == nil)
    evaluation.add(
      Transcription("a", phones: ["B"], confidence: 0.6, uncertainty: 0.2), references: [["B"]])
    // What cannot be read is doubted most.
    #expect(try evaluation.detectionByUncertainty()?.areaUnderROC == 1)
    evaluation.add(Transcription("b", phones: ["B"], confidence: 0.9), references: [["B"]])
    #expect(try evaluation.detectionByUncertainty() == nil)
  }

  @Test func nothingCountedIsAnError() {
    #expect(throws: UncertaintyError.self) { try TranscriptionEvaluation().figures() }
  }

  @Test func transcriptionsThatDifferOnlyInStressBecomeOne() throws {
    let word = Transcription(
      "record", phones: ["R", "EH1"], confidence: 0.4, uncertainty: 0.1,
      phoneProbabilities: [1, 0.4],
      alternatives: [
        .init(["R", "IH0"], confidence: 0.35), .init(["R", "IH1"], confidence: 0.2),
        .init(["R", "EH0"], confidence: 0.1),
      ])
    let bare = word.ignoringStress()
    #expect(bare.phones == ["R", "IH"])
    expectClose(bare.confidence, 0.55)
    #expect(bare.alternatives.map(\.phones) == [["R", "EH"]])
    expectClose(bare.alternatives[0].confidence, 0.5)

    // What a lexicon says keeps its order.
    var known = Transcription("read", phones: ["R", "IY1", "D"], confidence: 1)
    known.source = .lexicon("own")
    known.alternatives = [
      .init(["R", "EH1", "D"], confidence: 1), .init(["R", "EH2", "D"], confidence: 1),
    ]
    let told = known.ignoringStress()
    #expect(told.phones == ["R", "IY", "D"] && told.phoneProbabilities == [1, 1, 1])
    #expect(told.alternatives == [.init(["R", "EH", "D"], confidence: 1)])

    var evaluation = TranscriptionEvaluation(ignoringStress: true)
    evaluation.add(word, references: [["R", "IH"]])
    #expect(try evaluation.figures().wordErrorRate == 0)
  }

  @Test func stressIsRecognised() throws {
    var dictionary = PronunciationDictionary()
    dictionary.add("a", ["AH"])
    #expect(!dictionary.hasStress)
    dictionary.add("b", ["B", "IY1"])
    #expect(dictionary.hasStress)
  }
}
