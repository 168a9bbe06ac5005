import ArgumentParser
import CandorExperiments
import CommandSupport

/// A command that runs one experiment.
protocol ExperimentCommand: ParsableCommand {
  /// The experiment.
  associatedtype Subject: Experiment
  /// What help says beside the names of files, in paragraphs.
  static var discussion: [String] { get }
  /// What becomes of a run that is interrupted.
  static var continuation: String { get }
  /// The options that all commands share.
  var shared: ExperimentOptions { get }
  /// Which runs.
  var choice: RunChoice { get }
  /// Puts the command's own options in place of the scale's settings.
  func adjust(_ settings: inout Subject.Settings)
}

/// Which runs of an experiment are trained.
struct RunChoice: ParsableArguments {
  @Option(
    parsing: .upToNextOption,
    help: "Only these runs, or all below a first part of their names: boston, boston/ours.")
  var only: [String] = []
}

extension ExperimentCommand {
  static var continuation: String { " and can be continued with --resume" }

  static var configuration: CommandConfiguration {
    CommandConfiguration(
      commandName: Subject.name, abstract: Subject.title + ".",
      discussion: (discussion + [
        """
        Each run trains in a folder of its own below OUTPUT/runs\(continuation). In the end the \
        finished runs are gathered: OUTPUT/report.json, table.tsv, table.md, and figures as TSV, SVG and PNG. The table \
        goes to standard output.
        """
      ]).joined(separator: "\n\n"))
  }

  private var settings: Subject.Settings {
    var settings = Subject.Settings(shared.scale, seed: shared.seed)
    adjust(&settings)
    return settings
  }

  func validate() throws {
    try ExperimentOptions.checking {
      try settings.validate()
      _ = try Subject.select(choice.only, from: Subject.runs(for: settings))
    }
  }

  func run() throws {
    guard
      let section = try Subject.reproduce(
        settings, only: choice.only, corpora: shared.trainingCorpora, in: shared.environment())
    else { throw ExperimentOptions.interrupted() }
    try StandardOutput.write(section.table)
  }
}
