import ArgumentParser
import Candor
import CandorText

/// Which model is used.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "The model; by default the English one that comes with g2p, or what CANDOR_MODEL names.",
      valueName: "bundle"))
  var model: String?

  func load() throws -> ModelBundle {
    try ModelBundle(contentsOf: model ?? ModelBundle.findDefault())
  }
}

extension PhoneNotation: ExpressibleByArgument {}
extension TranscriptionFormat: ExpressibleByArgument {}
