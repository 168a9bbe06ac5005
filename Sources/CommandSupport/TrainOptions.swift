import ArgumentParser
import CandorEngine
import CandorText

/// What every training takes: where it goes, how long, and how it can go on.
package struct TrainOptions: ParsableArguments {
  @Option(name: .shortAndLong, help: ArgumentHelp("The folder to write.", valueName: "bundle"))
  package var output: String

  @Option(help: ArgumentHelp("Passes through the training data.", valueName: "n"))
  package var epochs: Int?

  @Option(help: ArgumentHelp("Examples in a batch.", valueName: "n"))
  package var batch: Int?

  @Option(
    help: ArgumentHelp(
      """
      How exactly a step multiplies: full, or bfloat16, which processors of Intel with AMX do several times \
      as fast, and AMD's with AVX-512 BF16 twice as fast. Full by default.
      """))
  package var precision: ProductPrecision?

  @Option(help: ArgumentHelp("Seed of weights, order, masks and what is held out.", valueName: "n"))
  package var seed: UInt64 = 1

  @Option(
    help: ArgumentHelp(
      "Settings as JSON, such as {\"learningRate\": 0.002}; options win over it.",
      valueName: "file"))
  package var config: String?

  @Option(help: ArgumentHelp("The language whose lower case applies.", valueName: "locale"))
  package var locale = "en"

  @Option(
    help: ArgumentHelp(
      "Where the state of the training and its log are kept; by default BUNDLE.training.",
      valueName: "folder"))
  package var checkpoint: String?

  @Flag(help: "Go on from the checkpoint.")
  package var resume = false

  @Option(
    help: ArgumentHelp("End the training after this time: 90s, 45m, 1.5h.", valueName: "time"))
  package var timeLimit: TimeLimit?

  @OptionGroup package var threads: ThreadsOption

  /// Nothing chosen.
  package init() {}

  /// Refuses what makes no sense.
  package func validate() throws {
    if let epochs { try require(epochs, in: 1...100_000, "--epochs") }
    if let batch { try require(batch, in: 1...100_000, "--batch") }
    guard !output.isEmpty else { throw ValidationError("--output is empty") }
    if let checkpoint,
      TrainingFolder.beside(checkpoint) == TrainingFolder.beside(output)
    {
      throw ValidationError("--checkpoint and --output are the same folder")
    }
  }

  /// How tokens are spelled.
  package var normalizer: Normalizer {
    Normalizer(caseMapping: .lowercase(locale: locale), asciiPunctuation: true)
  }

  /// Trains, with checkpoints, a log, and Ctrl-C as a wish to stop; hours are those of all runs.
  ///
  /// - Parameters:
  ///   - precision: how exactly it multiplies, after all settings
  ///   - heldOut: the words that the seed held out; written beside the checkpoint, so that others can leave them out too
  ///   - train: gets the options and, when it goes on, the checkpoint
  /// - Throws: `ExitCode` when it was interrupted
  package func run<Model>(
    precision: ProductPrecision, heldOut: [String] = [],
    _ train: (TrainingOptions, String?) throws -> TrainingResult<Model>
  ) throws -> (result: TrainingResult<Model>, hours: Double) {
    try TrainingFolder.requireWritable(output)
    let folder = try TrainingFolder(checkpoint ?? TrainingFolder.beside(output), resume: resume)
    try folder.keep(heldOut: heldOut, resume: resume)
    if precision == .bfloat16, !ProductPrecision.isBFloat16Fast {
      Note.write(
        "this processor has neither AMX nor AMD's AVX-512 BF16: full precision trains faster than bfloat16"
      )
    }
    var options = TrainingOptions()
    options.workers = Workers(threads: threads.count)
    options.checkpointPath = folder.checkpoint
    options.logPath = folder.log
    options.timeLimit = timeLimit?.seconds
    options.shouldStop = { Interruption.wasRequested }
    Interruption.catchSignals()
    let result = try train(options, resume ? folder.checkpoint : nil)
    switch result.outcome {
    case .finished: Note.write("trained; calibrating")
    case .stoppedEarly: Note.write("stopped: no better epoch came; calibrating")
    case .timeLimit: Note.write("stopped: the time is up; calibrating")
    case .interrupted:
      Note.write(
        "stopped at step \(result.step); the state is in \(folder.checkpoint); "
          + "to go on, give the same command with --resume")
      throw Interruption.exitCode
    }
    return (result, folder.hours)
  }

  /// The command for a bundle's record, with files by their names alone: what matters of them is their checksums.
  ///
  /// - Parameter own: the command's name and its own options, before those of every training
  package func described(_ own: [String]) -> String {
    var parts = own
    parts += ["--output", Self.name(output)]
    if let epochs { parts += ["--epochs", "\(epochs)"] }
    if let batch { parts += ["--batch", "\(batch)"] }
    if let precision { parts += ["--precision", precision.rawValue] }
    parts += ["--seed", "\(seed)"]
    if let config { parts += ["--config", Self.name(config)] }
    if locale != "en" { parts += ["--locale", locale] }
    if let timeLimit { parts += ["--time-limit", "\(timeLimit.seconds)s"] }
    return parts.joined(separator: " ")
  }

  /// A file's name without its folders.
  package static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}

extension ProductPrecision: ExpressibleByArgument {}
