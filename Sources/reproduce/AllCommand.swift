import ArgumentParser
import CandorEngine
import CandorExperiments
import CommandSupport

/// `reproduce all`
struct AllCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "all",
    abstract: "Every experiment, one after another, and a page of all tables and figures.",
    discussion: """
      Each experiment runs in OUTPUT/NAME as its own command would, with the settings of the scale. After each, what is \
      finished is gathered on a page, OUTPUT/report.md, and for programs in report.json; tables go to standard output. An \
      experiment that fails does not keep the others from running; the status tells in the end.

      Experiments: \(Reproduction.experiments.map { $0.name }.joined(separator: ", "))
      """)

  @OptionGroup var shared: ExperimentOptions
  @Option(
    parsing: .upToNextOption,
    help: "Only these experiments; the page keeps what others gave before.")
  var only: [String] = []

  func validate() throws {
    try ExperimentOptions.checking { _ = try Reproduction.select(only) }
  }

  func run() throws {
    let series = Reproduction(
      scale: shared.scale, seed: shared.seed, environment: shared.environment())
    var unwritten: (any Error)?
    let isFinished = try series.run(only, corpora: shared.trainingCorpora) {
      do {
        try StandardOutput.write($0.tableWithHeading + "\n")
      } catch {
        unwritten = error
      }
    }
    if let unwritten { throw unwritten }
    if !isFinished { throw ExperimentOptions.interrupted() }
    TrainingProgress.writeLine("all tables and figures: \(shared.output)/report.md")
  }
}
