/// Everything that decides what a training computes. Where and how long it runs is in `TrainingOptions`.
///
/// Read from JSON, a field that is left out has its default; a field that does not exist is an error.
public struct TrainingConfiguration: Sendable, Equatable {
  /// The number of epochs; schedules end with the last one.
  public var epochs = 30
  /// The seed of masks. Batches have their own, in the task.
  public var seed: UInt64 = 1
  /// The optimizer.
  public var optimizer = OptimizerChoice.adam()
  /// Rates by role.
  public var learningRates = LearningRates(base: 1e-3, dropoutLogitMultiplier: 10)
  /// How the rates change.
  public var schedule = LearningRateSchedule.constant
  /// The rate of the dropout logits grows linearly from 0 over so many epochs, beside the schedule: rates should
  /// follow weights that already mean something.
  public var dropoutLogitWarmUp = 0.0
  /// Where learned dropout rates are kept; nil leaves them free.
  public var dropoutRateBounds: DropoutRateBounds? = DropoutRateBounds()
  /// The limit for the norm of the whole gradient; nil leaves it as it is.
  public var gradientNormLimit: Double?
  /// How exactly a step multiplies. Validation, a matter of the task, never does in bfloat16.
  public var precision = ProductPrecision.full
  /// Decay of the moving average of the weights, such as 0.999; nil keeps none. Where there is one, validation and
  /// the result use it.
  public var averagingDecay: Double?
  /// How the best model is told; nil takes the last.
  public var selection: ModelSelection?

  /// The defaults.
  public init() {}

  /// Why this configuration cannot be used, or nil.
  var problem: String? {
    if !(1...1_000_000).contains(epochs) { return "epochs \(epochs) is not in 1…1000000" }
    let rates = [learningRates.base, learningRates.dropoutLogitMultiplier, dropoutLogitWarmUp]
    if !rates.allSatisfy({ $0 >= 0 && $0.isFinite }) {
      return "learning rate \(rates[0]), dropoutLogitMultiplier \(rates[1]), "
        + "dropoutLogitWarmUp \(rates[2]): none may be below 0"
    }
    if let limit = gradientNormLimit, !(limit > 0) { return "gradientNormLimit \(limit)" }
    if let decay = averagingDecay, !(0..<1).contains(decay) { return "averagingDecay \(decay)" }
    if let patience = selection?.patience, patience < 1 { return "patience \(patience)" }
    return optimizer.problem ?? schedule.problem ?? dropoutRateBounds?.problem
  }
}

extension TrainingConfiguration: Codable {
  private enum CodingKeys: String, CodingKey, CaseIterable {
    case epochs, seed, optimizer, learningRates, schedule, dropoutLogitWarmUp, dropoutRateBounds
    case gradientNormLimit, precision, averagingDecay, selection
  }

  private struct AnyKey: CodingKey {
    let stringValue: String
    let intValue: Int? = nil
    init?(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
  }

  /// Reads fields; those left out have their defaults.
  public init(from decoder: any Decoder) throws {
    for key in try decoder.container(keyedBy: AnyKey.self).allKeys
    where CodingKeys(stringValue: key.stringValue) == nil {
      let known = CodingKeys.allCases.map(\.stringValue).joined(separator: ", ")
      throw DecodingError.dataCorrupted(
        DecodingError.Context(
          codingPath: decoder.codingPath,
          debugDescription: "unknown field \(quoted(key.stringValue)); known are \(known)"))
    }
    let container = try decoder.container(keyedBy: CodingKeys.self)
    func read<Value: Decodable>(_ key: CodingKeys, _ value: inout Value) throws {
      if let found = try container.decodeIfPresent(Value.self, forKey: key) { value = found }
    }
    try read(.epochs, &epochs)
    try read(.seed, &seed)
    try read(.optimizer, &optimizer)
    try read(.learningRates, &learningRates)
    try read(.schedule, &schedule)
    try read(.dropoutLogitWarmUp, &dropoutLogitWarmUp)
    if container.contains(.dropoutRateBounds) {  // an explicit null means: no bounds
      dropoutRateBounds = try container.decode(DropoutRateBounds?.self, forKey: .dropoutRateBounds)
    }
    try read(.gradientNormLimit, &gradientNormLimit)
    try read(.precision, &precision)
    try read(.averagingDecay, &averagingDecay)
    try read(.selection, &selection)
  }

  /// Writes every field; what is off is null.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: CodingKeys.self)
    try container.encode(epochs, forKey: .epochs)
    try container.encode(seed, forKey: .seed)
    try container.encode(optimizer, forKey: .optimizer)
    try container.encode(learningRates, forKey: .learningRates)
    try container.encode(schedule, forKey: .schedule)
    try container.encode(dropoutLogitWarmUp, forKey: .dropoutLogitWarmUp)
    try container.encode(dropoutRateBounds, forKey: .dropoutRateBounds)
    try container.encode(gradientNormLimit, forKey: .gradientNormLimit)
    try container.encode(precision, forKey: .precision)
    try container.encode(averagingDecay, forKey: .averagingDecay)
    try container.encode(selection, forKey: .selection)
  }
}
