import ArgumentParser
import CandorEngine
import CandorExperiments

/// `reproduce sst`
struct SentimentCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sst",
    abstract: "The paper's sentiment network: a fixed dropout rate of 0.5 against learned ones.",
    discussion: """
      An embedding of 100, one LSTM of 256 and a linear layer on its last state; Adam, batches of 64, 20 epochs. The \
      paper's own script reads the state after the padding, and trains three labels on one logit: the runs whose names \
      end in -padding, -three and -script (both) do so too.

      Each run trains in a folder of its own below OUTPUT/runs and can be continued with --resume. In the end the \
      finished runs are gathered: OUTPUT/report.json, table.tsv, table.md, and learning curves as TSV, SVG and PNG. The \
      table goes to standard output.

      Runs: \(SentimentVariant.all.map(\.name).joined(separator: ", "))
      """)

  @Option(help: "The number of epochs.")
  var epochs: Int?
  @Option(help: "The seed of weights, order and masks.")
  var seed: UInt64 = 42
  @Option(help: "The folder of runs, table and figures.")
  var output: String
  @Option(help: "The number of threads.")
  var threads: Int = 1
  @Option(parsing: .upToNextOption, help: "Only these runs.")
  var only: [String] = []
  @Option(help: "The folder of corpora; by default $CANDOR_CORPORA, else ../shared/corpora.")
  var corpora: String?
  @Flag(help: "Continue runs that were interrupted; leave finished ones.")
  var resume = false
  @Flag(help: "Train nothing; gather the runs that are finished.")
  var reportOnly = false

  @Option(help: "Sentences in a batch.")
  var batch: Int?
  @Option(help: "The learning rate.")
  var learningRate: Double?
  @Option(help: "The size of the LSTM.")
  var hidden: Int?
  @Option(help: "At most so many sentences of each part.")
  var limit: Int?
  @Option(help: "wr: the coefficient of Σ‖W‖²/(1 − p).")
  var weightRegularizer: Double?
  @Option(help: "dr: the coefficient of −K · H(p).")
  var dropoutRegularizer: Double?

  func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads \(threads): choose a number from 1 to 1024")
    }
    if let weightRegularizer, !(weightRegularizer >= 0 && weightRegularizer.isFinite) {
      throw ValidationError("--weight-regularizer \(weightRegularizer): not 0 or above")
    }
    if let dropoutRegularizer, !(dropoutRegularizer > 0 && dropoutRegularizer.isFinite) {
      throw ValidationError("--dropout-regularizer \(dropoutRegularizer): not above 0")
    }
    do {
      try settings.validate()
      _ = try SentimentVariant.named(only)
    } catch let error as ExperimentError {
      throw ValidationError(error.description)
    }
  }

  private var settings: SentimentExperimentSettings {
    var settings = SentimentExperimentSettings()
    settings.epochs = epochs ?? settings.epochs
    settings.seed = seed
    settings.batchSize = batch ?? settings.batchSize
    settings.learningRate = learningRate ?? settings.learningRate
    settings.hidden = hidden ?? settings.hidden
    settings.weightRegularizer = weightRegularizer ?? settings.weightRegularizer
    settings.dropoutRegularizer = dropoutRegularizer ?? settings.dropoutRegularizer
    settings.limit = limit
    return settings
  }

  func run() throws {
    var experiment = try SentimentExperiment(
      settings: settings, variants: SentimentVariant.named(only), output: output)
    experiment.workers = Workers(threads: threads)
    experiment.resumes = resume
    experiment.note = TrainingProgress.writeLine
    experiment.shouldStop = Interruption.watch()
    if !reportOnly {
      guard try experiment.train(corpora: corpora ?? defaultCorpora) else {
        TrainingProgress.writeLine("interrupted; continue with --resume")
        throw ExitCode(130)
      }
    }
    // A run alone is not the whole table: gather all that are finished.
    experiment.variants = SentimentVariant.all
    print(try experiment.report().markdown, terminator: "")
  }
}
