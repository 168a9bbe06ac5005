#if canImport(FoundationEssentials)
  import FoundationEssentials
#else
  import Foundation
#endif

/// Everything a run needs to go on as if it had never been interrupted.
struct TrainingState<Model: Module> {
  /// The part that is no tensor.
  struct Counters: Codable, Equatable {
    /// Steps since the beginning, skipped ones included.
    var step = 0
    /// Whole epochs done.
    var epoch = 0
    /// Batches done of the epoch that runs.
    var position = 0
    var optimizerSteps = 0
    var averages = 0
    var skippedInARow = 0
    /// Epochs without an improvement.
    var stale = 0
    var bestMetric: Double?
    var bestTieBreaker: Double?
    var bestEpoch = 0
    var hasBest = false
    /// A hash of the batches of the first epoch; other data have another.
    var data: UInt64?
    var sums = Sums()
  }

  /// Sums over the epoch that runs.
  struct Sums: Codable, Equatable {
    var examples = 0
    var steps = 0
    var loss = 0.0
    var penalty = 0.0
    var objective = 0.0
    var gradientNorm = 0.0
    var skippedSteps = 0
    var seconds = 0.0
    var seenExamples = 0
  }

  var model: Model
  var average: Model?
  var best: Model?
  var optimizer: any Optimizer<Model.Scalar>
  var counters = Counters()

  static var format: String { "candor-training-2" }

  /// Writes the state as one file that is replaced as a whole.
  ///
  /// - Parameters:
  ///   - path: the file
  ///   - configuration: of the trainer
  ///   - settings: of the task
  func save(
    to path: String, configuration: TrainingConfiguration, settings: [String: String]
  ) throws {
    var tensors: [String: Tensor<Model.Scalar>] = [:]
    func add(_ prefix: String, _ values: [String: Tensor<Model.Scalar>]) {
      for (name, tensor) in values { tensors["\(prefix).\(name)"] = tensor }
    }
    add("weights", model.tensors())
    if let average { add("average", average.tensors()) }
    if let best { add("best", best.tensors()) }
    add("optimizer", optimizer.state)
    var counters = counters
    counters.optimizerSteps = optimizer.stepCount
    counters.hasBest = best != nil
    var metadata = [
      "format": Self.format, "counters": try json(counters),
      "configuration": try json(configuration), "settings": try json(settings),
    ]
    metadata["checksum"] = Self.checksum(tensors, metadata)
    try SafetensorsFile.write(tensors, metadata: metadata, to: path)
  }

  /// A hash of everything in the file, by which damage is found.
  private static func checksum(
    _ tensors: [String: Tensor<Model.Scalar>], _ metadata: [String: String]
  ) -> String {
    var hash: UInt64 = 0
    for (name, text) in metadata.sorted(by: { $0.key < $1.key }) where name != "checksum" {
      hash = RandomStream.seed(hash, RandomStream.key(name), RandomStream.key(text))
    }
    for (name, tensor) in tensors.sorted(by: { $0.key < $1.key }) {
      hash = RandomStream.seed(hash, RandomStream.key(name))
      tensor.withUnsafeElements { elements in
        let bytes = UnsafeRawBufferPointer(elements)
        let words = bytes.count / 8
        for word in 0..<words {
          hash = RandomStream.scatter(
            hash ^ bytes.loadUnaligned(fromByteOffset: 8 * word, as: UInt64.self))
        }
        for byte in bytes[(8 * words)...] { hash = RandomStream.scatter(hash ^ UInt64(byte)) }
      }
    }
    return String(hash, radix: 16)
  }

