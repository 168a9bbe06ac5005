import Foundation
import TestSupport
import Testing

@Suite struct SentimentClassifyTests {
  private func rows(_ outcome: Binary.Outcome) -> [[String]] {
    outcome.lines.map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  @Test func textsGetLabelsProbabilitiesAndUncertainties() throws {
    let outcome = try ToyReviews.sentiment("The film is superb.", "a dull plot")
    #expect(outcome.status == 0 && outcome.errors.isEmpty)
    let rows = rows(outcome)
    #expect(rows.map { $0[0] } == ["The film is superb.", "a dull plot"])
    #expect(rows.map { $0[1] } == ["positive", "negative"])
    for row in rows {
      #expect(row.count == 4)
      #expect((0.5...1).contains(try #require(Double(row[2]))))
      #expect(try #require(Double(row[3])) >= 0)
    }
    #expect(try ToyReviews.sentiment("classify", "The film is superb.").lines == [outcome.lines[0]])
  }

  @Test func oneCommandIsRepeatableAndSeedsMatter() throws {
    let input = Array(ToyReviews.texts(50, seed: 3).utf8)
    let first = try ToyReviews.sentiment(input: input)
    #expect(try ToyReviews.sentiment(input: input).outputBytes == first.outputBytes)
    #expect(try ToyReviews.sentiment("--seed", "2", input: input).outputBytes != first.outputBytes)
    #expect(first.lines.count == 50)
  }

  @Test func jsonHasEveryField() throws {
    let outcome = try ToyReviews.sentiment("--format", "json", "--all", "superb zzz", "")
    let objects = try outcome.lines.map {
      try #require(try JSONSerialization.jsonObject(with: Data($0.utf8)) as? [String: Any])
    }
    #expect(objects[0]["label"] as? String == "positive")
    let all = try #require(objects[0]["probabilities"] as? [String: Double])
    #expect(Set(all.keys) == ["negative", "positive"])
    #expect(abs(all.values.reduce(0, +) - 1) < 1e-5)
    #expect(objects[0]["unknownWords"] as? [String] == ["zzz"])
    #expect(objects[1]["label"] is NSNull && objects[1]["problem"] as? String == "nothing to read")
  }

  @Test func itAbstainsWhereItIsNotSure() throws {
    let sure = rows(try ToyReviews.sentiment("--threshold", "0.5", "superb"))
    #expect(sure[0][1] == "positive")
    let unsure = rows(try ToyReviews.sentiment("--threshold", "1", "superb"))
    #expect(unsure[0][1].isEmpty && unsure[0][4] == "abstains: probability below 1.0")
    let doubtful = rows(try ToyReviews.sentiment("--abstain-above", "0", "plot"))
    #expect(doubtful[0][1].isEmpty && doubtful[0][4] == "abstains: uncertainty above 0.0")
    let json = try ToyReviews.sentiment("--format", "json", "--threshold", "1", "superb")
    #expect(json.output.contains("\"abstains\":true,\"likeliest\":\"positive\""))
    let all = rows(try ToyReviews.sentiment("--all", "superb"))
    #expect(all[0][4].hasPrefix("positive 0.") && all[0][4].contains(", negative 0."))
  }

  @Test func oddLinesAreNeverLost() throws {
    let input: [UInt8] =
      Array("superb\r\n\n😀\n \n".utf8) + [0xFF, 0xFE, 10]
      + Array("a\tb\u{0}superb\n\u{1B}[2J\n".utf8)
      + Array(String(repeating: "dull ", count: 210_000).utf8) + [10]
      + Array("日本語 の 映画\n<unk>\nno end".utf8)
    let outcome = try ToyReviews.sentiment(input: input)
    #expect(outcome.status == 0 && outcome.errors.contains("longer than 65536 bytes"))
    let rows = rows(outcome)
    #expect(rows.count == 11)
    #expect(rows.allSatisfy { $0.count == 4 || $0.count == 5 })
    #expect(rows[0][1] == "positive")
    #expect(rows[1] == ["", "", "0.0000", "", "nothing to read"])
    #expect(rows[2] == ["😀", "", "0.0000", "", "no known word"])
    #expect(rows[3][4] == "nothing to read")
    #expect(rows[4][4].hasPrefix("invalid UTF-8"))
    #expect(rows[5][0] == "a\\tb\\u{0}superb")
    #expect(rows[6][0] == "\\u{1B}[2J")
    #expect(rows[7][1] == "negative" && rows[7][4] == "cut after 65536 bytes; cut after 400 tokens")
    #expect(rows[8][1].isEmpty)
    #expect(rows[10][0] == "no end")
  }

  @Test(arguments: [1, 2] as [UInt64])
  func anyBytesGiveALineForALine(seed: UInt64) throws {
    var state = seed
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    var input: [UInt8] = []
    for _ in 0..<200 {
      for _ in 0..<draw(14) {
        input +=
          draw(3) == 0
          ? [UInt8(draw(256))] : Array(["dull ", "n't", "’s", "..", "é"][draw(5)].utf8)
      }
      input.removeAll { $0 == 10 && draw(2) == 0 }
      input.append(10)
    }
    let expected = input.count { $0 == 10 }
    for format in ["tsv", "json", "table"] {
      let outcome = try ToyReviews.sentiment("--samples", "2", "--format", format, input: input)
      #expect(outcome.status == 0 && outcome.errors.isEmpty)
      #expect(outcome.lines.count == expected)
    }
    for format in ["text", "tsv", "json", "html"] {
      #expect(try ToyReviews.sentiment("explain", "--format", format, input: input).status == 0)
    }
  }

  @Test func explanationsNameTheWordsThatCount() throws {
    let tsv = try ToyReviews.sentiment("explain", "--format", "tsv", "the film is superb")
    let rows = rows(tsv).filter { $0.count == 3 }
    #expect(rows.map { $0[0] } == ["the", "film", "is", "superb"])
    let strongest = rows.max { (Double($0[1]) ?? 0) < (Double($1[1]) ?? 0) }
    #expect(strongest?[0] == "superb")
    let html = try ToyReviews.sentiment("explain", "--format", "html", "<b>superb</b> & dull")
    #expect(html.output.hasPrefix("<!doctype html>") && html.output.hasSuffix("</html>\n"))
    #expect(!html.output.contains("<b>") && html.output.contains(">superb</span>"))
    let text = try ToyReviews.sentiment("explain", "--by", "gradient", "superb plot")
    #expect(text.lines[0] == "superb plot" && text.lines[1].hasPrefix("positive "))
    // The label that is explained is named where it is not the one that the text is given.
    let against = try ToyReviews.sentiment(
      "explain", "--label", "negative", "--format", "json", "superb")
    #expect(against.output.contains("\"label\":\"positive\""))
    #expect(against.output.contains("\"explained\":\"negative\""))
    let shown = try ToyReviews.sentiment("explain", "--label", "negative", "superb")
    #expect(shown.lines[1].hasSuffix("; what speaks for negative:"))
    // What was cut or repaired is told in every format.
    let bytes = Array("superb ".utf8) + [0xFF] + Array(" plot\n".utf8)
    for format in ["text", "json", "html", "tsv"] {
      let repaired = try ToyReviews.sentiment("explain", "--format", format, input: bytes)
      #expect((repaired.output + repaired.errors).contains("invalid UTF-8"), "\(format)")
    }
    let other = try ToyReviews.sentiment("explain", "--label", "spam", "superb")
    #expect(other.status == 1 && other.errors.contains("the model has negative, positive"))
  }
}
