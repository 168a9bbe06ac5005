import ArgumentParser
import CandorEngine
import CandorExperiments

/// `reproduce g2p`
struct GraphemeToPhonemeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "g2p",
    abstract: "The paper's grapheme-to-phoneme network: fixed dropout rates against learned ones.",
    discussion: """
      Each run trains in a folder of its own below OUTPUT/runs and can be continued with --resume. In the end the \
      finished runs are gathered: OUTPUT/report.json, table.tsv, table.md, and learning curves and dropout rates over \
      the epochs as TSV, SVG and PNG. The table goes to standard output.

      Runs: \(PaperVariant.all.map(\.name).joined(separator: ", "))
      """)

  @Option(help: "smoke (seconds), short, or paper (RMSprop, batches of 500, 100 epochs).")
  var scale: PaperSettings.Scale = .short
  @Option(help: "The number of epochs; the scale's by default.")
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

  @Option(help: "Words in a batch.")
  var batch: Int?
  @Option(help: "The learning rate.")
  var learningRate: Double?
  @Option(help: "At most so many words of each part.")
  var limit: Int?
  @Option(help: "Masks: element (new at each time step) or acrossTime (tied).")
  var sharing: ConcreteMask<Float>.Sharing?
  @Option(help: "ρ: the share of the first loss that the entropy of our rates may outweigh.")
  var fraction: Double?
  @Option(help: "ℓ, the length scale of our prior: larger means smaller weights.")
  var lengthScale: Double?
  @Option(help: "Our rates' logits learn so many times faster than weights.")
  var logitMultiplier: Double?
  @Option(help: "How far lengths are blurred before batches are cut; negative: random batches.")
  var jitter: Double?

  func validate() throws {
    guard (1...1024).contains(threads) else {
      throw ValidationError("--threads \(threads): choose a number from 1 to 1024")
    }
    do {
      try settings.validate()
      _ = try PaperVariant.named(only)
    } catch let error as ExperimentError {
      throw ValidationError(error.description)
    }
  }

  private var settings: PaperSettings {
    var settings = PaperSettings(scale)
    settings.epochs = epochs ?? settings.epochs
    settings.seed = seed
    settings.batchSize = batch ?? settings.batchSize
    settings.learningRate = learningRate ?? settings.learningRate
    settings.wordLimit = limit ?? settings.wordLimit
    settings.sharing = sharing ?? settings.sharing
    settings.fraction = fraction ?? settings.fraction
    settings.lengthScale = lengthScale ?? settings.lengthScale
    settings.dropoutLogitMultiplier = logitMultiplier ?? settings.dropoutLogitMultiplier
    if let jitter { settings.jitter = jitter < 0 ? nil : jitter }
    return settings
  }

  func run() throws {
    var experiment = try PaperExperiment(
      settings: settings, variants: PaperVariant.named(only), output: output)
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
    experiment.variants = PaperVariant.all
    print(try experiment.report().markdown, terminator: "")
  }
}

extension PaperSettings.Scale: ExpressibleByArgument {}
extension ConcreteMask<Float>.Sharing: ExpressibleByArgument {}
