import ArgumentParser
import CandorEngine
import CandorExperiments
import CommandSupport

/// The options that all commands share.
struct ExperimentOptions: ParsableArguments {
  @Option(help: "smoke (seconds), short, or paper.")
  var scale: ExperimentScale = .short
  @Option(help: "The seed of weights, order and masks; the experiment's own by default.")
  var seed: UInt64?
  @Option(help: "The folder of runs, tables and figures.")
  var output: String
  @Option(help: "The number of threads.")
  var threads: Int = 1
  @Option(help: "The folder of corpora; by default $CANDOR_CORPORA, else ../shared/corpora.")
  var corpora: String?
  @Flag(help: "Continue runs that were interrupted; leave finished ones.")
  var resume = false
  @Flag(help: "Train nothing; gather the runs that are finished.")
  var reportOnly = false

  func validate() throws {
    try require(threads, in: 1...1024, "--threads")
    if output.isEmpty { throw ValidationError("--output is empty") }
    if corpora == "" { throw ValidationError("--corpora is empty") }
  }

  /// Where an experiment runs; from now on Ctrl-C is a wish to stop.
  func environment() -> ExperimentEnvironment {
    Interruption.catchSignals()
    var environment = ExperimentEnvironment(output: output)
    environment.workers = Workers(threads: threads)
    environment.resumes = resume
    environment.note = TrainingProgress.writeLine
    environment.shouldStop = { Interruption.wasRequested }
    return environment
  }

  /// The folder to train from; nil if nothing is to be trained.
  var trainingCorpora: String? { reportOnly ? nil : corpora ?? defaultCorpora }

  /// How a command ends that was interrupted.
  static func interrupted() -> ExitCode {
    TrainingProgress.writeLine("interrupted; continue with --resume")
    return Interruption.exitCode
  }

  /// Turns what an experiment refuses into a message about the options.
  static func checking(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch let error as ExperimentError {
      throw ValidationError(error.description)
    }
  }
}

extension ExperimentScale: ExpressibleByArgument {}
