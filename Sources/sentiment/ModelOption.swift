import ArgumentParser
import Candor
import CandorEngine

/// Which model is used.
struct ModelOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      The model; by default the English one that comes with the package, or what \
      CANDOR_SENTIMENT_MODEL names.
      """, valueName: "bundle"))
  var model: String?

  func load(_ precision: FrozenWeights<Float>.Precision) throws -> SentimentBundle {
    try SentimentBundle(contentsOf: SentimentBundle.path(model), precision: precision)
  }
}
