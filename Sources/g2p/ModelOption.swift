import ArgumentParser
import Candor
import CandorText
import CommandSupport

/// Which model is used.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The model: a folder, or one that comes with g2p: english, or canonical, which is more accurate, \
      slower, and without stress; by default what CANDOR_MODEL names, else english.
      """, valueName: "bundle"))
  var model: String?

  @Flag(
    help: """
      Ask the network alone, not the joint model, analogies or rescoring networks that a model may \
      have beside it: faster, with more errors.
      """)
  var networkOnly = false

  @OptionGroup var precision: PrecisionOption

  func load() throws -> ModelBundle {
    let bundle = try ModelBundle(
      contentsOf: ModelBundle.path(model), precision: precision.choice)
    return networkOnly ? bundle.networkOnly : bundle
  }
}

extension PhoneNotation: ExpressibleByArgument {}
extension TranscriptionFormat: ExpressibleByArgument {}
