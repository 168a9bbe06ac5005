import ArgumentParser
import Candor
import CommandSupport

/// Which model is used.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The model; by default the English one that comes with the package, or what \
      CANDOR_SENTIMENT_MODEL names.
      """, valueName: "bundle"))
  var model: String?

  @OptionGroup var precision: PrecisionOption

  func load() throws -> SentimentBundle {
    try SentimentBundle(contentsOf: SentimentBundle.path(model), precision: precision.choice)
  }
}
