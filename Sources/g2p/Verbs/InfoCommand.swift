import ArgumentParser
import Candor
import CandorEngine
import CandorJoint
import CandorText
import CommandSupport

/// `g2p info [BUNDLE]`
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what a model is made of and where it comes from.",
    discussion: """
      g2p info
      g2p info canonical
      g2p info my-model
      """)

  @Argument(help: "The model; by default the one that transcribe would use.")
  var bundle: String?

  func run() throws {
    let path = try ModelBundle.path(bundle)
    let loaded = try ModelBundle(contentsOf: path)
    try StandardOutput.write(Sections.text(sections(loaded, path: path)))
  }

  private func sections(
    _ bundle: ModelBundle, path: String
  ) -> [(title: String, rows: [(String, String)])] {
    let manifest = bundle.manifest
    let predictor = bundle.predictor
    let network = manifest.network
    let parameters = predictor.network.parameters.reduce(0) { $0 + $1.parameter.value.count }
    let c = manifest.calibration
    return [
      (
        Escaping.column(path),
        [
          ("kind", manifest.kind), ("format version", "\(manifest.formatVersion)"),
          ("parameters", "\(parameters)"),
        ]
      ),
      (
        "network",
        [
          ("embedding", "\(network.embedding)"),
          ("encoder", "\(network.encoderLayers) layers of 2 × \(network.encoderHidden)"),
          ("decoder", "2 layers of \(network.decoderHidden), attention"),
          ("writes", predictor.network.direction.rawValue),
          ("longest word", "\(manifest.maximumWordLength) graphemes"),
          ("reads", predictor.graphemes.unit == .scalar ? "words" : "pronunciations, writes words"),
        ]
      ),
      (
        "symbols",
        [
          ("graphemes", predictor.graphemes.vocabulary.ordinarySymbols.joined(separator: " ")),
          ("phones", predictor.phonemes.ordinarySymbols.sorted().joined(separator: " ")),
        ]
      ),
      (
        "dropout rates",
        predictor.network.dropoutSites.map { ($0.name, number($0.site.rate)) }
      ),
      (
        "calibration",
        [
          ("temperature", number(c.temperature)),
          (
            "with samples",
            "slope \(number(c.sampled.slope)), intercept \(number(c.sampled.intercept))"
          ),
          (
            "without",
            "slope \(number(c.deterministic.slope)), intercept \(number(c.deterministic.intercept))"
          ),
        ]
      ),
    ] + others(predictor) + [
      ("text", manifest.text.lines),
      (
        "provenance", manifest.provenance.lines(examples: "pronunciations", heldOut: "words")
      ),
    ]
  }

  /// The models beside the network.
  private func others(
    _ predictor: GraphemeToPhoneme
  ) -> [(title: String, rows: [(String, String)])] {
    guard let hybrid = predictor.hybrid else { return [] }
    func weights(_ weights: HybridCalibration.Weights) -> String {
      let mixture = weights.mixture
      let rescorers = mixture.rescorers.enumerated().map { ("rescorer \($0 + 1)", $1) }
      return
        ([("network", mixture.network)] + rescorers + [
          ("joint", mixture.joint), ("analogy", mixture.analogy), ("phone", mixture.phone),
          ("none", mixture.none),
        ]).map { "\($0.0) \(number($0.1))" }.joined(separator: ", ")
    }
    var sections: [(title: String, rows: [(String, String)])] = []
    for (index, rescorer) in hybrid.rescorers.enumerated() {
      sections.append(
        (
          "rescoring network \(index + 1)",
          [("writes", rescorer.direction.rawValue)]
            + rescorer.dropoutSites.map { ($0.name, number($0.site.rate)) }
        ))
    }
    if let joint = hybrid.joint {
      sections.append(
        (
          "joint model",
          [
            ("graphones", "\(joint.graphones.count)"),
            ("n-grams", "\(joint.ngramCount), up to \(joint.order) long"),
          ]
        ))
    }
    if let analogies = hybrid.analogies {
      let changes = analogies.changeCounts
      sections.append(
        (
          "analogies",
          [
            ("words", "\(analogies.wordCount)"),
            (
              "changes of spelling", "\(changes.back) at the end, \(changes.front) at the beginning"
            ),
          ]
        ))
    }
    let words = hybrid.knownWords.map {
      [
        (
          "known words",
          zip($0.names, $0.counts).map { "\(Escaping.column($0)) \($1)" }.joined(separator: ", ")
        )
      ]
    }
    return sections + [
      (
        "mixture",
        [
          ("with samples", weights(hybrid.calibration.sampled)),
          ("without", weights(hybrid.calibration.deterministic)),
        ]
      ),
      (
        "confidence",
        [
          ("traits", "\(hybrid.traits?.count ?? 0)"),
          ("network", hybrid.hasConfidenceNetworks ? "yes" : "no"),
        ] + (words ?? [])
      ),
    ]
  }

  private func number(_ value: Double) -> String { Decimal.fixed(value, decimals: 4) }
}
