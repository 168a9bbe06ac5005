import ArgumentParser

/// The command; without a verb it classifies.
struct Sentiment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sentiment",
    abstract: "Say what a text thinks of its subject, and how sure that is.",
    usage: """
      sentiment [<text> ...] [<options of classify>]
      sentiment <verb> [<options>]
      """,
    discussion: """
      sentiment "A gorgeous, witty, seductive movie."
      sentiment < reviews.txt > labels.tsv
      sentiment --format json --all "It is a waste of time."
      sentiment explain "A witty, moving film."
      sentiment evaluate --input test.txt
      sentiment train --input train.csv --output my-model

      A text that is also the name of a verb: sentiment classify train
      """,
    version: "0.1.0",
    subcommands: [
      ClassifyCommand.self, EvaluateCommand.self, ExplainCommand.self, TrainCommand.self,
      CalibrateCommand.self, InfoCommand.self,
    ],
    defaultSubcommand: ClassifyCommand.self)
}
