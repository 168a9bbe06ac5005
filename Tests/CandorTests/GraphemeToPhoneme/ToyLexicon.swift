import Candor
import CandorEngine
import CandorText
import Synchronization

/// A toy language: every letter has one sound but `c`, which is `S` before `i` and `K` elsewhere, and `h`, which
/// is silent.
enum Toy {
  static func phones(_ word: String) -> [String] {
    let letters = Array(word)
    return letters.indices.flatMap { index -> [String] in
      switch letters[index] {
      case "a": ["AA1"]
      case "i": ["IY0"]
      case "u": ["UW1"]
      case "c": index + 1 < letters.count && letters[index + 1] == "i" ? ["S"] : ["K"]
      case "h": []
      default: [letters[index].uppercased()]
      }
    }
  }

  static let words: [String] = ["b", "c", "t", "ch"].flatMap { first in
    ["a", "i", "u"].flatMap { vowel in
      ["", "n", "ti"].map { first + vowel + $0 }
    }
  }

  static func dictionary(_ words: [String] = words) -> PronunciationDictionary {
    var dictionary = PronunciationDictionary()
    for word in words { dictionary.add(word, phones(word)) }
    return dictionary
  }

  /// Words of the language that are not in `words`.
  static let unseen = ["bin", "tacu", "nabi", "cin", "tanu", "buca"].filter { !words.contains($0) }

  static var settings: GraphemeToPhonemeSettings {
    var settings = GraphemeToPhonemeSettings()
    settings.embedding = 8
    settings.encoderLayers = 1
    settings.encoderHidden = 10
    settings.decoderHidden = 14
    settings.initialRate = 0.02
    settings.beta = 0.02
    settings.batchSize = 6
    settings.epochs = 60
    settings.learningRate = 0.02
    settings.warmUpSteps = 10
    settings.averageDecay = 0.9
    settings.patience = 1000
    return settings
  }

  static func training(
    _ change: (inout GraphemeToPhonemeSettings) -> Void = { _ in }, seed: UInt64 = 1
  ) throws -> GraphemeToPhonemeTraining {
    var settings = settings
    change(&settings)
    return try GraphemeToPhonemeTraining(
      lexicon: dictionary(), validation: dictionary(unseen + ["bati"]), normalizer: .english,
      settings: settings, seed: seed)
  }

  static var quiet: TrainingOptions {
    var options = TrainingOptions()
    options.note = { _ in }
    options.showsProgress = false
    return options
  }

  /// One training for all tests that need a network which knows something.
  static let trained: Result<TrainingResult<EncoderDecoder<Float>>, any Error> = Result {
    try training().run(quiet)
  }

  /// The trained network, without calibration.
  static func predictor() throws -> GraphemeToPhoneme {
    let training = try training()
    return GraphemeToPhoneme(
      network: try trained.get().model, graphemes: training.graphemes, phonemes: training.phonemes)
  }

  /// A predictor with random weights, large enough for it to have opinions; nothing is trained.
  static func random(
    _ dropout: DropoutChoice = .fixed(rate: 0.25), scale: Float = 2, maximumWordLength: Int = 40,
    precision: FrozenWeights<Float>.Precision = .bytes
  ) throws -> GraphemeToPhoneme {
    let graphemes = try Vocabulary(
      symbols: ["a", "b", "c", "e", "i", "n", "t", "'"], specials: Specials(padding: "<pad>"))
    let phonemes = try Vocabulary(
      symbols: ["AA1", "B", "IY0", "K", "N", "T"], specials: .labels)
    var network = EncoderDecoder<Float>(
      Tiny.configuration(
        dropout, sourceSymbols: graphemes.count, targetSymbols: phonemes.count, layers: 1),
      seed: 11)
    network.updateParameters { path, parameter in
      guard
        parameter.role == .weight || parameter.role == .table
          || path == "output.layer.bias"
      else { return }
      parameter.value.withUnsafeMutableElements { elements in
        for index in elements.indices { elements[index] *= scale }
        // So that words end.
        if path == "output.layer.bias", let end = phonemes.end { elements[end] = 0.8 }
      }
    }
    return GraphemeToPhoneme(
      network: network, graphemes: GraphemeReader(normalizer: .english, vocabulary: graphemes),
      phonemes: phonemes, maximumWordLength: maximumWordLength, precision: precision)
  }
}

/// Counts from any thread.
final class Counter: Sendable {
  private let value = Atomic(0)
  /// The count after adding one.
  func next() -> Int { value.add(1, ordering: .relaxed).newValue }
}
