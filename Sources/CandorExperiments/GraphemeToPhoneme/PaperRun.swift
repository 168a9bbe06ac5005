import Candor
import CandorEngine

#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// What one finished run of the paper's grapheme-to-phoneme experiment measured.
public struct PaperRunResult: Sendable, Codable {
  /// The name of the variant.
  public var name: String
  /// What all runs have in common.
  public var settings: PaperSettings
  /// The number of trainable weights.
  public var parameterCount: Int
  /// Training words.
  public var trainingWords: Int
  /// On the validation words, after the last epoch.
  public var validation: PooledScores
  /// On the test words, after the last epoch.
  public var test: PooledScores
  /// The dropout rate of each site before training.
  public var initialRates: [Double]
  /// The dropout rate of each site after the last epoch.
  public var finalRates: [Double]
  /// The names of the sites.
  public var sites: [String]
  /// From which the penalty follows, where there is one.
  public var prior: Prior?
}

/// One run: its folder holds `log.jsonl`, `checkpoint.safetensors` and, once it is finished, `result.json`.
struct PaperRun {
  let variant: PaperVariant
  let settings: PaperSettings
  let folder: String

  var logPath: String { folder + "/log.jsonl" }
  var checkpointPath: String { folder + "/checkpoint.safetensors" }
  var resultPath: String { folder + "/result.json" }

  /// Trains; nil if the run was interrupted.
  func train(
    on lexicon: PaperLexicon, workers: Workers, resuming: Bool,
    note: @escaping @Sendable (String) -> Void, shouldStop: @escaping @Sendable () -> Bool
  ) throws -> PaperRunResult? {
    let files = FileManager.default
    let hasCheckpoint = files.fileExists(atPath: checkpointPath)
    if !resuming, hasCheckpoint || files.fileExists(atPath: logPath) {
      throw ExperimentError.settings(
        "\(folder) holds a run already: continue it with --resume, or choose another --output")
    }
    do {
      try files.createDirectory(atPath: folder, withIntermediateDirectories: true)
    } catch {
      throw ExperimentError.settings("the folder \(folder) cannot be made; choose another --output")
    }
    if !hasCheckpoint, files.fileExists(atPath: logPath) { try files.removeItem(atPath: logPath) }

    let task = PooledTask(
      lexicon, batchSize: settings.batchSize, jitter: settings.jitter, seed: settings.seed)
    let prior = prior(for: task)
    let model = network(lexicon, prior: prior)
    let initialRates = model.dropoutRates.map(\.rate)
    if let prior {
      note(
        "\(variant.name): prior β \(prior.beta), ℓ \(prior.lengthScale), N \(prior.dataCount); "
          + "wr \(prior.weightRegularizer), dr \(prior.dropoutRegularizer)")
    }
    var options = TrainingOptions()
    options.workers = workers
    options.checkpointPath = checkpointPath
    options.logPath = logPath
    options.shouldStop = shouldStop
    let name = variant.name
    options.note = { note("\(name): \($0)") }
    let trained = try Trainer(task, configuration: settings.training(variant), options: options)
      .run(model, resumingFrom: hasCheckpoint ? checkpointPath : nil)
    guard trained.outcome == .finished else { return nil }
    func scores(on part: PaperLexicon.Part) -> PooledScores {
      PooledScores(of: trained.model, on: part, phones: lexicon.phones, workers: workers)
    }
    let result = PaperRunResult(
      name: variant.name, settings: settings, parameterCount: model.parameterCount,
      trainingWords: lexicon.training.count, validation: scores(on: lexicon.validation),
      test: scores(on: lexicon.test), initialRates: initialRates,
      finalRates: trained.model.dropoutRates.map(\.rate), sites: model.dropoutRates.map(\.name),
      prior: prior)
    try writeJSON(result, to: resultPath)
    return result
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

  /// What the run measured, or nil if it is not finished.
  func result() throws -> PaperRunResult? {
    guard FileManager.default.fileExists(atPath: resultPath) else { return nil }
    do {
      return try JSONDecoder().decode(
        PaperRunResult.self, from: Data(contentsOf: URL(fileURLWithPath: resultPath)))
    } catch {
      throw ExperimentError.data("\(resultPath) is not the result of a run: \(error)")
    }
  }

  /// The epochs of the log; of an epoch that was logged twice, the last time.
  func epochs() throws -> [EpochReport] {
    let text = try String(
      decoding: Data(contentsOf: URL(fileURLWithPath: logPath)), as: UTF8.self)
    var reports: [Int: EpochReport] = [:]
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    for (index, line) in text.split(separator: "\n").enumerated() {
      guard let report = try? decoder.decode(EpochReport.self, from: Data(line.utf8)) else {
        throw ExperimentError.data("\(logPath), line \(index + 1): not a line of a training log")
      }
      reports[report.epoch] = report
    }
    return reports.values.sorted { $0.epoch < $1.epoch }
  }
}

/// Writes a value as JSON, whole or not at all.
func writeJSON(_ value: some Encodable, to path: String) throws {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  try encoder.encode(value).write(to: URL(fileURLWithPath: path), options: .atomic)
}
