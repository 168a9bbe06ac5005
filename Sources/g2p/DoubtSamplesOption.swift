import ArgumentParser
import Candor
import CommandSupport

/// How often the weights are drawn, and for which words.
struct DoubtSamplesOption: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Samples of the weights, 0 to 128; by default 16. 0 is faster and gives no uncertainty; auto \
      draws 16 for those words alone whose confidence without them is below 70 %. A model without \
      dropout has nothing to draw.
      """, valueName: "s"))
  var samples: Choice?

  /// A number, or as many as it takes.
  enum Choice: ExpressibleByArgument, Equatable {
    case count(Int)
    case auto

    init?(argument: String) {
      if argument == "auto" {
        self = .auto
      } else if let count = Int(argument) {
        self = .count(count)
      } else {
        return nil
      }
    }
  }

  func validate() throws {
    if case .count(let count) = samples { try require(count, in: 0...128, "--samples") }
  }

  /// The number that is asked for; nil for the usual one.
  var count: Int? {
    if case .count(let count) = samples { count } else { nil }
  }

  /// The confidence below which a word is sampled; nil for every word.
  var below: Double? { samples == .auto ? GraphemeToPhoneme.Options.doubtful : nil }
}
