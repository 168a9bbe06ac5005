import ArgumentParser

/// Runs the experiments of the paper again.
struct Reproduce: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "reproduce",
    abstract: "Runs the paper's experiments again and writes tables and figures.",
    version: "0.1.0",
    subcommands: [
      AllCommand.self, GraphemeToPhonemeCommand.self, SentimentCommand.self, UCICommand.self,
      MNISTCommand.self, CamVidCommand.self, CartPoleCommand.self,
    ])
}
