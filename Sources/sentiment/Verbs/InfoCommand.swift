import ArgumentParser
import Candor
import CandorEngine
import CommandSupport

/// `sentiment info [BUNDLE]`
struct InfoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "info",
    abstract: "Show what a model is made of and where it comes from.",
    discussion: """
      sentiment info
      sentiment info my-model
      """)

  @Argument(help: "The model; by default the one that classify would use.")
  var bundle: String?

  func run() throws {
    let path = try SentimentBundle.path(bundle)
    let loaded = try SentimentBundle(contentsOf: path)
    try StandardOutput.write(Sections.text(sections(loaded, path: path)))
  }

  private func sections(
    _ bundle: SentimentBundle, path: String
  ) -> [(title: String, rows: [(String, String)])] {
    let manifest = bundle.manifest
    let network = manifest.network
    let predictor = bundle.predictor
    let parameters = predictor.network.parameters.reduce(0) { $0 + $1.parameter.value.count }
    func number(_ value: Double) -> String { Decimal.fixed(value, decimals: 4) }
    return [
      (
        Escaping.column(path),
        [
          ("kind", manifest.kind), ("format version", "\(manifest.formatVersion)"),
          ("labels", manifest.labels.names.joined(separator: ", ")),
          ("parameters", "\(parameters)"),
        ]
      ),
      (
        "network",
        [
          ("words", "\(predictor.reader.words.ordinarySymbols.count)"),
          ("pieces of words", "\(network.pieces)"), ("embedding", "\(network.embedding)"),
          ("encoder", "\(network.layers) layers of 2 × \(network.hidden)"),
          ("longest text", "\(manifest.maximumLength) tokens"),
        ]
      ),
      ("dropout rates", predictor.network.dropoutSites.map { ($0.name, number($0.site.rate)) }),
      (
        "calibration",
        [
          ("temperature with samples", number(manifest.calibration.sampledTemperature)),
          ("without", number(manifest.calibration.deterministicTemperature)),
        ]
      ),
      ("text", manifest.text.lines),
      ("provenance", manifest.provenance.lines(examples: "texts and phrases", heldOut: "texts")),
    ]
  }
}
