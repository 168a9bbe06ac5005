import ArgumentParser
import CandorEngine
import CandorExperiments

/// The options that all experiments share.
struct ExperimentOptions: ParsableArguments {
  @Option(help: "smoke (seconds), short, or paper.")
  var scale: ExperimentScale = .short
  @Option(help: "The seed of weights, order and masks; the experiment's own by default.")
  var seed: UInt64?
  @Option(help: "The folder of runs, table and figures.")
  var output: String
  @Option(help: "The number of threads.")
  var threads: Int = 1
  @Option(parsing: .upToNextOption, help: "Only these runs, or those whose names begin so.")
  var only: [String] = []
  @Option(help: "The folder of corpora; by default $CANDOR_CORPORA, else ../shared/corpora.")
  var corpora: String?
  @Flag(help: "Continue runs that were interrupted; leave finished ones.")
  var resume = false
  @Flag(help: "Train nothing; gather the runs that are finished.")
  var reportOnly = false

  func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads \(threads): choose a number from 1 to 1024")
    }
  }

  /// What help says of the files.
  static let discussion = """
    Each run trains in a folder of its own below OUTPUT/runs and can be continued with --resume. In the end the \
    finished runs are gathered: OUTPUT/report.json, table.tsv, table.md, and figures as TSV, SVG and PNG. The table goes \
    to standard output.
    """

  /// Trains the runs that are asked for, gathers all that are finished and prints the table.
  ///
  /// - Parameter make: the experiment with these runs, or with all for nil
  func execute<Subject: Experiment>(
    runs: [Subject.Run], _ make: ([Subject.Run], ExperimentEnvironment) throws -> Subject
  ) throws {
    var environment = ExperimentEnvironment(output: output)
    environment.workers = Workers(threads: threads)
    environment.resumes = resume
    environment.note = TrainingProgress.writeLine
    environment.shouldStop = Interruption.watch()
    if !reportOnly {
      let experiment = try make(try Subject.select(only, from: runs), environment)
      guard try experiment.train(corpora: corpora ?? defaultCorpora) else {
        TrainingProgress.writeLine("interrupted; continue with --resume")
        throw ExitCode(130)
      }
    }
    // A run alone is not the whole table: gather all that are finished.
    print(try make(runs, environment).report().markdown, terminator: "")
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
extension ConcreteMask<Float>.Sharing: ExpressibleByArgument {}
