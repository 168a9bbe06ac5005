import Candor

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Transcription with the model that ships, or the one that `CANDOR_MODEL` names.
enum TranscriptionMeasurements {
  /// - Parameters:
  ///   - model: the bundle
  ///   - words: distinct words; at most 12,000 are used
  static func all(model: String, words: [String]) -> [Measurement] {
    let words = Array(words.prefix(12_000))
    let sampled = Array(words.prefix(1_000))
    var measurements = [
      transcription("one word, greedy", ["phonology"], model: model, beam: 1, samples: 0),
      transcription("one word, 16 samples", ["phonology"], model: model, beam: 4, samples: 16),
    ]
    if !words.isEmpty {
      measurements += [
        transcription("\(words.count) words, greedy", words, model: model, beam: 1, samples: 0),
        transcription("\(words.count) words, beam 4", words, model: model, beam: 4, samples: 0),
        transcription(
          "\(sampled.count) words, 16 samples", sampled, model: model, beam: 4, samples: 16),
      ]
    }
    return measurements
  }

  private static func transcription(
    _ name: String, _ words: [String], model: String, beam: Int, samples: Int
  ) -> Measurement {
    Measurement(name: name, items: words.count, operations: 0) { threads in
      let g2p = try GraphemeToPhoneme(bundle: model)
      let options = GraphemeToPhoneme.Options(
        beamWidth: beam, samples: samples, threads: threads)
      return { _ = try g2p.transcribe(words, options: options) }
    }
  }

  /// The words of a file, one at the start of each line; none if it cannot be read.
  static func words(of path: String) -> [String] {
    guard let data = FileManager.default.contents(atPath: path) else { return [] }
    var seen: Set<Substring> = []
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
      .compactMap { $0.split(separator: "\t").first }
      .filter { seen.insert($0).inserted }
      .map(String.init)
  }
}