  /// Takes over a saved state. The model must be built as it was then.
  mutating func restore(
    from path: String, configuration: TrainingConfiguration, settings: [String: String]
  ) throws {
    func refuse(_ problem: String) -> TrainingError { .checkpoint(file: path, problem: problem) }
    let file = try SafetensorsFile(path: path)
    guard file.metadata["format"] == Self.format else {
      throw refuse("it is not a checkpoint of a training")
    }
    func decode<Value: Decodable>(_ key: String, as type: Value.Type) throws -> Value {
      guard let text = file.metadata[key],
        let value = try? decoder().decode(Value.self, from: Data(text.utf8))
      else { throw refuse("its \(key) cannot be read") }
      return value
    }
    var saved = try decode("configuration", as: TrainingConfiguration.self)
    saved.epochs = configuration.epochs
    saved.selection?.patience = configuration.selection?.patience
    // Some of a task's settings are the loop's as well.
    let differences = Set(
      Self.differences(of: settingsByName(of: saved), and: settingsByName(of: configuration))
        + Self.differences(of: try decode("settings", as: [String: String].self), and: settings)
    ).sorted()
    guard saved == configuration, differences.isEmpty else {
      throw refuse("it was made with other settings: " + differences.joined(separator: "; "))
    }
    let counters = try decode("counters", as: Counters.self)
    guard counters.isPlausible else { throw refuse("its counters make no sense") }
    var tensors = try file.tensors(as: Model.Scalar.self)
    guard file.metadata["checksum"] == Self.checksum(tensors, file.metadata) else {
      throw refuse("it is damaged: its checksum is another")
    }
    func take(_ prefix: String) -> [String: Tensor<Model.Scalar>] {
      var taken: [String: Tensor<Model.Scalar>] = [:]
      for name in tensors.keys where name.hasPrefix("\(prefix).") {
        taken[String(name.dropFirst(prefix.count + 1))] = tensors.removeValue(forKey: name)
      }
      return taken
    }
    var restored = self
    restored.model = try loaded(take("weights"), refuse)
    if restored.average != nil { restored.average = try loaded(take("average"), refuse) }
    if counters.hasBest { restored.best = try loaded(take("best"), refuse) }
    let slots = take("optimizer")
    let shapes = model.tensors().mapValues(\.shape)
    for (key, tensor) in slots {
      let parts = key.split(separator: ".", maxSplits: 1).map(String.init)
      guard parts.count == 2, optimizer.slotNames.contains(parts[0]),
        shapes[parts[1]] == tensor.shape
      else { throw refuse("the optimizer has no place for \(quoted(key))") }
    }
    guard tensors.isEmpty else {
      throw refuse("\(quoted(tensors.keys.sorted()[0])) has no place")
    }
    restored.optimizer.state = slots
    restored.optimizer.stepCount = counters.optimizerSteps
    restored.counters = counters
    self = restored
  }

  /// Such as `labelSmoothing 0.1, now 0.3`.
  private static func differences(
    of saved: [String: String], and current: [String: String]
  ) -> [String] {
    Set(saved.keys).union(current.keys).sorted().compactMap { name in
      let (before, now) = (saved[name] ?? "none", current[name] ?? "none")
      return before == now ? nil : "\(name) \(before), now \(now)"
    }
  }

  private func loaded(
    _ tensors: [String: Tensor<Model.Scalar>], _ refuse: (String) -> TrainingError
  ) throws -> Model {
    var copy = model
    do throws(ModelLoadingError) {
      try copy.load(tensors)
    } catch {
      throw refuse(error.description)
    }
    return copy
  }
}

extension TrainingState.Counters {
  var isPlausible: Bool {
    let limit = 1 << 40
    return [step, epoch, position, optimizerSteps, averages, skippedInARow, stale, bestEpoch]
      .allSatisfy { (0...limit).contains($0) }
      && [sums.examples, sums.steps, sums.skippedSteps, sums.seenExamples]
        .allSatisfy { (0...limit).contains($0) }
  }
}

/// JSON with sorted keys. Numbers that are not finite become text, so that a log line is always JSON.
func json(_ value: some Encodable) throws -> String {
  let encoder = JSONEncoder()
  encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
  encoder.nonConformingFloatEncodingStrategy = .convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return String(decoding: try encoder.encode(value), as: UTF8.self)
}

private func decoder() -> JSONDecoder {
  let decoder = JSONDecoder()
  decoder.nonConformingFloatDecodingStrategy = .convertFromString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
  return decoder
}
