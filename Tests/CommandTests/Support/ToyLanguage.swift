import Foundation
import TestSupport
import Testing

/// A language of syllables that a tiny network learns within a second: a letter is a phone, but for `e`, which is one
/// of two by chance, so that there is something to be unsure of.
enum ToyLanguage {
  /// A lexicon in CMUdict's form, always the same.
  static func lexicon(words count: Int = 600) -> String {
    var state: UInt64 = 12345
    func draw(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let consonants = Array("ptkbdgmnslrf")
    let vowels: [(Character, [String])] = [
      ("a", ["AA"]), ("e", ["EH", "IY"]), ("i", ["IH"]), ("o", ["OW"]), ("u", ["UW"]),
    ]
    var lines: [String] = []
    var seen: Set<String> = []
    while seen.count < count {
      var word = ""
      var phones: [String] = []
      for syllable in 0...draw(3) {
        let consonant = consonants[draw(consonants.count)]
        let (vowel, sounds) = vowels[draw(vowels.count)]
        word += "\(consonant)\(vowel)"
        phones += [
          consonant.uppercased(), sounds[draw(sounds.count)] + (syllable == 0 ? "1" : "0"),
        ]
      }
      if seen.insert(word).inserted { lines.append("\(word) \(phones.joined(separator: " "))") }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Settings with which it is learned fast.
  static let settings = """
    {"embedding": 16, "encoderLayers": 1, "encoderHidden": 24, "decoderHidden": 32,
     "batchSize": 16, "warmUpSteps": 20, "averageDecay": 0, "heldOutFraction": 0.2,
     "learningRate": 0.01, "beta": 1}
    """

  /// What `g2p train` made of it, once for all tests.
  static let trained = Result { try Trained() }

  /// A trained bundle and the files around it.
  struct Trained: Sendable {
    let folder: Scratch
    let outcome: Binary.Outcome

    init() throws {
      folder = try Scratch()
      outcome = try Binary.run(
        "g2p",
        [
          "train", "--lexicon", folder.write(ToyLanguage.lexicon(), to: "toy.dict"), "--config",
          folder.write(ToyLanguage.settings, to: "settings.json"), "--output", folder("bundle"),
          "--epochs", "8",
        ])
      try #require(outcome.status == 0, "\(outcome.errors)")
    }

    var bundle: String { folder("bundle") }
  }

  /// Runs `g2p` with the trained bundle.
  static func g2p(
    _ arguments: String..., input: [UInt8] = [], environment: [String: String?] = [:]
  ) throws -> Binary.Outcome {
    var environment = environment
    environment["CANDOR_MODEL"] = try trained.get().bundle
    return try Binary.run("g2p", arguments, input: input, environment: environment)
  }

  /// Runs a shell script in which `$BIN/g2p` uses the trained bundle.
  static func shell(_ script: String, input: [UInt8] = []) throws -> Binary.Outcome {
    try Binary.shell(
      "export CANDOR_MODEL='\(try trained.get().bundle)'; \(script)", input: input)
  }
}
