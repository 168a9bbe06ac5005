/// What a trainer needs to know about data and loss.
public protocol TrainingTask<Model> {
  /// The model that is trained.
  associatedtype Model: Module

  /// The batches of an epoch, as indices of examples: a pure function of the epoch, with equally many batches in
  /// every one. `LengthBatching` makes such batches.
  func batches(epoch: Int) -> [[Int]]

  /// The loss, a mean over the examples, without penalties: the trainer adds those that layers register.
  func loss(
    of model: Model, on indices: [Int], in context: Context<Model.Scalar>
  ) throws -> Variable<Model.Scalar>

  /// A hash of the data that decide the loss beside the batches, and the best epoch, so that a training cannot go on with
  /// others; 0 for nothing.
  var fingerprint: UInt64 { get }

  /// What else shapes the training: a training cannot go on with another value. `settingsByName(of:except:)` makes it of
  /// a structure.
  var settingsByName: [String: String] { get }

  /// Named figures on held-out data. An empty dictionary if there are none.
  func validate(_ model: Model, workers: Workers) throws -> [String: Double]
}

extension TrainingTask {
  /// Nothing beside the batches.
  public var fingerprint: UInt64 { 0 }
  /// Nothing.
  public var settingsByName: [String: String] { [:] }
}

/// The stored properties of a structure as text, by name.
///
/// - Parameters:
///   - value: the structure
///   - names: properties to leave out
public func settingsByName(of value: Any, except names: Set<String> = []) -> [String: String] {
  var fields: [String: String] = [:]
  for (name, value) in Mirror(reflecting: value).children {
    guard let name, !names.contains(name) else { continue }
    let mirror = Mirror(reflecting: value)
    fields[name] =
      mirror.displayStyle == .optional
      ? mirror.children.first.map { String(describing: $0.value) } ?? "none"
      : String(describing: value)
  }
  return fields
}
