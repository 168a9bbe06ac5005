import Candor
import CandorEngine

/// What one finished run of the paper's grapheme-to-phoneme experiment measured.
public struct PaperRunResult: ExperimentResult {
  /// The name of the variant.
  public var name: String
  /// What all runs have in common.
  public var settings: PaperSettings
  /// The number of trainable weights.
  public var parameterCount: Int
  /// Training words.
  public var trainingWords: Int
  /// On the validation words, after the last epoch, the mean network.
  public var validation: PooledScores
  /// On the test words, after the last epoch, the mean network.
  public var test: PooledScores
  /// On the validation words, the mean of S samples of the weights; nil where nothing is dropped.
  public var sampledValidation: PooledScores?
  /// On the test words, the mean of S samples of the weights; nil where nothing is dropped.
  public var sampledTest: PooledScores?
  /// The dropout rate of each site before training.
  public var initialRates: [Double]
  /// The dropout rate of each site after the last epoch.
  public var finalRates: [Double]
  /// The names of the sites.
  public var sites: [String]
  /// From which the penalty follows, where there is one.
  public var prior: Prior?
}

/// The training of one run.
struct PaperRun {
  let variant: PaperVariant
  let settings: PaperSettings

  /// Trains; nil if the run was interrupted.
  func train(
    on lexicon: PaperLexicon, in folder: RunFolder, environment: ExperimentEnvironment
  ) throws -> PaperRunResult? {
    let (workers, note) = (environment.workers, environment.note)
    let task = PooledTask(
      lexicon, batchSize: settings.batchSize, jitter: settings.jitter, seed: settings.seed)
    let prior = prior(for: task)
    let model = network(lexicon, prior: prior)
    let initialRates = model.dropoutRates.map(\.rate)
    if let prior { note("\(variant.name): \(prior)") }
    let options = environment.options(for: variant.name, in: folder)
    let trained = try Trainer(task, configuration: settings.training(variant), options: options)
      .run(model, resumingFrom: folder.checkpoint)
    guard trained.outcome == .finished else { return nil }
    func scores(on part: PaperLexicon.Part, samples: Int? = nil) -> PooledScores {
      PooledScores(
        of: trained.model, on: part, phones: lexicon.phones, samples: samples, seed: settings.seed,
        workers: workers)
    }
    let finalRates = trained.model.dropoutRates.map(\.rate)
    let samples = finalRates.contains { $0 > 0 } ? settings.samples : nil
    return PaperRunResult(
      name: variant.name, settings: settings, parameterCount: model.parameterCount,
      trainingWords: lexicon.training.count, validation: scores(on: lexicon.validation),
      test: scores(on: lexicon.test),
      sampledValidation: samples.map { scores(on: lexicon.validation, samples: $0) },
      sampledTest: samples.map { scores(on: lexicon.test, samples: $0) },
      initialRates: initialRates, finalRates: finalRates, sites: model.dropoutRates.map(\.name),
      prior: prior)
  }

  private func network(_ lexicon: PaperLexicon, prior: Prior?) -> PooledEncoderDecoder<Float> {
    let sizes = sizes(lexicon)
    return PooledEncoderDecoder(
      sizes,
      dropout: variant.sites(count: sizes.siteCount, prior: prior, seed: settings.seed),
      seed: settings.seed)
  }

  private func sizes(_ lexicon: PaperLexicon) -> PooledEncoderDecoderConfiguration {
    var sizes = PooledEncoderDecoderConfiguration(
      graphemes: lexicon.graphemes.count, phones: lexicon.phones.count)
    sizes.features = settings.features
    sizes.sharing = settings.sharing
    sizes.batchNormMomentum = settings.batchNormMomentum
    return sizes
  }

  private func prior(for task: PooledTask) -> Prior? {
    let words = task.lexicon.training.count
    switch variant.kind {
    case .fixed, .unpenalized: return nil
    case .coefficients(let weight, let dropout):
      return Prior(weightRegularizer: weight, dropoutRegularizer: dropout, dataCount: words)
    case .balanced:
      let sizes = sizes(task.lexicon)
      let plain = PooledEncoderDecoder<Float>(
        sizes, dropout: Array(repeating: .none, count: sizes.siteCount), seed: settings.seed)
      let context = Context<Float>(mode: .training, recordsGradients: false)
      let loss = task.loss(of: plain, on: task.batches(epoch: 0)[0], in: context)
      return Prior.balanced(
        loss: Double(loss.value.item), fraction: settings.fraction,
        inputCounts: Array(repeating: settings.features, count: sizes.siteCount), dataCount: words,
        lengthScale: settings.lengthScale)
    }
  }
}
