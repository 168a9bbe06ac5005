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
      g2p info my-model
      """)

  @Argument(help: "The model; by default the one that transcribe would use.")
  var bundle: String?

  func run() throws {
    let path = try bundle ?? ModelBundle.findDefault()
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
            "slope \(number(c.sampledSlope)), intercept \(number(c.sampledIntercept))"
          ),
          (
            "without",
            "slope \(number(c.deterministicSlope)), intercept \(number(c.deterministicIntercept))"
          ),
        ]
      ),
    ] + joint(predictor) + [
      ("text", manifest.text.lines),
      (
        "provenance", manifest.provenance.lines(examples: "pronunciations", heldOut: "words")
      ),
    ]
  }

  private func joint(_ predictor: GraphemeToPhoneme) -> [(title: String, rows: [(String, String)])]
  {
    guard let hybrid = predictor.hybrid else { return [] }
    func weights(_ weights: HybridCalibration.Weights) -> String {
      "network \(number(weights.mixture.network)), joint \(number(weights.mixture.joint)), "
        + "phone \(number(weights.mixture.phone)), none \(number(weights.mixture.none))"
    }
    return [
      (
        "joint model",
        [
          ("graphones", "\(hybrid.joint.graphones.count)"),
          ("n-grams", "\(hybrid.joint.ngramCount), up to \(hybrid.joint.order) long"),
          ("mixture with samples", weights(hybrid.calibration.sampled)),
          ("mixture without", weights(hybrid.calibration.deterministic)),
        ]
      )
    ]
  }

  private func number(_ value: Double) -> String { Decimal.fixed(value, decimals: 4) }
}
