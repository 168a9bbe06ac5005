import Foundation
import TestSupport
import Testing

/// The model that comes with the package.
@Suite struct ShippedSentimentTests {
  private func sentiment(_ arguments: String...) throws -> Binary.Outcome {
    try Binary.run(
      "sentiment", arguments,
      environment: ["CANDOR_SENTIMENT_MODEL": nil, "CANDOR_CORPORA": Corpora.folder])
  }

  private func objects(_ outcome: Binary.Outcome) throws -> [[String: Any]] {
    try outcome.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
  }

  @Test func itTellsPraiseFromBlame() throws {
    let found = try objects(
      sentiment(
        "--format", "json", "A gorgeous, witty, seductive movie.", "It is a waste of time.",
        "This isn’t a good film.", "Not a bad film at all."))
    #expect(found.prefix(3).map { $0["label"] as? String } == ["positive", "negative", "negative"])
    #expect(found.prefix(2).allSatisfy { ($0["probability"] as? Double ?? 0) > 0.8 })
  }

  /// Test sentences are never trained on: the bundle names the files that were.
  @Test func itSaysWhereItComesFrom() throws {
    let info = try sentiment("info")
    #expect(info.output.contains("train.txt  sha256") && info.output.contains("dev.txt  sha256"))
    #expect(!info.output.contains("test.txt"))
    #expect(info.output.contains("sentiment train --input train.txt --dev dev.txt"))
  }

  @Test(.needsCorpus("sst/test.txt")) func itIsAsGoodAsTheReadmeSays() throws {
    let outcome = try sentiment(
      "evaluate", "--input", Corpora.path("sst/test.txt"), "--samples", "0", "--format", "json")
    let figures = try #require(try objects(outcome).first)
    #expect(figures["texts"] as? Int == 1821)
    #expect(try #require(figures["accuracy"] as? Double) > 0.85)
    #expect(try #require(figures["ece"] as? Double) < 0.03)
    let accuracy = try #require(figures["accuracy"] as? Double)
    #expect(try #require(figures["accuracyAbstaining20"] as? Double) > accuracy + 0.04)
  }

  /// Of texts that are nothing like reviews it knows less.
  @Test func otherDomainsAreMoreUncertain() throws {
    func mean(_ texts: [String]) throws -> Double {
      let outcome = try Binary.run(
        "sentiment", ["--format", "json"] + texts, environment: ["CANDOR_SENTIMENT_MODEL": nil])
      let values = try objects(outcome).compactMap { $0["uncertainty"] as? Double }
      #expect(values.count == texts.count)
      return values.reduce(0, +) / Double(values.count)
    }
    let reviews = [
      "A warm and funny film with wonderful performances.",
      "The plot is dull and the acting is bad.",
      "One of the best films of the year.", "It fails to be funny or moving.",
      "An engaging, beautifully shot drama.", "A tedious, predictable mess.",
    ]
    let others = [
      "Preheat the oven to two hundred degrees and grease a baking tin.",
      "The tenant shall give written notice thirty days before vacating the premises.",
      "Rotate the valve clockwise until the pressure gauge reads four bar.",
      "Interest accrues daily on the outstanding balance of the account.",
      "The enzyme catalyses the hydrolysis of the peptide bond.",
      "Turn left at the roundabout and continue for three miles.",
    ]
    #expect(try mean(others) > mean(reviews))
  }
}
