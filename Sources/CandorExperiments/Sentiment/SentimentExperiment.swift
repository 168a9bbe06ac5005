import CandorEngine

/// What one finished run of the paper's sentiment experiment measured.
public struct SentimentRunResult: ExperimentResult {
  /// The name of the variant.
  public var name: String
  /// What all runs have in common.
  public var settings: SentimentExperimentSettings
  /// Training sentences.
  public var trainingSentences: Int
  /// On the validation sentences, after the last epoch.
  public var validation: SentimentScores
  /// On the test sentences, after the last epoch.
  public var test: SentimentScores
  /// The names of the dropout sites.
  public var sites: [String]
  /// The rate of each site after the last epoch.
  public var finalRates: [Double]
}

/// The paper's sentiment experiment: Concrete Dropout beside a fixed rate of 0.5 in an LSTM that labels sentences of the
/// Stanford Sentiment Treebank.
public struct SentimentExperiment: Experiment {
  /// Names the command and the folder.
  public static let name = "sst"
  /// What is compared, for a heading.
  public static let title =
    "The paper's sentiment network: a fixed dropout rate of 0.5 against learned ones"
  /// Every run, in the order of the table.
  public static func runs(for settings: SentimentExperimentSettings) -> [SentimentVariant] {
    SentimentVariant.all
  }

  /// What all runs have in common.
  public var settings: SentimentExperimentSettings
  /// Which runs.
  public var runs: [SentimentVariant]
  /// Where it runs.
  public var environment: ExperimentEnvironment

  /// - Throws: `ExperimentError.settings`
  public init(
    settings: SentimentExperimentSettings, runs: [SentimentVariant],
    environment: ExperimentEnvironment
  ) throws {
    try settings.validate()
    self.settings = settings
    self.runs = runs
    self.environment = environment
  }

  /// The sentences with two labels and those with three, as far as runs need them.
  public struct Corpus {
    let two: TreebankSentences?
    let three: TreebankSentences?
  }

  /// The sentences.
  public func corpus(in folder: String) throws -> Corpus {
    func sentences(hasThreeLabels: Bool) throws -> TreebankSentences? {
      guard runs.contains(where: { $0.hasThreeLabels == hasThreeLabels }) else { return nil }
      return try TreebankSentences(
        corpora: folder, hasThreeLabels: hasThreeLabels, limit: settings.limit)
    }
    return try Corpus(
      two: sentences(hasThreeLabels: false), three: sentences(hasThreeLabels: true))
  }

  /// The settings without those that do not concern a run.
  public func settings(
    _ settings: SentimentExperimentSettings, concerning run: SentimentVariant?
  ) -> SentimentExperimentSettings { settings.concerning(run) }

  /// Both scores.
  public func summary(_ result: SentimentRunResult) -> String {
    "validation \(result.validation), test \(result.test)"
  }

  /// Trains one variant.
  public func train(
    _ run: SentimentVariant, on corpus: Corpus, in folder: RunFolder
  ) throws -> SentimentRunResult? {
    guard let sentences = run.hasThreeLabels ? corpus.three : corpus.two else {
      throw ExperimentError.data("the sentences of \(run.name) were not read")
    }
    let task = LastStateTask(
      sentences, variant: run, batchSize: settings.batchSize, seed: settings.seed)
    var sizes = LastStateConfiguration(words: sentences.words.count)
    sizes.embedding = settings.embedding
    sizes.hidden = settings.hidden
    sizes.outputs = run.hasThreeLabels ? 1 : 2
    let prior = Prior(
      weightRegularizer: settings.weightRegularizer,
      dropoutRegularizer: settings.dropoutRegularizer, dataCount: sentences.training.texts.count)
    let model = LastStateClassifier<Float>(
      sizes,
      dropout: run.isConcrete
        ? .concrete(initialRate: 0.1, prior: prior) : .fixed(rate: 0.5), seed: settings.seed)
    let trained = try Trainer(
      task, configuration: settings.training,
      options: environment.options(for: run.name, in: folder)
    ).run(model, resumingFrom: folder.checkpoint)
    guard trained.outcome == .finished else { return nil }
    let workers = environment.workers
    return SentimentRunResult(
      name: run.name, settings: settings, trainingSentences: sentences.training.texts.count,
      validation: task.scores(of: trained.model, on: sentences.validation, workers: workers),
      test: task.scores(of: trained.model, on: sentences.test, workers: workers),
      sites: trained.model.dropoutRates.map(\.name),
      finalRates: trained.model.dropoutRates.map(\.rate))
  }

  /// The table and the curves.
  public func report(
    on runs: [FinishedRun<SentimentVariant, SentimentRunResult>]
  ) throws -> SentimentExperimentReport {
    SentimentExperimentReport(
      rows: try runs.map {
        .init(variant: $0.run, result: $0.result, epochs: try $0.folder.epochs())
      })
  }
}
