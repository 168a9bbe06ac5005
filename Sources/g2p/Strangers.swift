import Candor
import CandorText
import CandorUncertainty
import CommandSupport

/// Words that are none of the language, such as foreign ones or noise, beside words that are.
struct Strangers {
  /// The file that names them.
  let path: String
  private let transcriptions: [Transcription]

  /// Transcribes the words of a file.
  init(_ path: String, with predictor: GraphemeToPhoneme, options: GraphemeToPhoneme.Options)
    throws
  {
    self.path = path
    let words = try WordList.read(path, normalizer: predictor.graphemes.normalizer).sorted()
    guard !words.isEmpty else { throw CommandFailure("\(path): no words") }
    transcriptions = try predictor.transcribe(words, options: options)
  }

  /// The probability that one of them has more of a doubt than a word of the language, ties counting one half: AUROC.
  ///
  /// Words that cannot be read have no uncertainty, and do not count then.
  ///
  /// - Returns: `nil` where another word has no such doubt, as without samples
  func separation(
    from known: [Transcription], by doubt: (Transcription) -> Double?
  ) throws -> Double? {
    let doubts = [known, transcriptions].map { $0.compactMap(doubt) }
    let isWhole = [known, transcriptions].allSatisfy { words in
      words.allSatisfy { !$0.wasRead || doubt($0) != nil }
    }
    guard isWhole, !doubts[0].isEmpty, !doubts[1].isEmpty else { return nil }
    return try ErrorDetection(
      uncertainties: doubts[0] + doubts[1],
      wrong: doubts[0].map { _ in false } + doubts[1].map { _ in true }
    ).areaUnderROC
  }

  /// The figures of one file.
  struct Figures {
    let path: String
    let words: Int
    let byUncertainty: Double?
    let byConfidence: Double?

    var json: JSONText {
      .object([
        ("file", .string(path)), ("words", .integer(words)),
        ("aurocUncertainty", .number(byUncertainty)), ("aurocConfidence", .number(byConfidence)),
      ])
    }

    var lines: [(String, String)] {
      func score(_ value: Double?) -> String {
        value.map { Decimal.fixed($0, decimals: 4) } ?? "not measured"
      }
      let name = path.split(separator: "/").last.map(String.init) ?? path
      return [
        ("\(name), \(words) words: AUROC by uncertainty", score(byUncertainty)),
        ("\(name), \(words) words: AUROC by confidence", score(byConfidence)),
      ]
    }
  }

  func figures(beside known: [Transcription]) throws -> Figures {
    Figures(
      path: path, words: transcriptions.count,
      byUncertainty: try separation(from: known) { $0.uncertainty },
      byConfidence: try separation(from: known) { 1 - $0.confidence })
  }
}
